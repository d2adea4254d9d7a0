package io.ohmgate.gateway.record;

import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.ledger.Driver;
import io.ohmgate.billing.ledger.Journal;
import io.ohmgate.billing.ledger.Journals;
import io.ohmgate.billing.wallet.Wallet;
import io.ohmgate.gateway.order.ChargingOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bill and how it is paid: {@code fromWallet + owed} is what it comes to. {@code journals} are booked in this order;
 * together they are all that the posting does to accounts. A bill that replaces another first takes that one back whole
 * (invariants A7): nothing that was booked is ever changed.
 */
public record Posting(
        int billNo,
        BillOrigin origin,
        ChargingBill bill,
        List<String> flags,
        Money fromWallet,
        Money owed,
        List<Journal> journals) {
    public Posting {
        flags = List.copyOf(flags);
        journals = List.copyOf(journals);
        if (!fromWallet.plus(owed).equals(bill.payable())) {
            throw new IllegalArgumentException("what is paid and what is owed must be the bill");
        }
    }

    /** The first bill of an order. An orphan has no driver, so its bill must come to nothing. */
    public static Posting first(
            ChargingOrder order, BillOrigin origin, ChargingBill bill, List<String> flags, Money fromWallet) {
        Money owed = bill.payable().minus(fromWallet);
        return new Posting(1, origin, bill, flags, fromWallet, owed, settle(order, 1, bill, fromWallet, owed));
    }

    /**
     * The bill that takes the place of {@code before}: the reversal, then what the driver had paid of its debt back to
     * the wallet, then the new bill from the wallet as far as it goes. {@code receivable} is the account's balance,
     * negative for what the driver owes. {@code most} bounds what the new bill takes from the wallet.
     */
    public static Posting replacing(
            PostedBill before,
            ChargingOrder order,
            BillOrigin origin,
            ChargingBill bill,
            List<String> flags,
            Wallet wallet,
            Money receivable,
            Money most) {
        int no = Math.addExact(before.no(), 1);
        Driver driver = driverOf(order);
        List<Journal> journals = new ArrayList<>();
        Journal booked = before.journal();
        Wallet purse = wallet;
        if (booked != null && driver != null) {
            journals.add(booked.reversal());
            Money overpaid = receivable.plus(before.owed()).max(Money.ZERO);
            purse = wallet.credit(before.fromWallet()).credit(overpaid);
            if (!overpaid.isZero()) {
                journals.add(Journals.returnPaid(keyOf(order, no), driver, overpaid));
            }
        }
        Money fromWallet = bill.payable().min(purse.spendable()).min(most);
        Money owed = bill.payable().minus(fromWallet);
        journals.addAll(settle(order, no, bill, fromWallet, owed));
        return new Posting(no, origin, bill, flags, fromWallet, owed, journals);
    }

    private static List<Journal> settle(ChargingOrder order, int no, ChargingBill bill, Money fromWallet, Money owed) {
        Driver driver = driverOf(order);
        if (driver == null) {
            if (!bill.payable().isZero()) {
                throw new IllegalArgumentException("nobody can pay an order without a driver");
            }
            return List.of();
        }
        return Journals.settleCharge(keyOf(order, no), driver, bill, fromWallet, owed).stream()
                .toList();
    }

    /** The first bill's journal is named by its order alone. */
    public static String keyOf(ChargingOrder order, int billNo) {
        return billNo == 1 ? order.id().text() : order.id().text() + "#" + billNo;
    }

    private static @Nullable Driver driverOf(ChargingOrder order) {
        Long driverId = order.terms().driverId();
        return driverId == null ? null : new Driver(order.terms().tenantId(), driverId);
    }

    /** By how much the driver's wallet changes; negative if more is paid than given back. */
    public Money walletChange(Driver driver) {
        return Money.sum(journals.stream()
                .map(journal -> journal.changeOf(driver.wallet()))
                .toList());
    }

    /** By how much the driver's receivable changes; negative if the driver owes more. */
    public Money receivableChange(Driver driver) {
        return Money.sum(journals.stream()
                .map(journal -> journal.changeOf(driver.receivable()))
                .toList());
    }
}
