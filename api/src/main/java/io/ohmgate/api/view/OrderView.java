package io.ohmgate.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.store.OrderLists.SettledBill;
import io.ohmgate.gateway.live.ChargeLive;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEnd;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.StopCause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A charging order (充电订单): how far it came, what it comes to so far, and the bill once it is settled. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderView(
        String id,
        OrderState state,
        String gunId,
        String stationId,
        LimitView limit,
        long holdFen,
        Instant createdAt,
        @Nullable Instant chargingSince,
        @Nullable Instant stopRequestedAt,
        @Nullable StopCause stopCause,
        @Nullable Instant endedAt,
        @Nullable Instant closedAt,
        OrderEnd.@Nullable EndReason endReason,
        @Nullable Integer endCode,
        @Nullable ChargeView live,
        @Nullable BillView bill) {
    /** {@code gun} is what the order's gun does now, whatever that is; null if that is not known. */
    public static OrderView of(ChargingOrder order, @Nullable GunLive gun, @Nullable SettledBill bill) {
        OrderEnd end = order.end();
        ChargeView live = gun != null && runs(order, gun) ? ChargeView.of(gun) : ChargeView.lastOf(order);
        return new OrderView(
                order.id().text(),
                order.state(),
                order.gun().digits(),
                Long.toString(order.terms().stationId()),
                LimitView.of(order.terms().limit()),
                order.terms().hold().fen(),
                order.terms().createdAt(),
                order.times().chargingSeenAt(),
                order.stop() == null ? null : order.stop().requestedAt(),
                order.stop() == null ? null : order.stop().cause(),
                order.times().endedAt(),
                order.times().closedAt(),
                end == null ? null : end.reason(),
                end == null ? null : end.code(),
                live,
                bill == null ? null : BillView.of(bill));
    }

    private static boolean runs(ChargingOrder order, GunLive gun) {
        ChargeLive charge = gun.charge();
        return charge != null && charge.order().orderId().equals(order.id());
    }
}
