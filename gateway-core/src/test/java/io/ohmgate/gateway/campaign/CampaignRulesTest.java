package io.ohmgate.gateway.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CampaignRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void pilesAreDealtToOneThenTenThenAll() {
        List<Integer> waves = Waves.deal(Campaign.WAVES_DEFAULT, 100);
        assertThat(waves.subList(0, 1)).containsOnly(1);
        assertThat(waves.subList(1, 11)).containsOnly(2);
        assertThat(waves.subList(11, 100)).containsOnly(3);
        assertThat(Waves.deal(List.of(2, 3), 9)).containsExactly(1, 1, 2, 2, 2, 2, 2, 2, 2);
        assertThat(Waves.deal(List.of(0), 3)).containsOnly(1);
        assertThatThrownBy(() -> Waves.check(List.of(0, 5))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Waves.check(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoPlannedItDoesNotApproveIt() {
        assertThatThrownBy(() -> planned(0).approved("staff:1", NOW)).isInstanceOf(Campaign.SamePersonException.class);
        assertThat(planned(0).approved("staff:2", NOW).status()).isEqualTo(CampaignStatus.RUNNING);
        assertThatThrownBy(() -> planned(0).approved("staff:2", NOW).approved("staff:3", NOW))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void failuresBeyondTheLimitPauseItBeforeAnythingElseHappens() {
        Campaign running = planned(1).approved("staff:2", NOW);
        assertThat(CampaignRules.next(running, new WaveTally(0, 0, 9, 1, 0), true))
                .isEqualTo(CampaignRules.Next.NEXT_WAVE);
        assertThat(CampaignRules.next(running, new WaveTally(3, 4, 1, 2, 0), true))
                .isEqualTo(CampaignRules.Next.PAUSE);
        assertThat(CampaignRules.next(running, new WaveTally(0, 0, 8, 2, 0), true))
                .isEqualTo(CampaignRules.Next.PAUSE);
    }

    @Test
    void whoeverResumesItForgivesWhatHasFailedSoFarButNoMore() {
        Campaign resumed = planned(0)
                .approved("staff:2", NOW)
                .paused(PauseReason.TOO_MANY_FAILURES)
                .resumed(2);
        assertThat(CampaignRules.next(resumed, new WaveTally(1, 1, 0, 2, 0), true))
                .isEqualTo(CampaignRules.Next.GO_ON);
        assertThat(CampaignRules.next(resumed, new WaveTally(1, 1, 0, 3, 0), true))
                .isEqualTo(CampaignRules.Next.PAUSE);
        assertThat(resumed.nextWave().forgiven()).isZero();
    }

    @Test
    void aWaveIsOverWhenEveryPileOfItIs() {
        Campaign running = planned(0).approved("staff:2", NOW);
        assertThat(CampaignRules.next(running, new WaveTally(0, 1, 9, 0, 0), true))
                .isEqualTo(CampaignRules.Next.GO_ON);
        assertThat(CampaignRules.next(running, new WaveTally(0, 0, 9, 0, 1), false))
                .isEqualTo(CampaignRules.Next.FINISH);
    }

    static Campaign planned(int failuresMax) {
        return new Campaign(
                5,
                7,
                "v9",
                3,
                Campaign.WAVES_DEFAULT,
                failuresMax,
                true,
                15,
                CampaignStatus.WAITING_APPROVAL,
                null,
                0,
                0,
                "staff:1",
                NOW,
                null,
                null,
                null,
                1);
    }
}
