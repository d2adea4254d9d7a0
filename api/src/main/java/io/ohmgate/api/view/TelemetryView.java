package io.ohmgate.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.live.BatteryLive;
import io.ohmgate.gateway.live.GunLive;
import org.jspecify.annotations.Nullable;

/** Live values of a gun. What the pile does not tell is left out, which is not zero. */
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
    public static TelemetryView of(GunLive gun) {
        Telemetry told = gun.telemetry();
        BatteryLive battery = gun.battery();
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
