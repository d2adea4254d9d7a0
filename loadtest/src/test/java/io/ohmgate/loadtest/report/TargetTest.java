package io.ohmgate.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {
    @Test
    void theMedianCountsNotTheBestRun() {
        assertThat(atMost(2, 1.5, 2.1, 2.2).met()).isFalse();
        assertThat(atMost(2, 1.5, 1.9, 9.0).met()).isTrue();
        assertThat(atMost(2, 1.0, 3.0).median()).isEqualTo(2);
    }

    @Test
    void aRunWithoutAValueIsNotHiddenByTheOthers() {
        assertThat(atMost(2, 1.0, Double.NaN, 1.0).met()).isFalse();
        assertThat(atMost(2).met()).isFalse();
    }

    @Test
    void someFiguresMustBeHigh() {
        assertThat(Target.atLeast("t", "", "", "/s", 8_000, List.of(7_999.0)).met())
                .isFalse();
        assertThat(Target.atLeast("t", "", "", "/s", 8_000, List.of(8_001.0)).met())
                .isTrue();
    }

    private static Target atMost(double limit, Double... values) {
        return Target.atMost("t", "", "", "×", limit, List.of(values));
    }
}
