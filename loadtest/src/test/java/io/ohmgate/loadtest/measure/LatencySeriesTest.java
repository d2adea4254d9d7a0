package io.ohmgate.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencySeriesTest {
    private static final long START = 1_000_000_000_000L;

    @Test
    void aSampleBelongsToTheStepInWhichItWasDueHoweverLateItsAnswerIs() {
        LatencySeries series = LatencySeries.of(START, 10);
        series.record(at(2_100), at(7_100));
        Latency digest = series.digest();
        assertThat(digest.points()).hasSize(1);
        assertThat(digest.points().getFirst().second()).isEqualTo(2);
        assertThat(digest.p50()).isCloseTo(5_000, within(10.0));
    }

    @Test
    void whatTwoLoopsRecordedAddsUpToWhatOneWouldHave() {
        LatencySeries one = LatencySeries.of(START, 10);
        LatencySeries two = LatencySeries.of(START, 10);
        LatencySeries both = LatencySeries.of(START, 10);
        for (int i = 0; i < 1_000; i++) {
            long due = at(i * 10L);
            long answered = due + TimeUnit.MICROSECONDS.toNanos(100 + i);
            (i % 2 == 0 ? one : two).record(due, answered);
            both.record(due, answered);
        }
        one.add(two);
        assertThat(one.digest()).isEqualTo(both.digest());
        assertThat(one.digest().p50()).isCloseTo(0.6, within(0.01));
        assertThat(one.digest().points()).hasSize(10);
    }

    @Test
    void anotherProcessReadsWhatThisOneWrote() {
        LatencySeries series = LatencySeries.of(START, 3);
        series.record(at(100), at(103));
        series.record(at(1_200), at(1_900));
        assertThat(LatencySeries.of(series.encoded()).digest()).isEqualTo(series.digest());
    }

    @Test
    void aLongRunHasLongerStepsInsteadOfMoreOfThem() {
        LatencySeries series = LatencySeries.of(START, 7_200);
        series.record(at(7_199_000), at(7_199_001));
        assertThat(series.digest().stepSeconds()).isEqualTo(8);
        assertThat(series.digest().points().getFirst().second()).isEqualTo(7_192);
    }

    private static long at(long millis) {
        return START + TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
