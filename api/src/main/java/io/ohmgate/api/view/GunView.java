package io.ohmgate.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.pile.GunState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gun as it is now. Somebody's charge is nobody else's business: only those who run the place see values and
 * {@code charge} through a gun, a driver sees them through the order.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GunView(
        String gunId,
        String pileNo,
        int gunNo,
        String stationId,
        GunState state,
        @Nullable Boolean plugged,
        @Nullable Boolean homed,
        @Nullable Integer faultBits,
        @Nullable List<CodeView> faults,
        @Nullable Instant reportedAt,
        @Nullable TelemetryView telemetry,
        @Nullable String orderId,
        @Nullable LiveView charge) {
    /** For those who run the place. */
    static GunView full(GunLive gun, @Nullable LiveView charge) {
        return of(gun, gun.faultBits(), TelemetryView.of(gun), charge);
    }

    /** For everybody. */
    static GunView open(GunLive gun) {
        return of(gun, null, null, null);
    }

    private static GunView of(
            GunLive gun, @Nullable Integer faultBits, @Nullable TelemetryView telemetry, @Nullable LiveView charge) {
        return new GunView(
                gun.gun().digits(),
                gun.gun().pileNo().digits(),
                gun.gun().gunNo(),
                Long.toString(gun.stationId()),
                gun.state(),
                gun.plugged(),
                gun.homed(),
                faultBits,
                faultBits == null ? null : CodeView.faults(faultBits),
                gun.reportedAt(),
                telemetry,
                charge == null || gun.charge() == null
                        ? null
                        : gun.charge().order().orderId().text(),
                charge);
    }
}
