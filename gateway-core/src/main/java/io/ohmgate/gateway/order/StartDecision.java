package io.ohmgate.gateway.order;

import java.util.List;

/** The verdict on a start, made under the driver's lock. */
public sealed interface StartDecision {
    /** Insert the order, open its hold of {@code order.terms().hold()}, set the timers. */
    record Open(ChargingOrder order, List<TimerChange> timers) implements StartDecision {
        public Open {
            timers = List.copyOf(timers);
        }
    }

    /** Write nothing; this is the answer. */
    record Answer(StartOutcome outcome) implements StartDecision {}
}
