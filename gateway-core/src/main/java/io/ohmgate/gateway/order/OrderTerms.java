package io.ohmgate.gateway.order;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed when the order was opened; never changes. {@code driverId}, {@code tariffVersionId} and
 * {@code idempotencyKey} are null only for an orphan, which was made from a record that no order asked for.
 */
public record OrderTerms(
        long tenantId,
        long stationId,
        GunId gun,
        TradeNo tradeNo,
        @Nullable Long driverId,
        @Nullable String idempotencyKey,
        @Nullable Long tariffVersionId,
        Money hold,
        ChargeLimit limit,
        boolean orphan,
        Instant createdAt) {
    public static final int IDEMPOTENCY_KEY_MAX = 64;
}
