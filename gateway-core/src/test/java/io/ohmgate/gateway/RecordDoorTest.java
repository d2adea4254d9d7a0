package io.ohmgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.record.GatewayStage;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.record.RecordInbox;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.SessionSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class RecordDoorTest {
    private static final int TOO_MANY = 7;
    private static final TradeNo TRADE_NO = new TradeNo("32010200000001012603010000000001");
    private static final SessionId SESSION = new SessionId(GatewayStage.GUN.pileNo(), 1);

    private final Scheduler timer = Schedulers.newSingle("test-timer", true);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FullInbox inbox = new FullInbox();
    private final GatewayParts parts = new GatewayParts(
            new PileDirectory(),
            SessionSettings.BOOK,
            GatewayTime.system(timer),
            ZoneId.of("Asia/Shanghai"),
            meters,
            (guns, piles) -> Mono.empty(),
            topic -> Mono.empty(),
            timer);
    private final RecordDoor door = new RecordDoor(
            parts,
            inbox,
            "test",
            new EdgeCounters(meters),
            new TakeoverWitness(parts.directory, gun -> null, Duration.ZERO),
            (session, kind, detail) -> {});

    @AfterEach
    void stop() {
        timer.dispose();
    }

    @Test
    void recordsThatWaitForRoomHaveAnEndAndThoseWhoWaitAreKeptLater() {
        RawRecord record = GatewayStage.record(TRADE_NO, 1_000);
        for (int i = 0; i < RecordDoor.WAITING_MAX + TOO_MANY; i++) {
            door.record(SESSION, record, confirmation -> {});
        }

        assertThat(inbox.forRoom).hasSize(RecordDoor.WAITING_MAX);
        assertThat(door.unconfirmed()).isEqualTo(RecordDoor.WAITING_MAX);
        assertThat(meters.find("ohmgate.edge.paused").counters().stream()
                        .filter(counter -> counter.getId().getTags().stream()
                                .anyMatch(tag -> tag.getValue().equals("too-many-wait")))
                        .mapToDouble(counter -> counter.count())
                        .sum())
                .isEqualTo(TOO_MANY);

        inbox.hasRoom = true;
        while (!inbox.forRoom.isEmpty()) {
            inbox.forRoom.remove().run();
        }
        assertThat(inbox.kept).isEqualTo(RecordDoor.WAITING_MAX);
        assertThat(door.unconfirmed()).isZero();

        inbox.hasRoom = false;
        door.record(SESSION, record, confirmation -> {});
        assertThat(inbox.forRoom)
                .as("whoever comes after the outage may wait again")
                .hasSize(1);
    }

    /** As while the database is away. */
    private static final class FullInbox implements RecordInbox {
        private final Deque<Runnable> forRoom = new ArrayDeque<>();
        private boolean hasRoom;
        private int kept;

        @Override
        public boolean offer(IncomingRecord record, Runnable onKept) {
            if (hasRoom) {
                kept++;
                onKept.run();
            }
            return hasRoom;
        }

        @Override
        public void whenRoom(Runnable task) {
            forRoom.add(task);
        }
    }
}
