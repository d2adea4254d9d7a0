package io.ohmgate.gateway.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.campaign.CampaignFleet.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rollouts on virtual time, over the real desk. */
class CampaignRunnerTest {
    private final CampaignFleet fleet = new CampaignFleet(15);

    @Test
    void oneThenTenThenTheRestAndThenItIsOver() {
        fleet.everybodyEnds(Outcome.DONE);
        fleet.approve();
        for (int second = 0; second < 120; second++) {
            fleet.pass(Duration.ofSeconds(1));
            switch (fleet.campaign().wave()) {
                case 1 -> assertThat(fleet.asked()).isLessThanOrEqualTo(1);
                case 2 -> assertThat(fleet.asked()).isBetween(1, 11);
                default -> assertThat(fleet.asked()).isBetween(11, 15);
            }
        }
        assertThat(fleet.asked()).isEqualTo(15);
        assertThat(fleet.campaign().status()).isEqualTo(CampaignStatus.FINISHED);
    }

    @Test
    void nobodyIsAskedBeforeASecondPersonSaidYes() {
        fleet.everybodyEnds(Outcome.DONE);
        fleet.pass(Duration.ofMinutes(5));
        assertThat(fleet.asked()).isZero();
    }

    @Test
    void aFailedCanaryStopsItAndNobodyElseIsAsked() {
        fleet.everybodyEnds(Outcome.DOES_NOT_FIT);
        fleet.approve();
        fleet.pass(Duration.ofMinutes(10));
        assertThat(fleet.asked()).isEqualTo(1);
        assertThat(fleet.campaign().status()).isEqualTo(CampaignStatus.PAUSED);
        assertThat(fleet.campaign().pauseReason()).isEqualTo(PauseReason.TOO_MANY_FAILURES);
        fleet.everybodyEnds(Outcome.DONE);
        fleet.resume();
        fleet.pass(Duration.ofMinutes(2));
        assertThat(fleet.campaign().status()).isEqualTo(CampaignStatus.FINISHED);
        assertThat(fleet.asked()).isEqualTo(15);
    }

    @Test
    void aPileThatNeverAnswersIsAFailureTwoMinutesAfterItsDownload() {
        fleet.everybodyEnds(Outcome.SILENT);
        fleet.approve();
        fleet.pass(Duration.ofMinutes(16));
        assertThat(fleet.campaign().status()).isEqualTo(CampaignStatus.RUNNING);
        fleet.pass(Duration.ofMinutes(2));
        assertThat(fleet.campaign().status()).isEqualTo(CampaignStatus.PAUSED);
    }

    @Test
    void whatWaitsForAPileThatIsAwayIsTakenBackByAPauseAndAskedAgainByTheResume() {
        fleet.everybodyEnds(Outcome.DONE);
        fleet.hangUp(0);
        fleet.approve();
        fleet.pass(Duration.ofSeconds(6));
        fleet.pause();
        fleet.logIn(0);
        fleet.pass(Duration.ofMinutes(1));
        assertThat(fleet.asked()).isZero();
        fleet.resume();
        fleet.pass(Duration.ofMinutes(2));
        assertThat(fleet.campaign().status()).isEqualTo(CampaignStatus.FINISHED);
    }
}
