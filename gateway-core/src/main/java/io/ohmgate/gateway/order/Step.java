package io.ohmgate.gateway.order;

import java.time.Instant;
import java.util.List;

/** What an event did to an order: a new order with what comes along, or nothing and why. */
public sealed interface Step {
    /** The order after the event; the one before it if the event was ignored. */
    ChargingOrder order();

    /**
     * The order changes. {@code order} already carries the next version; {@code timers} and {@code hold} are changed in
     * the same transaction; {@code effects} run after the commit.
     */
    record Changed(
            ChargingOrder order,
            Transition transition,
            List<TimerChange> timers,
            HoldChange hold,
            List<OrderEffect> effects)
            implements Step {
        public Changed {
            timers = List.copyOf(timers);
            effects = List.copyOf(effects);
        }
    }

    /** Nothing changes and nothing is written. */
    record Ignored(ChargingOrder order, String reason) implements Step {}

    /** A line of the order's history. */
    record Transition(OrderState from, OrderState to, String event, String detail, Instant at) {}

    /** What becomes of the money held for the order. Posting belongs to the settlement, not to a step. */
    enum HoldChange {
        KEEP,
        /** The hold is given back, whole; nothing happens if it is no longer open (invariants C6). */
        VOID
    }
}
