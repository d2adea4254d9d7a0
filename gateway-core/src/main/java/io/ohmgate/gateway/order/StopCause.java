package io.ohmgate.gateway.order;

/** Why we ask a pile to stop. */
public enum StopCause {
    DRIVER,
    STAFF,
    /** The driver's own limit is reached. */
    LIMIT_REACHED,
    /** One more reporting interval might cost more than the hold (invariants B7). */
    HOLD_NEARLY_SPENT,
    /** The start came to nothing, as far as we know; the stop makes sure. */
    START_FAILED,
    /** The pile started after we had given up. */
    STARTED_TOO_LATE
}
