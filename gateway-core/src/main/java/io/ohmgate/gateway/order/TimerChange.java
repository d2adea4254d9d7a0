package io.ohmgate.gateway.order;

import java.time.Instant;

/** A change of an order's timers, made in the transaction that changes the order. Later changes of a list win. */
public sealed interface TimerChange {
    OrderTimer.Kind kind();

    /** Inserts the timer or moves it. */
    record Set(OrderTimer.Kind kind, Instant dueAt) implements TimerChange {}

    /** Deletes the timer if there is one. */
    record Cancel(OrderTimer.Kind kind) implements TimerChange {}
}
