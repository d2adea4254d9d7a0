package io.ohmgate.loadtest.driver;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** {@link Load} in this process. */
public final class Fleet implements Load {
    private static final int READ_BYTES = 512;
    private static final int CONNECT_MILLIS = 10_000;
    /** Until the schedules begin: every loop has them by then. */
    private static final long HEAD_START_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** How long answers to what was due at the end of a window may take. */
    private static final long DRAIN_MILLIS = 2_000;

    private final Plan plan;
    private final EventLoopGroup group;
    private final List<PileLoop> loops = new ArrayList<>();
    private final List<EventLoop> eventLoops = new ArrayList<>();

    private Fleet(Plan plan) {
        this.plan = plan;
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(plan.loops(), io);
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES));
        if (Epoll.isAvailable()) {
            // Otherwise one source address has 28,000 ports for all destinations together.
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
        for (int k = 0; k < plan.loops(); k++) {
            EventLoop eventLoop = group.next();
            eventLoops.add(eventLoop);
            loops.add(new PileLoop(eventLoop, bootstrap, plan, k, plan.loops()));
        }
    }

    public static Fleet start(Plan plan) {
        Fleet fleet = new Fleet(plan);
        fleet.loops.forEach(PileLoop::start);
        return fleet;
    }

    @Override
    public Outcome logIn(long spreadMillis, int patienceSeconds) throws InterruptedException {
        long start = System.nanoTime() + HEAD_START_NANOS;
        List<Tally> tallies = new ArrayList<>();
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int k = 0; k < loops.size(); k++) {
            Tally tally = new Tally(start, patienceSeconds + (int) (spreadMillis / 1000) + 1);
            tallies.add(tally);
            PileLoop loop = loops.get(k);
            DueStream schedule = new DueStream(
                    start,
                    TimeUnit.MILLISECONDS.toNanos(Math.max(1, spreadMillis)),
                    loop.piles.length,
                    plan.seed() + k);
            done.add(ask(k, it -> it.dialAll(schedule, tally)));
        }
        long patience = TimeUnit.SECONDS.toMillis(patienceSeconds) + spreadMillis;
        try {
            CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get(patience, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            // Who is not in by now is missing in the count.
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the piles could not dial", failed);
        }
        return sum(k -> ask(k, it -> tallies.get(k).outcome()));
    }

    @Override
    public void dropAll() {
        each((k, loop) -> loop.dropAll());
    }

    @Override
    public void traffic(Traffic traffic) {
        long start = System.nanoTime() + HEAD_START_NANOS;
        each((k, loop) -> loop.traffic(
                stream(start, traffic.beatMillis(), loop, 1_000 + k),
                stream(start, traffic.realtimeMillis(), loop, 2_000 + k),
                traffic.energyStep()));
    }

    private DueStream stream(long start, long everyMillis, PileLoop loop, int salt) {
        return everyMillis <= 0 || loop.piles.length == 0
                ? DueStream.none()
                : new DueStream(
                        start, TimeUnit.MILLISECONDS.toNanos(everyMillis), loop.piles.length, plan.seed() + salt);
    }

    @Override
    public Outcome window(int seconds) throws InterruptedException {
        return window(seconds, (loop, start) -> {}, loop -> {});
    }

    @Override
    public Outcome records(RecordLoad load, int seconds) throws InterruptedException {
        return window(
                seconds,
                (loop, start) -> {
                    if (load.window() > 0) {
                        loop.records().eagerly(load.window(), start + TimeUnit.SECONDS.toNanos(seconds));
                    } else {
                        long everyNanos =
                                TimeUnit.SECONDS.toNanos(1) * Math.max(1, plan.count()) / Math.max(1, load.perSecond());
                        loop.records()
                                .schedule(new DueStream(
                                        start, everyNanos, loop.piles.length, plan.seed() + loop.hashCode()));
                    }
                },
                loop -> loop.records().stop());
    }

    private Outcome window(int seconds, Begin begin, Consumer<PileLoop> end) throws InterruptedException {
        long start = System.nanoTime() + HEAD_START_NANOS;
        List<Tally> tallies = new ArrayList<>();
        for (int k = 0; k < loops.size(); k++) {
            Tally tally = new Tally(start, seconds);
            tallies.add(tally);
            ask(k, loop -> {
                loop.open(tally);
                begin.at(loop, start);
                return true;
            });
        }
        TimeUnit.NANOSECONDS.sleep(start + TimeUnit.SECONDS.toNanos(seconds) - System.nanoTime());
        Thread.sleep(DRAIN_MILLIS);
        return sum(k -> ask(k, loop -> {
            end.accept(loop);
            return loop.close(tallies.get(k));
        }));
    }

    @FunctionalInterface
    private interface Begin {
        void at(PileLoop loop, long startNanos);
    }

    @Override
    public int sessions() {
        int sum = 0;
        for (int k = 0; k < loops.size(); k++) {
            sum += ask(k, PileLoop::sessions);
        }
        return sum;
    }

    @Override
    public int sendAgain() {
        int sum = 0;
        for (int k = 0; k < loops.size(); k++) {
            sum += ask(k, loop -> loop.records().sendAgain());
        }
        return sum;
    }

    @Override
    public List<String> confirmedRecords() {
        StringBuilder all = new StringBuilder();
        each((k, loop) -> loop.records().tell(all));
        return all.toString().lines().toList();
    }

    @Override
    public List<Long> pids() {
        return List.of();
    }

    /** Who wants to know when starts and stops arrive, on the pile's loop. */
    public void listen(Commands commands) {
        each((k, loop) -> loop.listen(commands));
    }

    /** On every loop, beside its piles. */
    void onLoops(Runnable task) {
        eventLoops.forEach(loop -> loop.execute(task));
    }

    private Outcome sum(Function<Integer, Outcome> of) {
        List<Outcome> parts = new ArrayList<>();
        for (int k = 0; k < loops.size(); k++) {
            parts.add(of.apply(k));
        }
        return Outcome.sum(parts);
    }

    @FunctionalInterface
    private interface Work {
        void on(int k, PileLoop loop);
    }

    private void each(Work work) {
        for (int k = 0; k < loops.size(); k++) {
            int index = k;
            ask(k, loop -> {
                work.on(index, loop);
                return true;
            });
        }
    }

    /** On the loop's own thread. */
    private <T> T ask(int k, Function<PileLoop, T> question) {
        return eventLoops
                .get(k)
                .submit(() -> question.apply(loops.get(k)))
                .syncUninterruptibly()
                .getNow();
    }

    @Override
    public void close() {
        each((k, loop) -> loop.end());
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
