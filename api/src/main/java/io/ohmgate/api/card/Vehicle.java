package io.ohmgate.api.card;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A driver's vehicle. {@code plugAndCharge} is the driver's own wish that plugging in starts the charge (即插即充). */
public record Vehicle(
        long id,
        String publicId,
        long tenantId,
        long driverId,
        String vin,
        String name,
        boolean plugAndCharge,
        @Nullable Long dailyCapFen,
        @Nullable Instant blockedAt,
        Instant createdAt) {
    @Override
    public String toString() {
        return "Vehicle[" + publicId + "]";
    }
}
