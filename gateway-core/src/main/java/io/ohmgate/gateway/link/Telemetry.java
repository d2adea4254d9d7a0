package io.ohmgate.gateway.link;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import org.jspecify.annotations.Nullable;

/** Live values of a gun. Null means "not told", which is not zero. */
public record Telemetry(
        @Nullable Integer outputDeciVolts,
        @Nullable Integer outputDeciAmperes,
        @Nullable Integer cableCelsius,
        @Nullable Integer socPercent,
        @Nullable Integer batteryMaxCelsius,
        @Nullable Integer chargedMinutes,
        @Nullable Integer remainingMinutes,
        @Nullable Energy charged,
        @Nullable Amount pileAmount) {
    public static final Telemetry NONE = new Telemetry(null, null, null, null, null, null, null, null, null);

    /** The output power in watts, or null if voltage or current were not told. */
    public @Nullable Integer outputWatts() {
        if (outputDeciVolts == null || outputDeciAmperes == null) {
            return null;
        }
        return Math.toIntExact((long) outputDeciVolts * outputDeciAmperes / 100);
    }
}
