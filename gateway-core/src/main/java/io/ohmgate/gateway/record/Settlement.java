package io.ohmgate.gateway.record;

import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.check.BillCheck;
import io.ohmgate.billing.check.Finding;
import io.ohmgate.billing.wallet.Hold;
import io.ohmgate.billing.wallet.Wallet;
import io.ohmgate.gateway.link.EndCause;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEnd.EndReason;
import io.ohmgate.gateway.order.OrderEvent;
import io.ohmgate.gateway.order.OrderMachine;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrphanOrders;
import io.ohmgate.gateway.order.Step;
import io.ohmgate.gateway.record.SettlementDecision.Beside;
import io.ohmgate.gateway.record.SettlementDecision.Bill;
import io.ohmgate.gateway.record.SettlementDecision.Orphan;
import io.ohmgate.gateway.record.SettlementDecision.Quarantine;
import io.ohmgate.gateway.record.SettlementDecision.Review;
import io.ohmgate.gateway.record.SettlementFacts.CardStanding;
import io.ohmgate.gateway.record.SettlementFacts.GunPlace;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a kept record comes to (结算). Pure but for the ids of orphans. The bill is the pile's energy at the order's own
 * prices; the pile's amount is evidence, and too far off it calls a person (invariants 7.5). A record that comes after a
 * person settled without one takes the place of that bill (invariants A7).
 */
public final class Settlement {
    private final OrderMachine machine;
    private final RandomGenerator random;
    private final ZoneId site;
    private final IntFunction<EndCause> endOf;

    /** {@code endOf} reads the stop reasons of the records' protocol. */
    public Settlement(OrderMachine machine, RandomGenerator random, ZoneId site, IntFunction<EndCause> endOf) {
        this.machine = machine;
        this.random = random;
        this.site = site;
        this.endOf = endOf;
    }

    /** Reasons of ours, beside the findings of the bill check. Stable codes of the bench and flags of bills. */
    public enum Reason {
        OTHER_CONTENT,
        BILLED_ALREADY,
        ORDER_DECIDED_ALREADY,
        OTHER_PILE,
        GUN_UNKNOWN,
        NO_TARIFF,
        RECORD_INCOMPLETE,
        NUMBERS_OUT_OF_BOUNDS,
        /** The serial is of one gun, the record names another of the same pile: the serial decides (ykc.md 12). */
        RECORD_NAMES_OTHER_GUN,
        /** The pile's clock cannot be right; our own times were taken. */
        PILE_CLOCK_WRONG,
        /** It takes, or would take, the place of a bill that a person decided. */
        REPLACES_DECISION,
        /** An offline charge by a card that the pile was not given. */
        CARD_NOT_ON_PILE,
        /** An offline charge by a card that may not charge at this station, or where no card may. */
        CARD_NOT_TAKEN_HERE,
        /** An offline charge above what was left of the card's day, or of a day that nobody knows. */
        CARD_OVER_DAILY_CAP
    }

    /** The decision; {@code observed} is what our own meter saw delivered, by price level, or empty. */
    public SettlementDecision decide(SettlementFacts facts, Map<PriceLevel, Energy> observed, Instant now) {
        if (!facts.first()) {
            return quarantine(Reason.OTHER_CONTENT);
        }
        ChargingOrder order = facts.order();
        if (order == null) {
            return orphan(facts, now);
        }
        if (!order.gun().pileNo().equals(facts.record().gun().pileNo())) {
            return quarantine(Reason.OTHER_PILE);
        }
        PostedBill posted = facts.posted();
        if (posted != null && !posted.waitsForRecord()) {
            return quarantine(Reason.BILLED_ALREADY);
        }
        if (posted == null && (order.state() == OrderState.SETTLED || order.state() == OrderState.IN_REVIEW)) {
            return quarantine(Reason.ORDER_DECIDED_ALREADY);
        }
        Case judged = new Case(facts, order, ChargeTimes.of(facts.record(), order, facts.receivedAt(), site), now);
        Tariff tariff = facts.tariff();
        if (tariff == null) {
            return judged.review(null, Reason.NO_TARIFF);
        }
        return facts.record().complete()
                ? checked(judged, tariff, observed)
                : judged.review(null, Reason.RECORD_INCOMPLETE);
    }

    private static SettlementDecision checked(Case judged, Tariff tariff, Map<PriceLevel, Energy> observed) {
        SettlementFacts facts = judged.facts;
        GunPlace place = facts.place();
        BillCheck check;
        try {
            check = BillCheck.of(
                    PileBills.of(
                            facts.record(),
                            judged.times.duration(),
                            place == null ? 0 : place.ratedWatts(),
                            judged.order.progress(),
                            observed),
                    tariff);
        } catch (IllegalArgumentException absurd) {
            return judged.review(null, Reason.NUMBERS_OUT_OF_BOUNDS);
        }
        List<String> findings = new ArrayList<>(judged.flags());
        check.kinds().stream().map(Finding.Kind::name).forEach(findings::add);
        return switch (check.verdict()) {
            case ACCEPT, ACCEPT_OURS -> judged.accepted(check.ours().orElseThrow(), findings);
            case HOLD_FOR_PERSON ->
                judged.inReview(check.ours().orElse(null), findings, check.atMost(), InboxState.IN_REVIEW);
            case QUARANTINE -> judged.review(check.ours().orElse(null), findings);
        };
    }

    /** One record and its order while they are judged. */
    private final class Case {
        private final SettlementFacts facts;
        private final ChargingOrder order;
        private final ChargeTimes times;
        private final Instant now;

        Case(SettlementFacts facts, ChargingOrder order, ChargeTimes times, Instant now) {
            this.facts = facts;
            this.order = order;
            this.times = times;
            this.now = now;
        }

        private List<String> flags() {
            List<String> flags = new ArrayList<>();
            if (!order.gun().equals(facts.record().gun())) {
                flags.add(Reason.RECORD_NAMES_OTHER_GUN.name());
            }
            if (times.clockWrong()) {
                flags.add(Reason.PILE_CLOCK_WRONG.name());
            }
            if (facts.posted() != null) {
                flags.add(Reason.REPLACES_DECISION.name());
            }
            CardStanding card = facts.card();
            if (card != null) {
                card.doubts().forEach(doubt -> flags.add(doubt.name()));
            }
            return flags;
        }

        /** The numbers are right; whether the card was there, a person says if there is doubt. */
        private SettlementDecision accepted(ChargingBill bill, List<String> findings) {
            CardStanding card = facts.card();
            if (card == null) {
                return bill(bill, findings);
            }
            Money left = card.left();
            boolean over = left != null && bill.payable().compareTo(left) > 0;
            if (over) {
                findings.add(Reason.CARD_OVER_DAILY_CAP.name());
            }
            return over || !card.doubts().isEmpty()
                    ? inReview(bill, findings, openHold(facts), InboxState.IN_REVIEW)
                    : bill(bill, findings);
        }

        private SettlementDecision bill(ChargingBill bill, List<String> flags) {
            PostedBill before = facts.posted();
            int code = facts.record().stopReasonCode();
            EndReason reason = EndReason.of(endOf.apply(code));
            boolean energy = !bill.energy().isZero();
            OrderEvent event = before == null
                    ? new OrderEvent.RecordSettled(code, energy, reason)
                    : new OrderEvent.BillReplaced(code, reason);
            if (order.terms().driverId() == null || !(machine.on(order, event, now) instanceof Step.Changed step)) {
                return quarantine(Reason.ORDER_DECIDED_ALREADY);
            }
            Posting posting = before == null
                    ? Posting.first(order, BillOrigin.RECORD, bill, flags, fromWallet(facts, bill.payable()))
                    : Posting.replacing(
                            before,
                            order,
                            BillOrigin.RECORD,
                            bill,
                            flags,
                            walletOf(facts),
                            facts.receivable(),
                            bill.payable());
            return new Bill(step, posting);
        }

        private SettlementDecision review(@Nullable ChargingBill proposal, Reason reason) {
            List<String> reasons = flags();
            reasons.add(reason.name());
            return review(proposal, reasons);
        }

        /** Not believable: nothing it says can tell how much of the hold to release. */
        private SettlementDecision review(@Nullable ChargingBill proposal, List<String> reasons) {
            return inReview(proposal, reasons, openHold(facts), InboxState.QUARANTINED);
        }

        /** The hold above {@code atMost} is released; all of it if the record says that nothing was delivered. */
        private SettlementDecision inReview(
                @Nullable ChargingBill proposal, List<String> reasons, Money atMost, InboxState inbox) {
            if (facts.posted() != null) {
                return new Beside(order, proposal, reasons, InboxState.IN_REVIEW);
            }
            boolean nothing = facts.record().total().isZero()
                    && (proposal == null || proposal.energy().isZero());
            Money keep = nothing ? Money.ZERO : openHold(facts).min(atMost);
            int code = facts.record().stopReasonCode();
            OrderEvent event = new OrderEvent.RecordHeld(code, EndReason.of(endOf.apply(code)));
            return machine.on(order, event, now) instanceof Step.Changed step
                    ? new Review(step, proposal, reasons, keep, inbox)
                    : quarantine(Reason.ORDER_DECIDED_ALREADY);
        }
    }

    /** From the hold first, then from what nothing else holds; the rest is owed. */
    static Money fromWallet(SettlementFacts facts, Money due) {
        return fromWallet(facts.hold(), walletOf(facts), due);
    }

    /** The same for whoever else settles. */
    public static Money fromWallet(@Nullable Hold hold, Wallet wallet, Money due) {
        if (hold == null || !hold.isOpen()) {
            return due.min(wallet.spendable());
        }
        return wallet.settle(hold, due).map(Wallet.Settlement::fromWallet).orElse(Money.ZERO);
    }

    private static Wallet walletOf(SettlementFacts facts) {
        Wallet wallet = facts.wallet();
        return wallet == null ? Wallet.EMPTY : wallet;
    }

    private static Money openHold(SettlementFacts facts) {
        Hold hold = facts.hold();
        return hold != null && hold.isOpen() ? hold.amount() : Money.ZERO;
    }

    private SettlementDecision orphan(SettlementFacts facts, Instant now) {
        GunPlace place = facts.place();
        if (place == null) {
            return quarantine(Reason.GUN_UNKNOWN);
        }
        ChargingOrder order = OrphanOrders.ofRecord(
                place.tenantId(), place.stationId(), facts.record(), facts.receivedAt(), random, now);
        return new Orphan(order, OrphanOrders.transition(facts.recordId(), now));
    }

    private static Quarantine quarantine(Reason reason) {
        return new Quarantine(reason.name());
    }
}
