package io.ohmgate.gateway.order;

import io.ohmgate.billing.Money;
import org.jspecify.annotations.Nullable;

/**
 * What the tables know about a driver who wants to start, read under the lock of the driver's wallet account.
 * {@code sameKey} is the order this driver already opened with the same idempotency key; {@code available} is the
 * balance and credit that nothing else holds; {@code activeOrders} counts the driver's orders in an active state.
 */
public record StartFacts(
        @Nullable ChargingOrder sameKey, boolean barred, boolean owes, int activeOrders, Money available) {}
