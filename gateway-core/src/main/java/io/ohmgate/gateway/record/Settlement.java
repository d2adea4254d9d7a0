package io.ohmgate.gateway.record;

import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.check.BillCheck;
import io.ohmgate.billing.check.Finding;
import io.ohmgate.billing.ledger.Driver;
import io.ohmgate.billing.ledger.Journals;
import io.ohmgate.billing.wallet.Hold;
import io.ohmgate.billing.wallet.Wallet;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEvent;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderMachine;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderTerms;
import io.ohmgate.gateway.order.OrphanOrders;
import io.ohmgate.gateway.order.Progress;
import io.ohmgate.gateway.order.Step;
import io.ohmgate.gateway.record.SettlementDecision.Bill;
import io.ohmgate.gateway.record.SettlementDecision.Orphan;
import io.ohmgate.gateway.record.SettlementDecision.Quarantine;
import io.ohmgate.gateway.record.SettlementDecision.Review;
import io.ohmgate.gateway.record.SettlementFacts.GunPlace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a kept record comes to (结算). Pure but for the ids of orphans. The bill is the pile's energy at the order's own
 * prices; the pile's amount is evidence, and too far off it calls a person (invariants 7.5).
 */
public final class Settlement {
    private final OrderMachine machine;
    private final RandomGenerator random;

    public Settlement(OrderMachine machine, RandomGenerator random) {
        this.machine = machine;
        this.random = random;
    }

    /** Reasons of ours, beside the findings of the bill check. Stable codes of the bench. */
    enum Reason {
        OTHER_CONTENT,
        BILLED_ALREADY,
        ORDER_DECIDED_ALREADY,
        OTHER_PILE,
        GUN_UNKNOWN,
        NO_TARIFF,
        RECORD_INCOMPLETE,
        NUMBERS_OUT_OF_BOUNDS
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
        if (facts.billed()) {
            return quarantine(Reason.BILLED_ALREADY);
        }
        if (order.state() == OrderState.SETTLED || order.state() == OrderState.IN_REVIEW) {
            return quarantine(Reason.ORDER_DECIDED_ALREADY);
        }
        Tariff tariff = facts.tariff();
        if (tariff == null) {
            return review(facts, order, Optional.empty(), List.of(Reason.NO_TARIFF.name()), now);
        }
        return facts.record().complete()
                ? checked(facts, order, tariff, observed, now)
                : review(facts, order, Optional.empty(), List.of(Reason.RECORD_INCOMPLETE.name()), now);
    }

    private SettlementDecision checked(
            SettlementFacts facts, ChargingOrder order, Tariff tariff, Map<PriceLevel, Energy> observed, Instant now) {
        GunPlace place = facts.place();
        BillCheck check;
        try {
            check = BillCheck.of(
                    PileBills.of(facts.record(), place == null ? 0 : place.ratedWatts(), order.progress(), observed),
                    tariff);
        } catch (IllegalArgumentException absurd) {
            return review(facts, order, Optional.empty(), List.of(Reason.NUMBERS_OUT_OF_BOUNDS.name()), now);
        }
        List<String> findings = check.kinds().stream().map(Finding.Kind::name).toList();
        return switch (check.verdict()) {
            case ACCEPT, ACCEPT_OURS -> bill(facts, order, check.ours().orElseThrow(), findings, now);
            case HOLD_FOR_PERSON -> held(facts, order, check, findings, now);
            case QUARANTINE -> review(facts, order, check.ours(), findings, now);
        };
    }

    private SettlementDecision bill(
            SettlementFacts facts, ChargingOrder order, ChargingBill bill, List<String> flags, Instant now) {
        boolean energy = !bill.energy().isZero();
        OrderEvent event = new OrderEvent.RecordSettled(facts.record().stopReasonCode(), energy);
        if (!(machine.on(order, event, now) instanceof Step.Changed step)) {
            return quarantine(Reason.ORDER_DECIDED_ALREADY);
        }
        Money fromWallet = fromWallet(facts, bill.payable());
        Money owed = bill.payable().minus(fromWallet);
        Long driver = order.terms().driverId();
        if (driver == null) {
            return quarantine(Reason.ORDER_DECIDED_ALREADY);
        }
        return new Bill(
                step,
                bill,
                flags,
                fromWallet,
                owed,
                Journals.settleCharge(
                                order.id().text(), new Driver(order.terms().tenantId(), driver), bill, fromWallet, owed)
                        .orElse(null));
    }

    /** From the hold first, then from what nothing else holds; the rest is owed. */
    private static Money fromWallet(SettlementFacts facts, Money due) {
        Wallet wallet = facts.wallet() == null ? Wallet.EMPTY : facts.wallet();
        Hold hold = facts.hold();
        if (hold == null || !hold.isOpen()) {
            return due.min(wallet.spendable());
        }
        return wallet.settle(hold, due).map(Wallet.Settlement::fromWallet).orElse(Money.ZERO);
    }

    /** Far off, but believable: the hold above what can be asked for is released. */
    private SettlementDecision held(
            SettlementFacts facts, ChargingOrder order, BillCheck check, List<String> findings, Instant now) {
        Money keep = openHold(facts).min(check.atMost());
        return inReview(facts, order, check.ours().orElse(null), findings, keep, InboxState.IN_REVIEW, now);
    }

    /** Not believable: nothing it says can tell how much of the hold to release. */
    private SettlementDecision review(
            SettlementFacts facts,
            ChargingOrder order,
            Optional<ChargingBill> proposal,
            List<String> reasons,
            Instant now) {
        return inReview(facts, order, proposal.orElse(null), reasons, openHold(facts), InboxState.QUARANTINED, now);
    }

    private SettlementDecision inReview(
            SettlementFacts facts,
            ChargingOrder order,
            @Nullable ChargingBill proposal,
            List<String> reasons,
            Money keep,
            InboxState inbox,
            Instant now) {
        OrderEvent event = new OrderEvent.RecordHeld(facts.record().stopReasonCode());
        return machine.on(order, event, now) instanceof Step.Changed step
                ? new Review(step, proposal, reasons, keep, inbox)
                : quarantine(Reason.ORDER_DECIDED_ALREADY);
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
        ChargeRecord record = facts.record();
        OrderTerms terms = new OrderTerms(
                place.tenantId(),
                place.stationId(),
                record.gun(),
                record.tradeNo(),
                null,
                null,
                null,
                Money.ZERO,
                new ChargeLimit.Full(),
                true,
                now);
        Progress delivered = new Progress(record.total(), record.pileAmount(), null, facts.receivedAt());
        ChargingOrder order =
                OrphanOrders.open(OrderId.create(now, random), terms, delivered, record.stopReasonCode(), now);
        return new Orphan(order, OrphanOrders.transition(facts.recordId(), now));
    }

    private static Quarantine quarantine(Reason reason) {
        return new Quarantine(reason.name());
    }
}
