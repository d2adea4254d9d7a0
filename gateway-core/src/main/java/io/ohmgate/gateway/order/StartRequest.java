package io.ohmgate.gateway.order;

import io.ohmgate.gateway.pile.GunId;
import org.jspecify.annotations.Nullable;

/**
 * One tap on "start". The same driver and key again is the same tap. {@code shownTariffVersionId} is the tariff version
 * whose prices the driver saw, null if the caller does not say (invariants A14).
 */
public record StartRequest(
        long tenantId,
        long driverId,
        GunId gun,
        ChargeLimit limit,
        String idempotencyKey,
        boolean waitForPlug,
        @Nullable Long shownTariffVersionId,
        StartBy by,
        @Nullable OrderTrace trace) {
    /** @throws IllegalArgumentException if the key is empty or too long */
    public StartRequest {
        if (idempotencyKey.isEmpty() || idempotencyKey.length() > OrderTerms.IDEMPOTENCY_KEY_MAX) {
            throw new IllegalArgumentException("an idempotency key has 1 to 64 characters");
        }
    }

    /** A wish that no trace is told of yet. */
    public StartRequest(
            long tenantId,
            long driverId,
            GunId gun,
            ChargeLimit limit,
            String idempotencyKey,
            boolean waitForPlug,
            @Nullable Long shownTariffVersionId,
            StartBy by) {
        this(tenantId, driverId, gun, limit, idempotencyKey, waitForPlug, shownTariffVersionId, by, null);
    }

    /** The same wish as a step of a trace. */
    public StartRequest traced(OrderTrace begun) {
        return new StartRequest(
                tenantId, driverId, gun, limit, idempotencyKey, waitForPlug, shownTariffVersionId, by, begun);
    }

    /** A tap that does not say which prices were shown. */
    public StartRequest(
            long tenantId, long driverId, GunId gun, ChargeLimit limit, String idempotencyKey, boolean waitForPlug) {
        this(tenantId, driverId, gun, limit, idempotencyKey, waitForPlug, null, StartBy.APP);
    }

    /** A tap in the app that says which prices were shown. */
    public StartRequest(
            long tenantId,
            long driverId,
            GunId gun,
            ChargeLimit limit,
            String idempotencyKey,
            boolean waitForPlug,
            @Nullable Long shownTariffVersionId) {
        this(tenantId, driverId, gun, limit, idempotencyKey, waitForPlug, shownTariffVersionId, StartBy.APP);
    }

    /** The same wish, made in another way. */
    public StartRequest by(StartBy other) {
        return new StartRequest(
                tenantId, driverId, gun, limit, idempotencyKey, waitForPlug, shownTariffVersionId, other, trace);
    }

    StartRequest on(GunId other) {
        return new StartRequest(
                tenantId, driverId, other, limit, idempotencyKey, waitForPlug, shownTariffVersionId, by, trace);
    }
}
