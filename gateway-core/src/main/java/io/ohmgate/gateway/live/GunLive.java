package io.ohmgate.gateway.live;

import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a gun does right now, as far as its pile has told. {@code charge} is there while an order of ours runs on it.
 * {@code reportedAt} is null until the gun reported for the first time since the gateway started.
 */
public record GunLive(
        GunId gun,
        long tenantId,
        long stationId,
        GunState state,
        @Nullable Boolean plugged,
        @Nullable Boolean homed,
        int faultBits,
        Telemetry telemetry,
        @Nullable BatteryLive battery,
        @Nullable ChargeLive charge,
        @Nullable Instant reportedAt) {
    /** A gun of which nothing is known. */
    public static GunLive unknown(GunId gun, long tenantId, long stationId) {
        return new GunLive(gun, tenantId, stationId, GunState.UNKNOWN, null, null, 0, Telemetry.NONE, null, null, null);
    }

    GunLive withState(GunState changed) {
        return new GunLive(
                gun, tenantId, stationId, changed, plugged, homed, faultBits, telemetry, battery, charge, reportedAt);
    }

    GunLive withCharge(@Nullable ChargeLive changed) {
        return new GunLive(
                gun,
                tenantId,
                stationId,
                state,
                plugged,
                homed,
                faultBits,
                telemetry,
                changed == null ? null : battery,
                changed,
                reportedAt);
    }

    GunLive withBattery(BatteryLive changed) {
        return new GunLive(
                gun, tenantId, stationId, state, plugged, homed, faultBits, telemetry, changed, charge, reportedAt);
    }

    /** Whether a person would see another gun than before: not just other values. */
    boolean differsInStateFrom(GunLive before) {
        return state != before.state
                || faultBits != before.faultBits
                || !Objects.equals(plugged, before.plugged)
                || !Objects.equals(homed, before.homed)
                || stateOf(charge) != stateOf(before.charge);
    }

    /** Whether nothing but the time of the report is another. */
    boolean tellsTheSameAs(GunLive other) {
        return !differsInStateFrom(other)
                && telemetry.equals(other.telemetry)
                && Objects.equals(battery, other.battery)
                && Objects.equals(charge, other.charge);
    }

    private static @Nullable OrderState stateOf(@Nullable ChargeLive charge) {
        return charge == null ? null : charge.state();
    }
}
