package io.ohmgate.api.http.card;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** What may be spent a day; null for no cap. */
record CapRequest(@Nullable @Min(1) @Max(10_000_000) Long dailyCapFen) {}
