package io.ohmgate.gateway.calm;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalmTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<Signal, Long> shown = new EnumMap<>(Signal.class);
    private final List<String> changes = new ArrayList<>();
    private long nanos;
    private final Calm calm = new Calm(() -> nanos, InstantSource.system(), meters);

    CalmTest() {
        for (Signal signal : Signal.values()) {
            calm.reads(signal, () -> shown.getOrDefault(signal, 0L));
        }
        calm.onChange((before, after) -> changes.add(before.number() + "→" + after.number()));
    }

    @Test
    void eachSignalAloneRaisesTheLevelAtEachOfItsMarks() {
        for (Signal signal : Signal.values()) {
            for (int number = 1; number <= 5; number++) {
                LevelMeter meter = new LevelMeter();
                long mark = signal.marks().get(number - 1);
                if (mark == Long.MAX_VALUE) {
                    continue;
                }
                assertThat(settled(meter, Map.of(signal, mark - 1)).number())
                        .as("%s just below mark %d", signal, number)
                        .isEqualTo(number - 1);
                assertThat(settled(new LevelMeter(), Map.of(signal, mark)).number())
                        .as("%s at mark %d", signal, number)
                        .isEqualTo(number);
            }
        }
    }

    private static Level settled(LevelMeter meter, Map<Signal, Long> readings) {
        Level level = Level.CALM;
        for (int i = 0; i <= 10; i++) {
            level = meter.look(i * LevelMeter.EVERY.toNanos(), readings).level();
        }
        return level;
    }

    @Test
    void onePauseOfFourHundredMillisecondsChangesNothing() {
        shows(Signal.LOOP_LAG, 60_000);
        pass(Duration.ofMillis(400));
        shows(Signal.LOOP_LAG, 0);
        pass(Duration.ofSeconds(1));
        assertThat(calm.level()).isEqualTo(Level.CALM);
        assertThat(changes).isEmpty();
    }

    @Test
    void itRisesAtOnceToWhatHalfASecondAskedForAndFallsOneStepInTenSeconds() {
        shows(Signal.LOOP_LAG, 2_500);
        pass(Duration.ofMillis(600));
        assertThat(calm.level()).isEqualTo(Level.NO_NEW_STARTS);
        shows(Signal.LOOP_LAG, 0);
        for (int number = 4; number >= 0; number--) {
            pass(Duration.ofMillis(9_800));
            assertThat(calm.level().number()).isEqualTo(number + 1);
            pass(Duration.ofMillis(200));
            assertThat(calm.level().number()).isEqualTo(number);
        }
        assertThat(changes).containsExactly("0→5", "5→4", "4→3", "3→2", "2→1", "1→0");
    }

    @Test
    void fiftySecondsAfterTheLoadItIsBackAtZero() {
        shows(Signal.RECORD_AGE, 6_000);
        pass(Duration.ofSeconds(30));
        shows(Signal.RECORD_AGE, 0);
        pass(Duration.ofSeconds(51));
        assertThat(calm.level()).isEqualTo(Level.CALM);
    }

    @Test
    void aLoadThatComesAndGoesEverySecondsKeepsItUp() {
        for (int second = 0; second < 60; second++) {
            shows(Signal.LOOP_LAG, second % 2 == 0 ? 1_600 : 0);
            pass(Duration.ofSeconds(1));
        }
        assertThat(changes).as("no flapping").containsExactly("0→3");
    }

    @Test
    void classesGiveWayFromTheLastToTheFirstAndClassZeroNever() {
        List<Work> order = new ArrayList<>();
        for (Level level : Level.values()) {
            raise(level);
            for (Work work :
                    List.of(Work.REPORTS, Work.DETAIL_HISTORY, Work.LIVE_VALUES, Work.ORDER_UPDATES, Work.NEW_STARTS)) {
                if (refusesMost(work) && !order.contains(work)) {
                    order.add(work);
                }
            }
            assertThat(calm.admits(Work.RECORDS_STOPS_MONEY)).isTrue();
            assertThat(calm.admits(Work.HEARTBEATS)).isTrue();
        }
        assertThat(order)
                .containsExactly(
                        Work.REPORTS, Work.DETAIL_HISTORY, Work.LIVE_VALUES, Work.ORDER_UPDATES, Work.NEW_STARTS);
    }

    @Test
    void detailIsSampledFirstThenDroppedAndEachThatIsMissingIsCounted() {
        raise(Level.LESS_DETAIL);
        long kept = 0;
        for (int i = 0; i < 1_000; i++) {
            kept += calm.admits(Work.DETAIL_HISTORY) ? 1 : 0;
        }
        assertThat(kept).isEqualTo(1_000 / Level.SAMPLE);
        assertThat(calm.view().shed()).containsEntry(Work.DETAIL_HISTORY, 1_000 - kept);
        raise(Level.SLOWER_LIVE);
        assertThat(calm.admits(Work.DETAIL_HISTORY)).isFalse();
    }

    @Test
    void aSlowDatabaseDoesNotSendPilesAwayButALateNodeDoes() {
        shows(Signal.RECORD_AGE, 60_000);
        shows(Signal.CRITICAL_POOL_WAIT, 1_000);
        pass(Duration.ofSeconds(1));
        assertThat(calm.level()).isEqualTo(Level.NO_NEW_STARTS);
        assertThat(calm.ownLevel()).isEqualTo(Level.CALM);
        shows(Signal.LOOP_LAG, 3_000);
        pass(Duration.ofSeconds(1));
        assertThat(calm.ownLevel()).isEqualTo(Level.NO_NEW_STARTS);
    }

    @Test
    void theLevelAndItsSignalsAreMetrics() {
        shows(Signal.HEAP_AFTER_GC, 86);
        pass(Duration.ofSeconds(1));
        assertThat(meters.get("ohmgate.overload.level").gauge().value()).isEqualTo(3);
        assertThat(meters.get("ohmgate.overload.signal")
                        .tag("signal", "heap_after_gc")
                        .gauge()
                        .value())
                .isEqualTo(86);
        assertThat(calm.view().cause()).isEqualTo(Signal.HEAP_AFTER_GC);
    }

    private boolean refusesMost(Work work) {
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            refused += calm.admits(work) ? 0 : 1;
        }
        return refused > 50;
    }

    private void raise(Level level) {
        shows(Signal.LOOP_LAG, level == Level.CALM ? 0 : Signal.LOOP_LAG.marks().get(level.number() - 1));
        pass(Duration.ofSeconds(1));
        assertThat(calm.level()).isEqualTo(level);
    }

    private void shows(Signal signal, long reading) {
        shown.put(signal, reading);
    }

    private void pass(Duration time) {
        for (long looked = 0; looked < time.toMillis(); looked += LevelMeter.EVERY.toMillis()) {
            nanos += LevelMeter.EVERY.toNanos();
            calm.look();
        }
    }
}
