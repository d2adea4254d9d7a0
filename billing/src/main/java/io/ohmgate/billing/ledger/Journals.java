package io.ohmgate.billing.ledger;

import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.ledger.AccountRef.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The journals that the business writes. Each leaves out the entries that would change nothing. */
public final class Journals {
    private Journals() {}

    /**
     * Test money (测试金) for a driver.
     *
     * @throws IllegalArgumentException if the money is not positive
     */
    public static Journal testCredit(String key, Driver driver, Money money) {
        requirePositive(money);
        return new Lines()
                .add(driver.wallet(), money)
                .add(AccountRef.of(driver.tenantId(), Kind.TEST_FUNDING), money.negated())
                .journal(Journal.Kind.TEST_CREDIT, key);
    }

    /**
     * A charge is paid: from the wallet as far as it goes, the rest becomes a receivable and the order stays unpaid.
     * Empty if there is nothing to pay. A later, better bill for the same order is booked under another key, after the
     * reversal of this one.
     *
     * @throws IllegalArgumentException if the two parts are not the bill, or one is negative
     */
    public static Optional<Journal> settleCharge(
            String key, Driver driver, ChargingBill bill, Money fromWallet, Money toReceivable) {
        if (fromWallet.isNegative()
                || toReceivable.isNegative()
                || !fromWallet.plus(toReceivable).equals(bill.payable())) {
            throw new IllegalArgumentException(
                    "not the bill: " + fromWallet + " and " + toReceivable + " of " + bill.payable());
        }
        if (bill.payable().isZero()) {
            return Optional.empty();
        }
        return Optional.of(new Lines()
                .add(driver.wallet(), fromWallet.negated())
                .add(driver.receivable(), toReceivable.negated())
                .add(AccountRef.of(driver.tenantId(), Kind.REVENUE_ELECTRICITY), bill.payableElectricity())
                .add(AccountRef.of(driver.tenantId(), Kind.REVENUE_SERVICE), bill.payableService())
                .journal(Journal.Kind.SETTLE_CHARGE, key));
    }

    /**
     * A driver pays an unpaid order from the wallet.
     *
     * @throws IllegalArgumentException if the money is not positive
     */
    public static Journal payReceivable(String key, Driver driver, Money money) {
        requirePositive(money);
        return new Lines()
                .add(driver.wallet(), money.negated())
                .add(driver.receivable(), money)
                .journal(Journal.Kind.PAY_RECEIVABLE, key);
    }

    /**
     * A bill was taken back after its driver had paid what was owed on it: the receivable is now ours to pay, and goes to
     * the wallet.
     *
     * @throws IllegalArgumentException if the money is not positive
     */
    public static Journal returnPaid(String key, Driver driver, Money money) {
        requirePositive(money);
        return new Lines()
                .add(driver.wallet(), money)
                .add(driver.receivable(), money.negated())
                .journal(Journal.Kind.RETURN_PAID, key);
    }

    private static void requirePositive(Money money) {
        if (money.compareTo(Money.ZERO) <= 0) {
            throw new IllegalArgumentException("more than nothing, not " + money);
        }
    }

    private static final class Lines {
        private final List<Entry> entries = new ArrayList<>();

        Lines add(AccountRef account, Money change) {
            if (!change.isZero()) {
                entries.add(new Entry(account, change));
            }
            return this;
        }

        Journal journal(Journal.Kind kind, String key) {
            return new Journal(kind, key, entries);
        }
    }
}
