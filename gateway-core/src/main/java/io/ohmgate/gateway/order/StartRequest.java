package io.ohmgate.gateway.order;

import io.ohmgate.gateway.pile.GunId;

/** One tap on "start". The same driver and key again is the same tap. */
public record StartRequest(
        long tenantId, long driverId, GunId gun, ChargeLimit limit, String idempotencyKey, boolean waitForPlug) {
    /** @throws IllegalArgumentException if the key is empty or too long */
    public StartRequest {
        if (idempotencyKey.isEmpty() || idempotencyKey.length() > OrderTerms.IDEMPOTENCY_KEY_MAX) {
            throw new IllegalArgumentException("an idempotency key has 1 to 64 characters");
        }
    }
}
