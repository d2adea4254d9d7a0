package io.ohmgate.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.Channel;
import io.ohmgate.gateway.link.PileGateway;
import io.ohmgate.gateway.link.PileProtocol;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.record.ContentHash;
import io.ohmgate.gateway.record.GatewayStage;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.record.Kept;
import io.ohmgate.gateway.record.RecordIntake;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A8: a record that came while the database was away is kept afterwards, though its pile never repeats it. */
class UnkeptSpoolTest {
    private static final long ROOM = 1 << 20;
    private static final int RECORDS = 500;

    @TempDir
    Path folder;

    private final Set<ContentHash> database = new LinkedHashSet<>();
    private boolean away = true;
    private final AtomicInteger confirmed = new AtomicInteger();

    @Test
    void a8RecordsOfEightMinutesWithoutADatabaseOutliveTheProcess() throws IOException {
        List<IncomingRecord> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            records.add(record(i, i % 7 == 0 ? "another session was charging" : null));
        }
        try (OneProcess first = new OneProcess(ROOM)) {
            for (IncomingRecord record : records) {
                assertThat(first.intake.offer(record, confirmed::incrementAndGet))
                        .isTrue();
                first.time.advanceTimeBy(Duration.ofMinutes(8).dividedBy(RECORDS));
            }
            first.time.advanceTimeBy(Duration.ofSeconds(30));
            assertThat(confirmed).as("nothing is confirmed from the spool").hasValue(0);
            assertThat(first.spool.size()).isEqualTo(RECORDS);
        }
        away = false;
        try (OneProcess second = new OneProcess(ROOM)) {
            assertThat(second.unkept.replay(second.intake, Map.of("test", new Replayed(records))))
                    .isEqualTo(RECORDS);
            second.time.advanceTimeBy(Duration.ofSeconds(30));
            assertThat(database)
                    .containsExactlyElementsOf(
                            records.stream().map(IncomingRecord::hash).toList());
            assertThat(second.spool.size()).isZero();
        }
    }

    @Test
    void anOutageThatIsOutlivedLeavesTheSpoolEmpty() throws IOException {
        try (OneProcess only = new OneProcess(ROOM)) {
            only.intake.offer(record(1, null), confirmed::incrementAndGet);
            only.time.advanceTimeBy(Duration.ofSeconds(30));
            assertThat(only.spool.size()).isEqualTo(1);
            away = false;
            only.time.advanceTimeBy(Duration.ofSeconds(30));
            assertThat(confirmed).hasValue(1);
            assertThat(only.spool.size()).isZero();
        }
    }

    @Test
    void aFullSpoolIsCountedAndLosesNothingThatIsInMemory() throws IOException {
        try (OneProcess only = new OneProcess(100)) {
            only.intake.offer(record(1, null), confirmed::incrementAndGet);
            only.time.advanceTimeBy(Duration.ofSeconds(30));
            assertThat(only.spool.size()).isZero();
            assertThat(only.meters.counter("ohmgate.spool.full").count()).isPositive();
            away = false;
            only.time.advanceTimeBy(Duration.ofSeconds(30));
            assertThat(confirmed).hasValue(1);
        }
    }

    @Test
    void anEntryOfAProtocolThatIsNotSpokenAnyMoreStays() throws IOException {
        try (OneProcess first = new OneProcess(ROOM)) {
            first.intake.offer(record(1, null), confirmed::incrementAndGet);
            first.time.advanceTimeBy(Duration.ofSeconds(1));
        }
        away = false;
        try (OneProcess second = new OneProcess(ROOM)) {
            assertThat(second.unkept.replay(second.intake, Map.of())).isZero();
            assertThat(second.spool.size()).isEqualTo(1);
        }
    }

    private static IncomingRecord record(int number, @Nullable String held) {
        RawRecord raw = GatewayStage.record(new TradeNo("%032d".formatted(number)), 10 + number);
        SessionId session = new SessionId(GatewayStage.PILE, number);
        return held == null
                ? IncomingRecord.of(raw, GatewayStage.START, session, "node")
                : IncomingRecord.held(raw, GatewayStage.START, session, "node", held);
    }

    private Mono<List<Kept>> keep(List<IncomingRecord> batch) {
        return Mono.fromSupplier(() -> {
            if (away) {
                throw new IllegalStateException("the database is away");
            }
            batch.forEach(record -> database.add(record.hash()));
            return batch.stream().<Kept>map(record -> new Kept.First(1)).toList();
        });
    }

    /** What a process has, on a clock that only the test moves; its disk works at once. */
    private final class OneProcess implements AutoCloseable {
        final VirtualTimeScheduler time = VirtualTimeScheduler.create();
        final Scheduler disk = Schedulers.immediate();
        final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        final RecordSpool spool;
        final UnkeptSpool unkept;
        final RecordIntake intake;

        OneProcess(long room) throws IOException {
            spool = RecordSpool.open(folder, room);
            unkept = new UnkeptSpool(spool, disk, meters);
            intake = new RecordIntake(
                    UnkeptSpoolTest.this::keep, RecordIntake.Settings.DEFAULT, unkept, () -> {}, time, meters);
        }

        @Override
        public void close() throws IOException {
            spool.close();
        }
    }

    /** Reads the frames of these records again. */
    private record Replayed(List<IncomingRecord> records) implements PileProtocol {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public void accept(Channel channel, PileGateway gateway) {
            throw new UnsupportedOperationException("nobody connects");
        }

        @Override
        public Optional<RawRecord> record(byte[] frame) {
            return records.stream()
                    .map(IncomingRecord::raw)
                    .filter(raw -> Arrays.equals(raw.frame(), frame))
                    .findFirst();
        }
    }
}
