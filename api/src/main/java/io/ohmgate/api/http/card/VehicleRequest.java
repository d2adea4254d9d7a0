package io.ohmgate.api.http.card;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What a driver says of a vehicle; the number only when it is entered. */
record VehicleRequest(
        @NotBlank @Size(max = 60) String name,
        boolean plugAndCharge,
        @Nullable @Min(1) @Max(10_000_000) Long dailyCapFen) {}
