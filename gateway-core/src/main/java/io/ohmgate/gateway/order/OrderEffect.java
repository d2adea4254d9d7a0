package io.ohmgate.gateway.order;

import java.time.Instant;

/** What follows a change once it is committed, and not before. Losing one is repaired by a timer or the next report. */
public sealed interface OrderEffect {
    /** Write the start. Appears in exactly one step of an order's life (invariants B1). */
    record SendStart() implements OrderEffect {}

    record SendStop() implements OrderEffect {}

    /** Tell the pile that the charge may spend more. */
    record SendLimit() implements OrderEffect {}

    /** The record is missing: of the hold only what the charge can have cost stays held. */
    record LowerHold() implements OrderEffect {}

    /** Tell the world. */
    record Tell(OrderNotice notice) implements OrderEffect {}

    static Tell tell(OrderNotice notice) {
        return new Tell(notice);
    }

    /** The notice every change of state gives. */
    static Tell moved(ChargingOrder before, ChargingOrder after, Instant at) {
        return new Tell(new OrderNotice.OrderMoved(OrderRef.of(after), before.state(), after.state(), at));
    }
}
