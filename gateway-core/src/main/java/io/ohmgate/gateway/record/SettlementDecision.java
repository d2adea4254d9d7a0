package io.ohmgate.gateway.record;

import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.ledger.Journal;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a settlement comes to, and so what its transaction writes. */
public sealed interface SettlementDecision {
    /** The inbox row's new state. */
    InboxState inbox();

    /**
     * Write the step as {@link io.ohmgate.gateway.order.OrderStore#change} would, the bill with its lines (unique by
     * trade number; {@code flags} beside it), and the payment: the wallet account's balance falls by {@code fromWallet},
     * {@code owed} is booked to the driver's receivable, both against the revenue of the bill: {@code journal}; a bill of
     * zero has no journal. The hold, if open: OPEN→POSTED, and the account's held sum falls by the whole hold; with
     * nothing to pay, OPEN→VOIDED. {@code fromWallet + owed = bill.payable()}.
     */
    record Bill(
            Step.Changed step,
            ChargingBill bill,
            List<String> flags,
            Money fromWallet,
            Money owed,
            @Nullable Journal journal)
            implements SettlementDecision {
        public Bill {
            flags = List.copyOf(flags);
            if (!fromWallet.plus(owed).equals(bill.payable())) {
                throw new IllegalArgumentException("what is paid and what is owed must be the bill");
            }
        }

        @Override
        public InboxState inbox() {
            return InboxState.SETTLED;
        }
    }

    /**
     * Write the step; no bill and no journal. {@code proposal} is what we would bill, kept for the person's eyes, null
     * if nothing sensible can be computed. The open hold is lowered to {@code keepHeld} (it stays OPEN; to zero:
     * VOIDED) and the account's held sum with it.
     */
    record Review(
            Step.Changed step, @Nullable ChargingBill proposal, List<String> reasons, Money keepHeld, InboxState inbox)
            implements SettlementDecision {
        public Review {
            reasons = List.copyOf(reasons);
        }
    }

    /** Insert this order: IN_REVIEW, orphan, no driver, no hold, {@code active_gun} NULL, one history line. */
    record Orphan(ChargingOrder order, Step.Transition transition) implements SettlementDecision {
        @Override
        public InboxState inbox() {
            return InboxState.ORPHANED;
        }
    }

    /** Only the inbox row changes. */
    record Quarantine(String reason) implements SettlementDecision {
        @Override
        public InboxState inbox() {
            return InboxState.QUARANTINED;
        }
    }
}
