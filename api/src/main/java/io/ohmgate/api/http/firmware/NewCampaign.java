package io.ohmgate.api.http.firmware;

import io.ohmgate.gateway.campaign.Campaign;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rollout. Without {@code pileNos} and {@code stationId} it is for every pile that the file fits. */
public record NewCampaign(
        @NotBlank @Size(max = 120) String name,
        @NotNull @Pattern(regexp = "[1-9][0-9]{0,17}") String fileId,
        @Nullable @Pattern(regexp = "[1-9][0-9]{0,17}") String stationId,

        @Schema(description = "指定桩，按所给顺序分批 / these piles, the first ones first") @Nullable @Size(min = 1, max = 1000)
        List<@NotNull @Pattern(regexp = "[0-9]{14}") String> pileNos,

        @Nullable @Min(1) @Max(2000) Integer leastKw,
        @Nullable @Min(1) @Max(2000) Integer mostKw,

        @Schema(
                description = "各批台数，0 为其余全部；缺省 1、10、0 / size of each wave, 0 for all that are left",
                example = "[1, 10, 0]")
        @Nullable
        @Size(min = 1, max = Campaign.WAVES_MAX)
        List<@NotNull @Min(0) @Max(20000) Integer> waves,

        @Schema(description = "一批内失败超过此数即自动暂停，缺省 0 / failures in a wave beyond this pause it by itself")
        @Nullable
        @Min(0)
        @Max(20000)
        Integer failuresMax,

        @Nullable Boolean whenIdle,
        @Nullable @Min(1) @Max(30) Integer downloadTimeoutMinutes) {}
