package io.ohmgate.billing.ledger;

import io.ohmgate.billing.Money;

/** One change of one account (分录). Positive adds to its balance. */
public record Entry(AccountRef account, Money change) {
    /** @throws IllegalArgumentException if it changes nothing */
    public Entry {
        if (change.isZero()) {
            throw new IllegalArgumentException("an entry changes something");
        }
    }

    public Entry reversed() {
        return new Entry(account, change.negated());
    }
}
