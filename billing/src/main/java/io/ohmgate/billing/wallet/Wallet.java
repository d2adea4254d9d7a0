package io.ohmgate.billing.wallet;

import io.ohmgate.billing.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * A driver's money (钱包): the balance is what the ledger says we owe, of which some is held for running charges. Nothing here
 * spends what is held for something else, or more than the credit limit allows (invariants C5). Whoever comes second to
 * end a hold, or asks for more than there is, gets an empty answer and has changed nothing.
 *
 * @param creditLimit how far below zero the available balance may go; zero for most
 */
public record Wallet(Money balance, Money held, Money creditLimit) {
    public static final Wallet EMPTY = new Wallet(Money.ZERO, Money.ZERO, Money.ZERO);

    /** @throws IllegalArgumentException if what is held or the limit is negative */
    public Wallet {
        if (held.isNegative() || creditLimit.isNegative()) {
            throw new IllegalArgumentException("negative: held " + held + ", limit " + creditLimit);
        }
    }

    /** What is not held. Negative only within the credit limit. */
    public Money available() {
        return balance.minus(held);
    }

    /** What can still be spent or held. */
    public Money spendable() {
        return available().plus(creditLimit).max(Money.ZERO);
    }

    /** @throws IllegalArgumentException if the money is negative */
    public Wallet credit(Money money) {
        requireNotNegative(money);
        return withBalance(balance.plus(money));
    }

    /** Pays from what is available; empty if that is not enough. */
    public Optional<Wallet> spend(Money money) {
        requireNotNegative(money);
        return money.compareTo(spendable()) > 0 ? Optional.empty() : Optional.of(withBalance(balance.minus(money)));
    }

    /** Sets money aside; empty if there is not enough. */
    public Optional<Change> place(String key, Money amount, Instant expiresAt) {
        Hold hold = Hold.open(key, amount, expiresAt);
        return amount.compareTo(spendable()) > 0
                ? Optional.empty()
                : Optional.of(new Change(withHeld(held.plus(amount)), hold));
    }

    /**
     * Pays from a hold and releases the rest of it; empty if the hold has ended already.
     *
     * @throws IllegalArgumentException if more is to be paid than was held
     */
    public Optional<Change> post(Hold hold, Money paid) {
        return hold.isOpen()
                ? Optional.of(
                        new Change(release(hold).withBalance(balance.minus(paid)), hold.ended(HoldState.POSTED, paid)))
                : Optional.empty();
    }

    /** Releases a hold because nothing is to be paid; empty if it has ended already. */
    public Optional<Change> voidHold(Hold hold) {
        return hold.isOpen()
                ? Optional.of(new Change(release(hold), hold.ended(HoldState.VOIDED, Money.ZERO)))
                : Optional.empty();
    }

    /** Releases a hold whose time has passed; empty if it has not, or the hold has ended already. */
    public Optional<Change> expire(Hold hold, Instant now) {
        return hold.isDue(now)
                ? Optional.of(new Change(release(hold), hold.ended(HoldState.EXPIRED, Money.ZERO)))
                : Optional.empty();
    }

    /**
     * Pays a bill that may be more than was held for it: from the hold, then from what is available. What is left over
     * is owed. Empty if the hold has ended already.
     */
    public Optional<Settlement> settle(Hold hold, Money due) {
        return post(hold, due.min(hold.amount())).map(posted -> {
            Money beyond = due.minus(posted.hold().posted());
            Money more = beyond.min(posted.wallet().spendable());
            Wallet after = posted.wallet().withBalance(posted.wallet().balance().minus(more));
            return new Settlement(after, posted.hold(), posted.hold().posted().plus(more), beyond.minus(more));
        });
    }

    private Wallet release(Hold hold) {
        return withHeld(held.minus(hold.amount()));
    }

    private Wallet withBalance(Money newBalance) {
        return new Wallet(newBalance, held, creditLimit);
    }

    private Wallet withHeld(Money newHeld) {
        return new Wallet(balance, newHeld, creditLimit);
    }

    private static void requireNotNegative(Money money) {
        if (money.isNegative()) {
            throw new IllegalArgumentException("not negative, but " + money);
        }
    }

    /** The wallet and the hold after one of them has changed the other. */
    public record Change(Wallet wallet, Hold hold) {}

    /** A bill paid as far as the money goes: {@code fromWallet} and {@code toReceivable} are the bill. */
    public record Settlement(Wallet wallet, Hold hold, Money fromWallet, Money toReceivable) {}
}
