package io.ohmgate.gateway.order;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** The ids by which an order is found, routed and shown; what notices carry instead of the order. {@code shownAs} is the
 * order that its driver sees, another one for a second gun of one vehicle. */
public record OrderRef(
        OrderId orderId,
        long tenantId,
        long stationId,
        GunId gun,
        TradeNo tradeNo,
        @Nullable Long driverId,
        OrderId shownAs) {
    /** An order that its driver sees as itself. */
    public OrderRef(
            OrderId orderId, long tenantId, long stationId, GunId gun, TradeNo tradeNo, @Nullable Long driverId) {
        this(orderId, tenantId, stationId, gun, tradeNo, driverId, orderId);
    }

    public static OrderRef of(ChargingOrder order) {
        OrderTerms terms = order.terms();
        ParallelGroup group = terms.source().parallel();
        return new OrderRef(
                order.id(),
                terms.tenantId(),
                terms.stationId(),
                terms.gun(),
                terms.tradeNo(),
                terms.driverId(),
                group == null ? order.id() : group.main());
    }
}
