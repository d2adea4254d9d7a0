package io.ohmgate.gateway.order;

/** Why we ask a pile to stop. */
public enum StopCause {
    DRIVER,
    STAFF,
    /** The driver's own limit is reached. */
    LIMIT_REACHED,
    /** One more reporting interval might cost more than the hold (invariants B7). */
    HOLD_NEARLY_SPENT,
    /** No charge is this long. */
    CHARGED_TOO_LONG,
    /** The pile started after we had given up. */
    STARTED_TOO_LATE,
    /** The pile tells the order's number for another of its guns: nobody knows whose car it charges. */
    SERIAL_ON_OTHER_GUN
}
