package io.ohmgate.gateway.order;

/** Where an order stands. The moves between the states are drawn and decided in {@link OrderMachine} alone. */
public enum OrderState {
    /** Durable, with its hold; nothing was written to the pile yet. */
    CREATED(Phase.ACTIVE),
    /** The start may have been written; it is never written again. */
    START_SENT(Phase.ACTIVE),
    /** The pile said yes. */
    START_ACKED(Phase.ACTIVE),
    CHARGING(Phase.ACTIVE),
    /** A stop is wanted, durably, and repeated until the pile proves that it stopped. */
    STOPPING(Phase.ACTIVE),
    /** Energy flows no more; the pile owes the record. The hold stays. */
    AWAITING_RECORD(Phase.OPEN),
    /** The record is here, but a person must decide. */
    IN_REVIEW(Phase.CLOSED),
    /** 24 hours without a record. A late record still settles the order. */
    NEEDS_PERSON(Phase.CLOSED),
    /** The start came to nothing. A late record with energy is billed all the same. */
    START_FAILED(Phase.CLOSED),
    SETTLED(Phase.CLOSED);

    private final Phase phase;

    OrderState(Phase phase) {
        this.phase = phase;
    }

    /** Whether the order holds its gun: at most one such order a gun (invariants B2). */
    public boolean active() {
        return phase == Phase.ACTIVE;
    }

    /** Whether timers and frames alone can still move the order; a closed one waits for a record or a person. */
    public boolean closed() {
        return phase == Phase.CLOSED;
    }

    private enum Phase {
        ACTIVE,
        OPEN,
        CLOSED
    }
}
