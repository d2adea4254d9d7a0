package io.ohmgate.billing;

/** Money in whole fen (分), the unit of ledger, wallet and channels. May be negative: an entry has a sign. */
public record Money(long fen) implements Comparable<Money> {
    public static final Money ZERO = new Money(0);

    @Override
    public int compareTo(Money other) {
        return Long.compare(fen, other.fen);
    }
}
