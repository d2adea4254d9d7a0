package io.ohmgate.api.http.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.http.PriceChangeView;
import io.ohmgate.api.http.PriceView;
import io.ohmgate.api.http.pile.TelemetryView;
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
        TelemetryView telemetry) {}
