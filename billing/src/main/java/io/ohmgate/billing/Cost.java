package io.ohmgate.billing;

/** What energy costs, exactly, in 0.000000001 yuan: the product of the wire's scales of energy and price. */
public record Cost(long billionthsYuan) {
    static final long PER_AMOUNT_UNIT = 100_000;

    /** @throws IllegalArgumentException if negative */
    public Cost {
        if (billionthsYuan < 0) {
            throw new IllegalArgumentException("a cost cannot be negative: " + billionthsYuan);
        }
    }

    /** Rounded to the scale of bill lines, half up. */
    public Amount toAmount() {
        return new Amount(Rounding.roundHalfUp(billionthsYuan, PER_AMOUNT_UNIT));
    }

    /** Whether {@code told} is this cost give or take so many units of 0.0001 yuan. */
    public boolean isWithin(long units, Amount told) {
        long exact = Math.multiplyExact(told.tenThousandthsYuan(), PER_AMOUNT_UNIT);
        return Math.abs(Math.subtractExact(exact, billionthsYuan)) <= Math.multiplyExact(units, PER_AMOUNT_UNIT);
    }
}
