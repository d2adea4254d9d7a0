package io.ohmgate.api.http.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.card.CardNumbers;
import io.ohmgate.api.card.Vehicle;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A driver's vehicle, its number masked. */
@Schema(name = "Vehicle", description = "车辆；VIN 已脱敏 / A vehicle; its number is masked")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VehicleView(
        String id,
        String name,
        String vin,
        boolean plugAndCharge,
        @Nullable Long dailyCapFen,
        @Nullable Instant blockedAt,
        Instant createdAt) {
    static VehicleView of(Vehicle vehicle) {
        return new VehicleView(
                vehicle.publicId(),
                vehicle.name(),
                CardNumbers.masked(vehicle.vin()),
                vehicle.plugAndCharge(),
                vehicle.dailyCapFen(),
                vehicle.blockedAt(),
                vehicle.createdAt());
    }
}
