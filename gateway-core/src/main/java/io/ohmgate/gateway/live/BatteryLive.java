package io.ohmgate.gateway.live;

import io.ohmgate.gateway.link.PileReport.BatteryReported;
import org.jspecify.annotations.Nullable;

/** What the vehicle asks for and measures while a DC charge runs. Null means "not told". */
public record BatteryLive(
        @Nullable Integer demandDeciVolts,
        @Nullable Integer demandDeciAmperes,
        @Nullable Integer socPercent,
        @Nullable Integer remainingMinutes,
        @Nullable Integer maxCelsius,
        @Nullable Integer minCelsius) {
    private static final BatteryLive NOTHING = new BatteryLive(null, null, null, null, null, null);

    /** The battery talks in two kinds of frame, each of which knows a half: what one does not tell stays as it was. */
    static BatteryLive merged(@Nullable BatteryLive before, BatteryReported report) {
        BatteryLive old = before == null ? NOTHING : before;
        return new BatteryLive(
                either(report.demandDeciVolts(), old.demandDeciVolts),
                either(report.demandDeciAmperes(), old.demandDeciAmperes),
                either(report.socPercent(), old.socPercent),
                either(report.remainingMinutes(), old.remainingMinutes),
                either(report.batteryMaxCelsius(), old.maxCelsius),
                either(report.batteryMinCelsius(), old.minCelsius));
    }

    private static @Nullable Integer either(@Nullable Integer told, @Nullable Integer before) {
        return told == null ? before : told;
    }
}
