package io.ohmgate.billing.check;

/** What becomes of a pile's bill. */
public enum Verdict {
    /** The pile agrees with us to the cent (分); our bill is settled. */
    ACCEPT,
    /** The pile is a little off; our bill is settled, and the difference is logged. */
    ACCEPT_OURS,
    /** The pile is far off; the order ends, the driver sees "being checked" (核对中), a person decides. */
    HOLD_FOR_PERSON,
    /** The record contradicts itself or physics; nothing is settled from it. */
    QUARANTINE
}
