package io.ohmgate.billing;

/**
 * An amount (金额) in 0.0001 yuan, the scale of records on the wire and of bill lines before the one rounding to fen.
 * Negative only as a difference of two amounts.
 */
public record Amount(long tenThousandthsYuan) implements Comparable<Amount> {
    public static final Amount ZERO = new Amount(0);
    static final long PER_FEN = 100;

    public Amount plus(Amount other) {
        return new Amount(Math.addExact(tenThousandthsYuan, other.tenThousandthsYuan));
    }

    public Amount minus(Amount other) {
        return new Amount(Math.subtractExact(tenThousandthsYuan, other.tenThousandthsYuan));
    }

    /** How far two amounts are apart; never negative. */
    public Amount distanceTo(Amount other) {
        return new Amount(Math.absExact(minus(other).tenThousandthsYuan));
    }

    public static Amount sum(Iterable<Amount> parts) {
        Amount sum = ZERO;
        for (Amount part : parts) {
            sum = sum.plus(part);
        }
        return sum;
    }

    /**
     * Rounded to whole fen, half up. An order does this once, to its total (invariants C19).
     *
     * @throws IllegalArgumentException if negative
     */
    public Money toMoney() {
        return new Money(Rounding.roundHalfUp(tenThousandthsYuan, PER_FEN));
    }

    @Override
    public int compareTo(Amount other) {
        return Long.compare(tenThousandthsYuan, other.tenThousandthsYuan);
    }
}
