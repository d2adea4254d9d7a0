package io.ohmgate.billing;

/** The limits every number of this module is held to before anything is computed with it (invariants C20). */
public enum Bound {
    /** A unit price is at most 99.99999 yuan per kWh. */
    UNIT_PRICE(9_999_999),
    /** One order delivers at most 10,000 kWh. */
    ENERGY_PER_ORDER(100_000_000),
    /** A meter has 40 bits. */
    METER_READING((1L << 40) - 1),
    /** An amount has 32 bits on the wire: at most 429,496.7295 yuan. */
    AMOUNT_TOLD((1L << 32) - 1),
    /** Ledger, wallets and channels stay within 9e15 fen in either direction, so that two of them can always be added. */
    MONEY(9_000_000_000_000_000L);

    private final long max;

    Bound(long max) {
        this.max = max;
    }

    /** The largest value allowed, in the unit of the thing bounded. */
    public long max() {
        return max;
    }

    /** Whether a value that is not negative keeps the limit. */
    public boolean allows(long value) {
        return value >= 0 && value <= max;
    }

    /** The value itself.
     *
     * @throws OutOfBoundsException if it does not keep the limit
     */
    public long check(long value) {
        if (!allows(value)) {
            throw new OutOfBoundsException(this, value);
        }
        return value;
    }
}
