package io.ohmgate.gateway.order;

import io.ohmgate.billing.Money;
import io.ohmgate.billing.Tariff;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A charge under way as memory knows it: for live screens. {@code tariff} is null for a moment after a restart. */
public record RunningCharge(
        OrderRef order,
        OrderState state,
        ChargeLimit limit,
        Money hold,
        Instant createdAt,
        @Nullable Instant chargingSince,
        @Nullable Progress progress,
        @Nullable Tariff tariff) {}
