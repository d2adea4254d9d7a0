package io.ohmgate.gateway.order;

import io.ohmgate.billing.Money;
import io.ohmgate.billing.RunningMeter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A charge under way as memory knows it: for live screens. {@code meter} counts the money so far by the order's own
 * tariff; it is null for a moment after a restart.
 */
public record RunningCharge(
        OrderRef order,
        OrderState state,
        ChargeLimit limit,
        Money hold,
        Instant createdAt,
        @Nullable Instant chargingSince,
        @Nullable Progress progress,
        @Nullable RunningMeter meter) {}
