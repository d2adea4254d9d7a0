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
    SERIAL_ON_OTHER_GUN,
    /** The other gun that charges the same vehicle was stopped, or did not start. */
    OTHER_GUN_STOPPED,
    /** The pile was told that its driver may not start, and then the start was found to be open. */
    ANSWERED_TOO_LATE
}
