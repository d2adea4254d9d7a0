package io.ohmgate.api.http.pile;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.live.BatteryLive;
import io.ohmgate.gateway.live.GunLive;
import org.jspecify.annotations.Nullable;

/** Live values of a gun; what was not told is not there. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TelemetryView(
        @Nullable Integer outputDeciVolts,
        @Nullable Integer outputDeciAmperes,
        @Nullable Integer outputWatts,
        @Nullable Integer socPercent,
        @Nullable Integer chargedMinutes,
        @Nullable Integer remainingMinutes,
        @Nullable Integer batteryMaxCelsius,
        @Nullable Integer cableCelsius) {
    public static TelemetryView of(GunLive live) {
        Telemetry told = live.telemetry();
        BatteryLive battery = live.battery();
        Integer soc = told.socPercent();
        Integer remaining = told.remainingMinutes();
        return new TelemetryView(
                told.outputDeciVolts(),
                told.outputDeciAmperes(),
                told.outputWatts(),
                soc == null && battery != null ? battery.socPercent() : soc,
                told.chargedMinutes(),
                remaining == null && battery != null ? battery.remainingMinutes() : remaining,
                told.batteryMaxCelsius(),
                told.cableCelsius());
    }
}
