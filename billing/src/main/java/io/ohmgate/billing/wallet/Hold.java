package io.ohmgate.billing.wallet;

import io.ohmgate.billing.Money;
import java.time.Instant;

/**
 * Money set aside for a charge before it starts (冻结).
 *
 * <pre>
 *              post    POSTED
 *   OPEN ----- void    VOIDED
 *              expire  EXPIRED
 * </pre>
 *
 * @param posted what was paid from it; zero unless {@link HoldState#POSTED}
 */
public record Hold(String key, Money amount, Instant expiresAt, HoldState state, Money posted) {
    /** @throws IllegalArgumentException if it holds nothing, or more is posted than held */
    public Hold {
        if (amount.compareTo(Money.ZERO) <= 0) {
            throw new IllegalArgumentException("a hold is more than nothing, not " + amount);
        }
        if (posted.isNegative() || posted.compareTo(amount) > 0 || (state != HoldState.POSTED && !posted.isZero())) {
            throw new IllegalArgumentException("posted " + posted + " of " + amount + ", " + state);
        }
    }

    static Hold open(String key, Money amount, Instant expiresAt) {
        return new Hold(key, amount, expiresAt, HoldState.OPEN, Money.ZERO);
    }

    public boolean isOpen() {
        return state == HoldState.OPEN;
    }

    public boolean isDue(Instant now) {
        return isOpen() && !now.isBefore(expiresAt);
    }

    Hold ended(HoldState how, Money paid) {
        return new Hold(key, amount, expiresAt, how, paid);
    }
}
