package io.ohmgate.billing.wallet;

/** A hold is open until it ends, in exactly one of three ways, once (invariants C6). */
public enum HoldState {
    OPEN,
    /** Paid from, up to its amount; the rest was released. */
    POSTED,
    /** Released because nothing is to be paid. */
    VOIDED,
    /** Released because its time had passed. */
    EXPIRED
}
