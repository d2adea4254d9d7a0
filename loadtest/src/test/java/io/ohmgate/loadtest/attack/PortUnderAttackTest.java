package io.ohmgate.loadtest.attack;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ohmgate.gateway.Gateway;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.order.OrderDesk;
import io.ohmgate.gateway.order.RunningCharge;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.record.RecordInbox;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import io.ohmgate.gateway.session.SessionSettings;
import io.ohmgate.gateway.tcp.PileServer;
import io.ohmgate.gateway.tcp.PileServerSettings;
import io.ohmgate.ykc.session.YkcProtocol;
import io.ohmgate.ykc.session.YkcSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;

/** The attack of the load test, short, at a gateway in this process. The long one runs against the whole product. */
class PortUnderAttackTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SECONDS = Duration.ofSeconds(Integer.getInteger("ohmgate.attack.seconds", 4));
    private static final long NOISE_MICROS = 250_000;
    private static final ZoneId SITE = ZoneId.of("Asia/Shanghai");

    @Test
    void nobodyIsLetInNothingIsLoggedAsAnErrorAndOtherPilesHeartbeatsAreUnchanged() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        ((Logger) LoggerFactory.getLogger("io")).addAppender(log);
        Scheduler timer = Schedulers.newSingle("test-timer", true);
        LoopResources loops = LoopResources.create("test-pile", 2, true);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        PileDirectory directory = new PileDirectory();
        List<PileNo> good = List.of(new PileNo("99000000000001"), new PileNo("99000000000002"));
        good.forEach(pile -> directory.put(new PileEntry(pile, 1, 1, true, true, PileKind.DC, 2, 60_000, null)));
        GatewayParts parts = new GatewayParts(
                directory,
                SessionSettings.BOOK,
                GatewayTime.system(timer),
                SITE,
                meters,
                (guns, piles) -> Mono.empty(),
                topic -> Mono.empty(),
                timer);
        Gateway gateway = new Gateway(parts, new NoOrders(), new NoRecords(), SITE, "test");
        gateway.start();
        PileServer server = new PileServer(
                PileServerSettings.at("127.0.0.1", 0),
                new YkcProtocol(YkcSettings.defaults(SITE)),
                gateway,
                parts.sessions::welcomes,
                System::nanoTime,
                meters);
        DisposableServer bound = Objects.requireNonNull(server.bind(loops).block(PATIENCE));
        InetSocketAddress port = new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.port());
        try (Heartbeats beats = Heartbeats.start(port, good)) {
            Thread.sleep(500);
            beats.phaseOver();
            Thread.sleep(2_000);
            Histogram before = beats.phaseOver();
            Attack.Result result = new Attack(port, SECONDS, 400, good.getFirst(), 1).run();
            Histogram during = beats.phaseOver();
            Thread.sleep(2_000);
            Histogram after = beats.phaseOver();
            assertThat(result.numbersTried()).isEqualTo(400);
            assertThat(result.letIn()).isZero();
            assertThat(parts.sessions.openSessions()).isEqualTo(good.size());
            assertThat(meters.counter("ohmgate.sessions.logins", "result", "accepted")
                            .count())
                    .isEqualTo(good.size());
            assertThat(beats.lost()).isZero();
            assertThat(result.refused().get(Attack.Kind.STUBBORN_GUESSER)).isPositive();
            assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.ERROR));
            // Attackers, gateway and good piles share this process and few cores: the long run measures, this one
            // guards.
            long quiet = Math.max(before.getValueAtPercentile(99), after.getValueAtPercentile(99));
            assertThat(during.getValueAtPercentile(99))
                    .as("p99 in µs; quiet %d", quiet)
                    .isLessThan(4 * quiet + NOISE_MICROS);
        } finally {
            bound.disposeNow(PATIENCE);
            gateway.stop(Duration.ZERO).block(PATIENCE);
            loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE);
            timer.dispose();
            ((Logger) LoggerFactory.getLogger("io")).detachAppender(log);
        }
    }

    private static final class NoOrders implements OrderDesk {
        @Override
        public void reported(SessionId session, PileReport report) {}

        @Override
        public void cameBack(SessionId session) {}

        @Override
        public Optional<RunningCharge> runningOn(GunId gun) {
            return Optional.empty();
        }
    }

    private static final class NoRecords implements RecordInbox {
        @Override
        public boolean offer(IncomingRecord record, Runnable onKept) {
            return true;
        }

        @Override
        public void whenRoom(Runnable task) {}
    }
}
