package io.ohmgate.api.http.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.gateway.link.PileReport.LockAlarm;
import io.ohmgate.gateway.link.PileReport.LockPosition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pile was last told and what it shows of it: its work mode, its clock, its parking locks, its QR codes, and what is
 * still under way. What was never told or seen is left out.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PileControls(
        String pileNo,
        @Nullable WorkMode workMode,
        @Nullable Clock clock,
        List<GroundLock> groundLocks,
        PriceShown priceShown,
        @Nullable QrOptionView qr,
        List<OperationView> open) {
    public PileControls {
        groundLocks = List.copyOf(groundLocks);
        open = List.copyOf(open);
    }

    /**
     * Whether the pile's screen can be believed. {@code byPlatform} (以平台结算为准): it refused the tariff, or of its last
     * thirty days' bills some differed from what it showed.
     */
    public record PriceShown(boolean byPlatform, long billsThatDiffered, boolean tariffRefused, int days) {}

    /** As the pile last said yes to. */
    public record WorkMode(
            boolean locked, int maxPowerPercent, @Nullable Instant since, String setBy) {}

    /** {@code driftMs} is positive if the pile was ahead of the platform when it was last set. */
    public record Clock(long driftMs, boolean alarming, long alarmFromMs, Instant measuredAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record GroundLock(
            String gunId,
            LockPosition position,
            @Nullable Boolean carPresent,
            @Nullable Integer batteryPercent,
            boolean batteryLow,
            LockAlarm alarm,
            Instant reportedAt) {}
}
