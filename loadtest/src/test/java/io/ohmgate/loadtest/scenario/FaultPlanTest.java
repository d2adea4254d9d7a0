package io.ohmgate.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.loadtest.scenario.FaultPlan.Fault;
import io.ohmgate.loadtest.scenario.FaultPlan.Strike;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    @Test
    void theSameSeedStrikesTheSameAndAnotherOneDoesNot() {
        assertThat(FaultPlan.of(7, 3, 600, 20)).isEqualTo(FaultPlan.of(7, 3, 600, 20));
        assertThat(FaultPlan.of(7, 3, 600, 20)).isNotEqualTo(FaultPlan.of(8, 3, 600, 20));
    }

    @Test
    void everyKindOfFaultStrikesInAShortRunAndNeverTheNodeThatHoldsTheDatabase() {
        FaultPlan plan = FaultPlan.of(1, 3, 120, 20);
        assertThat(plan.strikes()).extracting(Strike::fault).containsExactlyInAnyOrder(Fault.values());
        assertThat(plan.strikes()).allSatisfy(strike -> {
            assertThat(strike.node()).isBetween(1, 2);
            assertThat(strike.second() + strike.lastsSeconds()).isLessThan(120);
        });
    }

    @Test
    void aSingleNodeIsNeitherKilledNorPaused() {
        assertThat(FaultPlan.of(1, 1, 300, 20).strikes())
                .extracting(Strike::fault)
                .containsOnly(Fault.PAUSE_REDIS, Fault.PAUSE_DATABASE);
    }
}
