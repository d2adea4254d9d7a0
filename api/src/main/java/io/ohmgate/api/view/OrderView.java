package io.ohmgate.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.store.OrderLists.SettledBill;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderOrigin;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.ykc.words.Words;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A charging order (充电订单). {@code live} is there while it charges, {@code bill} once it is settled. */
@Schema(name = "ChargingOrder", description = "充电订单 / A charging order")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderView(
        String id,
        OrderState state,
        OrderOrigin origin,
        String gunId,
        String stationId,
        LimitView limit,
        long holdFen,
        @Nullable String tariffVersionId,
        Instant createdAt,
        @Nullable Instant chargingSince,
        @Nullable Instant stopRequestedAt,
        @Nullable String stopCause,
        @Nullable Instant endedAt,
        @Nullable String endReason,
        @Nullable String endTextZh,
        @Nullable String endTextEn,
        @Nullable CodeView endCode,
        @Nullable LiveView live,
        @Nullable BillView bill) {
    static OrderView of(ChargingOrder order, @Nullable LiveView live, @Nullable SettledBill bill) {
        Long version = order.terms().tariffVersionId();
        Words end = order.end() == null ? null : EndWords.of(order.end().reason());
        return new OrderView(
                order.id().text(),
                order.state(),
                order.terms().source().origin(),
                order.gun().digits(),
                Long.toString(order.terms().stationId()),
                LimitView.of(order.terms().limit()),
                order.terms().hold().fen(),
                version == null ? null : Long.toString(version),
                order.terms().createdAt(),
                order.times().chargingSeenAt(),
                order.stop() == null ? null : order.stop().requestedAt(),
                order.stop() == null ? null : order.stop().cause().name(),
                order.times().endedAt(),
                order.end() == null ? null : order.end().reason().name(),
                end == null ? null : end.zh(),
                end == null ? null : end.en(),
                CodeView.of(order.end()),
                live,
                bill == null ? null : BillView.of(bill));
    }
}
