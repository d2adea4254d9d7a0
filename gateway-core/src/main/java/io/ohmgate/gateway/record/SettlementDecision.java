package io.ohmgate.gateway.record;

import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Money;
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
     * trade number and number of the bill; flags beside it), and the payment: all journals of the posting, and what they
     * change of the wallet's and the receivable's cached balances. The hold, if open: OPEN→POSTED, and the account's held
     * sum falls by the whole hold; with nothing to pay, OPEN→VOIDED.
     */
    record Bill(Step.Changed step, Posting posting) implements SettlementDecision {
        public ChargingBill bill() {
            return posting.bill();
        }

        public List<String> flags() {
            return posting.flags();
        }

        public Money fromWallet() {
            return posting.fromWallet();
        }

        public Money owed() {
            return posting.owed();
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

    /**
     * The order stays as it is; the record stands beside it until a person decides. As {@link Review} without step and
     * hold.
     */
    record Beside(ChargingOrder order, @Nullable ChargingBill proposal, List<String> reasons, InboxState inbox)
            implements SettlementDecision {
        public Beside {
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
