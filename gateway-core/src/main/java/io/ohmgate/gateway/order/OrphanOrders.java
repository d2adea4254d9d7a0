package io.ohmgate.gateway.order;

import io.ohmgate.gateway.order.OrderEnd.EndReason;
import java.time.Instant;

/** Orders made from records that no order of ours asked for: nobody pays them before a person has looked. */
public final class OrphanOrders {
    private static final String EVENT = "RecordWithoutOrder";

    private OrphanOrders() {}

    public static ChargingOrder open(
            OrderId id, OrderTerms terms, Progress delivered, int stopReasonCode, Instant now) {
        OrderTimes times = OrderTimes.NONE.ended(now).closed(now);
        OrderEnd end = new OrderEnd(EndReason.RECORD_WITHOUT_ORDER, stopReasonCode);
        return new ChargingOrder(id, terms, OrderState.IN_REVIEW, 0, times, null, 0, delivered, end);
    }

    /** The first line of its history. */
    public static Step.Transition transition(long recordId, Instant now) {
        return new Step.Transition(OrderState.IN_REVIEW, OrderState.IN_REVIEW, EVENT, Long.toString(recordId), now);
    }
}
