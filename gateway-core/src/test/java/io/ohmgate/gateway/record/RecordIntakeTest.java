package io.ohmgate.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A1: no confirmation before its commit, whatever the store does. */
class RecordIntakeTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<List<IncomingRecord>> batches = new ArrayList<>();
    private final List<Integer> confirmed = new ArrayList<>();
    private final AtomicInteger nudges = new AtomicInteger();
    private Function<List<IncomingRecord>, Mono<List<Kept>>> behaviour = RecordIntakeTest::kept;
    private final RecordIntake intake = intake(RecordIntake.Settings.DEFAULT);

    private RecordIntake intake(RecordIntake.Settings settings) {
        return new RecordIntake(
                batch -> {
                    batches.add(batch);
                    return behaviour.apply(batch);
                },
                settings,
                Unkept.FORGOTTEN,
                nudges::incrementAndGet,
                time,
                new SimpleMeterRegistry());
    }

    private static Mono<List<Kept>> kept(List<IncomingRecord> batch) {
        return Mono.fromSupplier(
                () -> batch.stream().<Kept>map(record -> new Kept.First(1)).toList());
    }

    private static IncomingRecord record(int number) {
        TradeNo tradeNo = new TradeNo(String.format("%032d", number));
        return IncomingRecord.of(
                GatewayStage.record(tradeNo, 10), GatewayStage.START, new SessionId(GatewayStage.PILE, 1), "node");
    }

    private boolean offer(RecordIntake to, int number) {
        return to.offer(record(number), () -> confirmed.add(number));
    }

    @Test
    void nothingIsConfirmedBeforeTheCommitHasAnswered() {
        Sinks.One<List<Kept>> commit = Sinks.one();
        behaviour = batch -> commit.asMono();
        offer(intake, 1);
        time.advanceTimeBy(Duration.ofMillis(400));
        assertThat(batches).hasSize(1);
        assertThat(confirmed).isEmpty();
        commit.tryEmitValue(List.of(new Kept.First(1)));
        time.advanceTimeBy(MOMENT);
        assertThat(confirmed).containsExactly(1);
        assertThat(nudges).hasValue(1);
    }

    @Test
    void aStoreThatNeverAnswersIsNeverConfirmed() {
        behaviour = batch -> Mono.never();
        offer(intake, 1);
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(confirmed).isEmpty();
        assertThat(batches.size()).as("it is tried again and again").isGreaterThan(100);
    }

    @Test
    void aStoreThatFailsIsTriedAgainUntilItKeeps() {
        behaviour = batch -> Mono.error(new IllegalStateException("down"));
        offer(intake, 1);
        time.advanceTimeBy(Duration.ofMinutes(8));
        assertThat(confirmed).isEmpty();
        behaviour = RecordIntakeTest::kept;
        time.advanceTimeBy(RecordIntake.Settings.DEFAULT.lastRetry());
        assertThat(confirmed).containsExactly(1);
    }

    @Test
    void aStoreThatAnswersForTooFewIsNotBelieved() {
        behaviour = batch -> Mono.just(List.of());
        offer(intake, 1);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(confirmed).isEmpty();
    }

    @Test
    void aStoreThatThrowsIsLikeOneThatFails() {
        behaviour = batch -> {
            throw new IllegalStateException("no pool");
        };
        offer(intake, 1);
        time.advanceTimeBy(Duration.ofSeconds(1));
        behaviour = RecordIntakeTest::kept;
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(confirmed).containsExactly(1);
    }

    @Test
    void aCommitThatSucceedsAfterItWasGivenUpConfirmsOnce() {
        Sinks.One<List<Kept>> late = Sinks.one();
        behaviour = batch -> late.asMono();
        offer(intake, 1);
        time.advanceTimeBy(RecordIntake.Settings.DEFAULT.patience());
        late.tryEmitValue(List.of(new Kept.First(1)));
        behaviour = batch -> Mono.just(List.of(new Kept.Repeated(1)));
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(confirmed).containsExactly(1);
    }

    @Test
    void whatComesInWhileACommitRunsSharesTheNextOne() {
        Sinks.One<List<Kept>> first = Sinks.one();
        behaviour = batch -> first.asMono();
        offer(intake, 0);
        time.advanceTimeBy(MOMENT);
        for (int i = 1; i <= 2_450; i++) {
            offer(intake, i);
        }
        behaviour = RecordIntakeTest::kept;
        first.tryEmitValue(List.of(new Kept.First(1)));
        time.advanceTimeBy(MOMENT);
        assertThat(batches).extracting(List::size).containsExactly(1, 1_000, 1_000, 450);
        assertThat(confirmed).hasSize(2_451);
    }

    @Test
    void aRecordThatCannotBeKeptHoldsUpNoOther() {
        behaviour = batch ->
                batch.stream().anyMatch(record -> record.tradeNo().digits().endsWith("13"))
                        ? Mono.error(new IllegalStateException("poison"))
                        : kept(batch);
        for (int i = 0; i < 100; i++) {
            offer(intake, i);
        }
        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(confirmed).hasSize(99).doesNotContain(13);
    }

    @Test
    void aFullInboxRefusesAndCallsWhenThereIsRoom() {
        RecordIntake small = intake(new RecordIntake.Settings(
                4, 200, Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(5)));
        Sinks.Empty<List<Kept>> commit = Sinks.empty();
        behaviour = batch -> commit.asMono().then(kept(batch));
        for (int i = 0; i < 4; i++) {
            assertThat(offer(small, i)).isTrue();
        }
        assertThat(offer(small, 4)).isFalse();
        AtomicBoolean room = new AtomicBoolean();
        small.whenRoom(() -> room.set(true));
        time.advanceTimeBy(MOMENT);
        assertThat(room).isFalse();
        commit.tryEmitEmpty();
        time.advanceTimeBy(MOMENT);
        assertThat(room).isTrue();
        assertThat(confirmed).containsExactly(0, 1, 2, 3);
        assertThat(offer(small, 4)).isTrue();
    }

    @Test
    void aConfirmationThatThrowsDoesNotSilenceTheOthers() {
        Sinks.Empty<List<Kept>> commit = Sinks.empty();
        behaviour = batch -> commit.asMono().then(kept(batch));
        intake.offer(record(1), () -> {
            throw new IllegalStateException("the link is gone");
        });
        offer(intake, 2);
        time.advanceTimeBy(MOMENT);
        commit.tryEmitEmpty();
        time.advanceTimeBy(MOMENT);
        assertThat(confirmed).containsExactly(2);
        offer(intake, 3);
        time.advanceTimeBy(MOMENT);
        assertThat(confirmed).containsExactly(2, 3);
    }

    @Test
    void closingWaitsForWhatWasTakenAndTakesNoMore() {
        Sinks.One<List<Kept>> commit = Sinks.one();
        behaviour = batch -> commit.asMono();
        offer(intake, 1);
        time.advanceTimeBy(MOMENT);
        AtomicBoolean done = new AtomicBoolean();
        intake.close().subscribe(nothing -> {}, error -> {}, () -> done.set(true));
        assertThat(offer(intake, 2)).isFalse();
        assertThat(done).isFalse();
        commit.tryEmitValue(List.of(new Kept.First(1)));
        time.advanceTimeBy(MOMENT);
        assertThat(done).isTrue();
        assertThat(confirmed).containsExactly(1);
    }

    @Test
    void whoWaitsForRoomWithAClosedIntakeIsNotCalledForEver() {
        AtomicInteger calls = new AtomicInteger();
        intake.close().subscribe();
        intake.whenRoom(() -> {
            if (calls.incrementAndGet() < 100) {
                intake.whenRoom(calls::incrementAndGet);
            }
        });
        time.advanceTimeBy(MOMENT);
        assertThat(calls).hasValue(0);
    }
}
