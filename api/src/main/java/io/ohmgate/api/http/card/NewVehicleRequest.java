package io.ohmgate.api.http.card;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A vehicle to be entered. */
record NewVehicleRequest(
        @NotBlank @Size(max = 17) String vin,
        @NotBlank @Size(max = 60) String name,
        boolean plugAndCharge,
        @Nullable @Min(1) @Max(10_000_000) Long dailyCapFen) {
    @Override
    public String toString() {
        return "NewVehicleRequest";
    }
}
