package io.ohmgate.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A charge under way: energy in 0.0001 kWh, money so far in fen, split. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LiveView(
        @Nullable Instant chargingSince,
        long elapsedSeconds,
        long energy,
        @Nullable Long electricityFen,
        @Nullable Long serviceFen,
        @Nullable Long totalFen,
        @Nullable PriceView priceNow,
        @Nullable PriceChangeView priceNext,
        TelemetryView telemetry,
        @Nullable BatteryView battery) {}
