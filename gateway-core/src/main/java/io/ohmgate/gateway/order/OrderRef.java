package io.ohmgate.gateway.order;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** The ids by which an order is found, routed and shown; what notices carry instead of the order. */
public record OrderRef(
        OrderId orderId,
        long tenantId,
        long stationId,
        GunId gun,
        TradeNo tradeNo,
        @Nullable Long driverId) {
    public static OrderRef of(ChargingOrder order) {
        OrderTerms terms = order.terms();
        return new OrderRef(
                order.id(), terms.tenantId(), terms.stationId(), terms.gun(), terms.tradeNo(), terms.driverId());
    }
}
