package io.ohmgate.api.http.firmware;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.gateway.campaign.Campaign;
import io.ohmgate.gateway.campaign.CampaignStatus;
import io.ohmgate.gateway.campaign.PauseReason;
import io.ohmgate.gateway.campaign.WaveTally;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rollout and how each of its waves stands. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Campaign")
public record CampaignView(
        String campaignId,
        String name,
        String fileId,
        CampaignStatus status,
        @Nullable PauseReason pauseReason,
        int wave,
        List<Integer> waves,
        int failuresMax,
        boolean whenIdle,
        int downloadTimeoutMinutes,
        String createdBy,
        Instant createdAt,
        @Nullable String approvedBy,
        @Nullable Instant approvedAt,
        @Nullable Instant finishedAt,
        @Nullable List<WaveView> progress) {
    @Schema(name = "CampaignWave")
    public record WaveView(int wave, int piles, int pending, int open, int done, int failed, int skipped) {
        static WaveView of(int wave, WaveTally tally) {
            return new WaveView(
                    wave, tally.total(), tally.pending(), tally.open(), tally.done(), tally.failed(), tally.skipped());
        }
    }

    static CampaignView of(Campaign campaign, @Nullable List<WaveView> progress) {
        return new CampaignView(
                Long.toString(campaign.id()),
                campaign.name(),
                Long.toString(campaign.fileId()),
                campaign.status(),
                campaign.pauseReason(),
                campaign.wave(),
                campaign.waves(),
                campaign.failuresMax(),
                campaign.whenIdle(),
                campaign.downloadTimeoutMinutes(),
                campaign.createdBy(),
                campaign.createdAt(),
                campaign.approvedBy(),
                campaign.approvedAt(),
                campaign.finishedAt(),
                progress);
    }
}
