package io.ohmgate.billing;

/** Money in whole fen (分), the unit of ledger, wallet and channels. May be negative: an entry has a sign. */
public record Money(long fen) implements Comparable<Money> {
    public static final Money ZERO = new Money(0);

    /** @throws OutOfBoundsException if it is more than {@link Bound#MONEY} in either direction */
    public Money {
        // Long.MIN_VALUE has no absolute value; it stays negative and is refused as well.
        Bound.MONEY.check(Math.abs(fen));
    }

    public Money plus(Money other) {
        return new Money(fen + other.fen);
    }

    public Money minus(Money other) {
        return new Money(fen - other.fen);
    }

    public Money negated() {
        return new Money(-fen);
    }

    public Money min(Money other) {
        return fen <= other.fen ? this : other;
    }

    public Money max(Money other) {
        return fen >= other.fen ? this : other;
    }

    public static Money sum(Iterable<Money> parts) {
        Money sum = ZERO;
        for (Money part : parts) {
            sum = sum.plus(part);
        }
        return sum;
    }

    public boolean isZero() {
        return fen == 0;
    }

    public boolean isNegative() {
        return fen < 0;
    }

    /** The same money at the finer scale, exactly. */
    public Amount toAmount() {
        return new Amount(Math.multiplyExact(fen, Amount.PER_FEN));
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(fen, other.fen);
    }
}
