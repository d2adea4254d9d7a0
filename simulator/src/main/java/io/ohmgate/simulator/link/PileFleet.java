package io.ohmgate.simulator.link;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.battery.Vehicle;
import io.ohmgate.simulator.pile.GunView;
import io.ohmgate.simulator.pile.PileAction;
import io.ohmgate.simulator.pile.PileSpec;
import io.ohmgate.simulator.pile.PileView;
import io.ohmgate.simulator.pile.RandomVehicles;
import io.ohmgate.simulator.pile.SimulatedPile;
import io.ohmgate.simulator.pile.StartAtPile;
import io.ohmgate.simulator.script.GunScript;
import io.ohmgate.simulator.script.PileScript;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Simulated piles on real connections: thousands on a few event loops. Every method may be called from any thread; what
 * is done to a pile happens on its loop, and the stage returned completes there.
 *
 * <pre>{@code
 * try (PileFleet fleet = PileFleet.start(FleetOptions.to("127.0.0.1", 8768, seed), piles, PileScript.nobody())) {
 *     fleet.plug(gunId);
 *     …
 * }
 * }</pre>
 */
public final class PileFleet implements AutoCloseable {
    public static final int PILES_MAX = 100_000;
    private static final Duration STOP_MAX = Duration.ofSeconds(5);
    private static final long STREAM_OF_SCRIPTS = 0x5DEECE66DL;
    private static final long STREAM_OF_WIRES = 0x2545F491L;

    private final EventLoopGroup group;
    private final List<FleetLoop> loops;
    private final Map<PileNo, PileRunner> runners;
    private final Map<PileNo, FleetLoop> loopOf;
    private final Counters counters;
    private final FleetOptions options;

    private PileFleet(FleetOptions options, List<PilePlan> plans, FrameTap tap) {
        this.options = options;
        this.counters = new Counters();
        this.runners = LinkedHashMap.newLinkedHashMap(plans.size());
        this.loopOf = LinkedHashMap.newLinkedHashMap(plans.size());
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(
                options.threads(), new DefaultThreadFactory("simulated-piles", true), io);
        Class<? extends Channel> channelType = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        this.loops = IntStream.range(0, options.threads())
                .mapToObj(i -> new FleetLoop(group.next(), options, counters, tap, channelType))
                .toList();
        Instant start = options.clock().instant();
        Concentrator concentrator = null;
        for (int i = 0; i < plans.size(); i++) {
            int line = i / options.pilesPerSocket();
            FleetLoop loop = loops.get(line % loops.size());
            if (options.pilesPerSocket() > 1 && i % options.pilesPerSocket() == 0) {
                concentrator = new Concentrator(loop);
            }
            Instant firstConnect = start.plusMillis(1000L * line / options.connectsPerSecond());
            add(plans.get(i), start, firstConnect, loop, concentrator);
        }
    }

    private void add(
            PilePlan plan, Instant start, Instant firstConnect, FleetLoop loop, @Nullable Concentrator concentrator) {
        PileNo pileNo = plan.spec().pileNo();
        if (runners.containsKey(pileNo)) {
            throw new IllegalArgumentException("two piles of one fleet have the number " + pileNo);
        }
        long seed = options.seed() * 31 + Long.parseLong(pileNo.digits());
        SplittableRandom people = new SplittableRandom(seed ^ STREAM_OF_SCRIPTS);
        List<GunScript> scripts = new ArrayList<>();
        for (int gunNo = 1; gunNo <= plan.spec().guns(); gunNo++) {
            scripts.add(plan.script().forGun(pileNo.gun(gunNo), start, people.split()));
        }
        SimulatedPile pile = new SimulatedPile(
                plan.spec(), plan.behaviour(), options.zone(), firstConnect, new SplittableRandom(seed));
        WireWriter writer = new WireWriter(plan.behaviour(), new SplittableRandom(seed ^ STREAM_OF_WIRES));
        PileRunner runner = new PileRunner(loop, plan, pile, scripts, writer, concentrator);
        loop.add(runner);
        runners.put(pileNo, runner);
        loopOf.put(pileNo, loop);
    }

    /** Well-behaved piles, all with one script. */
    public static PileFleet start(FleetOptions options, List<PileSpec> piles, PileScript script) {
        return start(
                options, piles.stream().map(spec -> PilePlan.good(spec, script)).toList());
    }

    /** Starts at once; the piles connect at the rate of the options. */
    public static PileFleet start(FleetOptions options, List<PilePlan> plans) {
        return start(options, plans, FrameTap.NONE);
    }

    /** As {@link #start(FleetOptions, List)}; {@code tap} hears every frame. */
    public static PileFleet start(FleetOptions options, List<PilePlan> plans, FrameTap tap) {
        if (plans.size() > PILES_MAX) {
            throw new IllegalArgumentException("at most " + PILES_MAX + " piles, not " + plans.size());
        }
        PileFleet fleet = new PileFleet(options, plans, tap);
        fleet.loops.forEach(FleetLoop::start);
        return fleet;
    }

    // What people do

    /** Some vehicle comes to the gun. */
    public CompletionStage<GunView> plug(GunId gunId) {
        RandomGenerator random =
                new SplittableRandom(options.seed() ^ options.clock().millis());
        return plug(gunId, RandomVehicles.next(random));
    }

    /** Nothing happens if another vehicle is there. */
    public CompletionStage<GunView> plug(GunId gunId, Vehicle vehicle) {
        return at(gunId, (pile, now) -> pile.plug(gunId.gunNo(), vehicle, now));
    }

    /** A charge that runs ends at once. */
    public CompletionStage<GunView> unplug(GunId gunId) {
        return at(gunId, (pile, now) -> pile.unplug(gunId.gunNo(), now));
    }

    public CompletionStage<GunView> pressStop(GunId gunId) {
        return at(gunId, (pile, now) -> pile.pressStop(gunId.gunNo(), now));
    }

    /** @param physicalCardNo 16 hex digits */
    public CompletionStage<GunView> swipe(GunId gunId, String physicalCardNo) {
        return at(gunId, (pile, now) -> pile.swipe(gunId.gunNo(), physicalCardNo, now));
    }

    public CompletionStage<GunView> startByVin(GunId gunId) {
        return at(gunId, (pile, now) -> pile.startByVin(gunId.gunNo(), now));
    }

    /** A card with a password, or an account; without a link the pile decides by its offline cards. */
    public CompletionStage<GunView> identify(GunId gunId, StartAtPile start) {
        return at(gunId, (pile, now) -> pile.identify(gunId.gunNo(), start, now));
    }

    /** One vehicle on several guns, started at the pile; the view is of the first gun. */
    public CompletionStage<GunView> identifyInParallel(List<GunId> guns, StartAtPile start) {
        List<Integer> gunNos = guns.stream().map(GunId::gunNo).toList();
        return at(guns.getFirst(), (pile, now) -> pile.identifyInParallel(gunNos, start, now));
    }

    /** @param bits hardware fault bits (reference 6.2); 0 clears them */
    public CompletionStage<GunView> fault(GunId gunId, int bits) {
        return at(gunId, (pile, now) -> pile.fault(gunId.gunNo(), bits, now));
    }

    // What happens to piles

    /** Charges end, the link drops, the records stay; it is back after a reboot of 20 s. */
    public CompletionStage<PileView> powerCut(PileNo pileNo) {
        return on(pileNo, runner -> {
            runner.happen(runner.pile().powerCut(options.clock().instant()));
            return runner.pile().view(options.clock().instant());
        });
    }

    /** The connection breaks; charges go on, the pile connects again. */
    public CompletionStage<PileView> cutLink(PileNo pileNo) {
        return on(pileNo, runner -> {
            runner.cut();
            return runner.pile().view(options.clock().instant());
        });
    }

    /** Bytes of somebody else's making, on the pile's connection. */
    public CompletionStage<PileView> sendBytes(PileNo pileNo, byte[] bytes) {
        return on(pileNo, runner -> {
            runner.sendBytes(bytes);
            return runner.pile().view(options.clock().instant());
        });
    }

    // What can be seen

    public CompletionStage<GunView> gun(GunId gunId) {
        return on(gunId.pileNo(), runner -> runner.pile().gunView(gunId.gunNo()));
    }

    public CompletionStage<PileView> pile(PileNo pileNo) {
        return on(pileNo, runner -> runner.pile().view(options.clock().instant()));
    }

    /** In the order in which the piles were given. */
    public CompletionStage<List<PileView>> piles() {
        List<CompletableFuture<PileView>> views = runners.keySet().stream()
                .map(pileNo -> pile(pileNo).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(views.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> views.stream().map(CompletableFuture::join).toList());
    }

    public List<PileNo> pileNos() {
        return List.copyOf(runners.keySet());
    }

    public FleetStatistics statistics() {
        int online = 0;
        int charging = 0;
        long kept = 0;
        long started = 0;
        long ended = 0;
        for (PileRunner runner : runners.values()) {
            PileRunner.Gauge gauge = runner.gauge();
            online += gauge.online() ? 1 : 0;
            charging += gauge.charging();
            kept += gauge.recordsKept();
            started += gauge.chargesStarted();
            ended += gauge.chargesEnded();
        }
        return new FleetStatistics(
                runners.size(),
                online,
                charging,
                counters.connects.sum(),
                counters.connectionsLost.sum(),
                counters.hangUps.sum(),
                counters.framesSent.sum(),
                counters.framesReceived.sum(),
                counters.unreadableFrames.sum(),
                counters.recordsSent.sum(),
                counters.recordsConfirmed.sum(),
                kept,
                started,
                ended,
                counters.overflows.sum());
    }

    private CompletionStage<GunView> at(GunId gunId, BiFunction<SimulatedPile, Instant, List<PileAction>> deed) {
        return on(gunId.pileNo(), runner -> {
            runner.happen(deed.apply(runner.pile(), options.clock().instant()));
            return runner.pile().gunView(gunId.gunNo());
        });
    }

    private <T> CompletionStage<T> on(PileNo pileNo, Function<PileRunner, T> deed) {
        PileRunner runner = runners.get(pileNo);
        FleetLoop loop = loopOf.get(pileNo);
        if (runner == null || loop == null) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("no pile of this fleet has the number " + pileNo));
        }
        return CompletableFuture.supplyAsync(() -> deed.apply(runner), loop.eventLoop());
    }

    /** Closes every connection; returns when the threads have ended, or after five seconds. */
    @Override
    public void close() {
        loops.forEach(loop -> loop.eventLoop().execute(loop::stop));
        group.shutdownGracefully(0, STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(STOP_MAX.toMillis());
    }
}
