package io.ohmgate.ykc.faults;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.Channel;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.Gateway;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.link.PileGateway;
import io.ohmgate.gateway.link.PileProtocol;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.OrderDesk;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderRef;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.RunningCharge;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.record.Kept;
import io.ohmgate.gateway.record.RecordIntake;
import io.ohmgate.gateway.record.RecordStore;
import io.ohmgate.gateway.record.Unkept;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import io.ohmgate.gateway.session.SessionSettings;
import io.ohmgate.gateway.tcp.PileServer;
import io.ohmgate.gateway.tcp.PileServerSettings;
import io.ohmgate.ykc.session.YkcProtocol;
import io.ohmgate.ykc.session.YkcSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The gateway behind a real port, with the protocol on it. Sessions live on the clock that a test gives. */
final class PilePort implements AutoCloseable {
    static final PileNo PILE = new PileNo("32010600019236");
    static final PileNo OTHER = new PileNo("32010600019237");
    static final TradeNo TRADE = new TradeNo("32010600019236012001061803423060");
    private static final ZoneId SITE = ZoneId.of("Asia/Shanghai");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final PileTariff TARIFF =
            new PileTariff(1, 1, Tariff.flat(new Price(new UnitPrice(60_000), new UnitPrice(40_000))));

    final PileDirectory directory = new PileDirectory();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<PileEvent> events = new CopyOnWriteArrayList<>();
    final List<IncomingRecord> kept = new CopyOnWriteArrayList<>();
    final List<Channel> channels = new CopyOnWriteArrayList<>();
    final Map<GunId, RunningCharge> running = new ConcurrentHashMap<>();
    final GatewayParts parts;
    final Gateway gateway;
    private final Scheduler records = Schedulers.newSingle("test-records", true);
    private final LoopResources loops = LoopResources.create("test-pile", 2, true);
    private final DisposableServer server;

    PilePort(GatewayTime time) {
        this(time, YkcSettings.defaults(SITE), RecordIntake.Settings.DEFAULT, Duration.ZERO);
    }

    PilePort(GatewayTime time, YkcSettings settings, RecordIntake.Settings intake, Duration commit) {
        directory.put(entry(PILE));
        directory.put(entry(OTHER));
        parts = new GatewayParts(
                directory,
                SessionSettings.BOOK,
                time,
                SITE,
                meters,
                (guns, piles) -> Mono.empty(),
                topic -> Mono.empty(),
                records);
        RecordStore store = batch -> Mono.delay(commit, records).map(tick -> {
            kept.addAll(batch);
            List<Kept> answers = new ArrayList<>();
            batch.forEach(record -> answers.add(new Kept.First(kept.size())));
            return answers;
        });
        RecordIntake inbox = new RecordIntake(store, intake, Unkept.FORGOTTEN, () -> {}, records, meters);
        gateway = new Gateway(parts, new Desk(), inbox, SITE, "test");
        parts.pileEvents.add(events::add);
        gateway.start();
        YkcProtocol ykc = new YkcProtocol(settings);
        PileProtocol watched = new PileProtocol() {
            @Override
            public String name() {
                return ykc.name();
            }

            @Override
            public void accept(Channel channel, PileGateway to) {
                channels.add(channel);
                ykc.accept(channel, to);
            }

            @Override
            public Optional<RawRecord> record(byte[] frame) {
                return ykc.record(frame);
            }
        };
        PileServer pileServer = new PileServer(
                PileServerSettings.at("127.0.0.1", 0),
                watched,
                gateway,
                parts.sessions::welcomes,
                System::nanoTime,
                meters);
        server = Objects.requireNonNull(pileServer.bind(loops).block(PATIENCE));
    }

    static VirtualTimeScheduler clock() {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        clock.advanceTimeBy(Duration.ofDays(20_000));
        return clock;
    }

    static PileEntry entry(PileNo pileNo) {
        return new PileEntry(pileNo, 7, 70, true, true, PileKind.DC, 2, 120_000, TARIFF);
    }

    WirePile dial(PileNo pileNo, String source) throws IOException {
        return new WirePile(pileNo, server.port(), source);
    }

    WirePile dial(PileNo pileNo, String source, int receiveBytes) throws IOException {
        return new WirePile(pileNo, server.port(), source, receiveBytes);
    }

    int port() {
        return server.port();
    }

    <E extends PileEvent> List<E> told(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** An order of ours runs on gun 1 of the pile. */
    void orderRunsOn(PileNo pileNo) {
        GunId gun = pileNo.gun(1);
        OrderRef order = new OrderRef(new OrderId("0".repeat(26)), 7, 70, gun, TRADE, 1L);
        running.put(
                gun,
                new RunningCharge(
                        order,
                        OrderState.CHARGING,
                        new ChargeLimit.Full(),
                        new Money(5_000),
                        parts.time.wall().instant(),
                        parts.time.wall().instant(),
                        null,
                        null));
    }

    double counted(String name, String tag, String value) {
        return meters.find(name).tag(tag, value).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Override
    public void close() {
        server.disposeNow(PATIENCE);
        gateway.stop(Duration.ZERO).timeout(PATIENCE, records).onErrorComplete().subscribe();
        channels.forEach(channel -> channel.close().syncUninterruptibly());
        loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE);
        records.dispose();
    }

    /** Waits on real time for something that another thread does. */
    static void await(BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen in 10 s");
            }
            Thread.sleep(5);
        }
    }

    private final class Desk implements OrderDesk {
        @Override
        public void reported(SessionId session, PileReport report) {}

        @Override
        public void cameBack(SessionId session) {}

        @Override
        public Optional<RunningCharge> runningOn(GunId gun) {
            return Optional.ofNullable(running.get(gun));
        }
    }
}
