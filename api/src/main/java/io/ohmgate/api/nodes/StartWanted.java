package io.ohmgate.api.nodes;

import io.ohmgate.gateway.link.CardFace;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.OrderTrace;
import io.ohmgate.gateway.order.StartBy;
import io.ohmgate.gateway.order.StartRequest;
import io.ohmgate.gateway.pile.GunId;
import org.jspecify.annotations.Nullable;

/** A tap in the app on its way to the pile's node. Starts at piles begin there and never travel. */
record StartWanted(
        long tenantId,
        long driverId,
        GunId gun,
        ChargeLimit limit,
        String idempotencyKey,
        boolean waitForPlug,
        @Nullable Long shownTariffVersionId,
        CardFace card,
        @Nullable GunId otherGun,
        @Nullable OrderTrace trace) {
    static StartWanted of(StartRequest request) {
        return new StartWanted(
                request.tenantId(),
                request.driverId(),
                request.gun(),
                request.limit(),
                request.idempotencyKey(),
                request.waitForPlug(),
                request.shownTariffVersionId(),
                request.by().card(),
                request.by().otherGun(),
                request.trace());
    }

    StartRequest request() {
        StartBy app = StartBy.APP.with(card);
        return new StartRequest(
                tenantId,
                driverId,
                gun,
                limit,
                idempotencyKey,
                waitForPlug,
                shownTariffVersionId,
                otherGun == null ? app : app.with(otherGun),
                trace);
    }
}
