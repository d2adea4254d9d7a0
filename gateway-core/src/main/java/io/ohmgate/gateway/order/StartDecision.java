package io.ohmgate.gateway.order;

import java.util.List;

/** The verdict on a start, made under the driver's lock. */
public sealed interface StartDecision {
    /**
     * Insert the order and its parts, open the order's hold of {@code order.terms().hold()}, which the parts share, and set
     * the timers for each. All of it or nothing: the guns of {@code parts} must be free as well.
     */
    record Open(ChargingOrder order, List<ChargingOrder> parts, List<TimerChange> timers) implements StartDecision {
        public Open {
            parts = List.copyOf(parts);
            timers = List.copyOf(timers);
        }

        /** For one gun. */
        public Open(ChargingOrder order, List<TimerChange> timers) {
            this(order, List.of(), timers);
        }
    }

    /** Write nothing; this is the answer. */
    record Answer(StartOutcome outcome) implements StartDecision {}
}
