package io.ohmgate.gateway.bench;

import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Rating;
import io.ohmgate.billing.StatedBill;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.check.BillCheck;
import io.ohmgate.billing.wallet.Hold;
import io.ohmgate.billing.wallet.Wallet;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.Estimate;
import io.ohmgate.gateway.order.OrderEvent;
import io.ohmgate.gateway.order.OrderMachine;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.Step;
import io.ohmgate.gateway.record.BillOrigin;
import io.ohmgate.gateway.record.PileBills;
import io.ohmgate.gateway.record.PostedBill;
import io.ohmgate.gateway.record.Posting;
import io.ohmgate.gateway.record.Settlement;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person's decision about an abnormal order comes to. Pure. */
public final class BenchRules {
    private final OrderMachine machine;
    /** Up to here one person decides alone, unless the operator says otherwise. */
    public static final Money ALONE_UP_TO = new Money(20_000);

    private final ZoneId site;
    private final Money aloneUpTo;

    public BenchRules(OrderMachine machine, ZoneId site, Money aloneUpTo) {
        this.machine = machine;
        this.site = site;
        this.aloneUpTo = aloneUpTo;
    }

    /** {@code by} names who decides, {@code reason} is in that person's words. */
    public BenchVerdict decide(BenchFacts facts, BenchChoice choice, String by, String reason, Instant now) {
        BenchVerdict verdict = verdict(facts, choice, by, reason, now);
        if (!(verdict instanceof BenchVerdict.Decided decided)) {
            return verdict;
        }
        Money stake = stake(facts, decided.posting());
        return stake.compareTo(aloneUpTo) > 0 ? new BenchVerdict.Proposed(stake) : verdict;
    }

    /** A second person has looked at it: it moves no more than that person was shown. */
    public BenchVerdict approved(BenchFacts facts, BenchStore.Proposal proposal, Instant now) {
        BenchVerdict verdict = verdict(facts, proposal.choice(), proposal.by(), proposal.reason(), now);
        return verdict instanceof BenchVerdict.Decided decided
                        && stake(facts, decided.posting()).compareTo(proposal.stake()) > 0
                ? refused(BenchRefusal.PROPOSAL_OUTDATED)
                : verdict;
    }

    /** What is moved, or forgiven: the greatest of the bill, the one it replaces, and the one that numbers speak for. */
    private Money stake(BenchFacts facts, Posting posting) {
        PostedBill before = facts.posted();
        Money stake = posting.bill().payable();
        if (before != null) {
            stake = stake.max(before.payable());
        }
        BenchFacts.Waiting review = facts.review();
        if (review != null) {
            stake = stake.max(review.record().pileAmount().toMoney());
        }
        return nearest(facts).map(ChargingBill::payable).orElse(Money.ZERO).max(stake);
    }

    private Optional<ChargingBill> nearest(BenchFacts facts) {
        Tariff tariff = facts.tariff();
        return tariff == null
                ? Optional.empty()
                : ofRecord(facts.review(), tariff)
                        .or(() -> Estimate.of(facts.order(), tariff, site).map(Estimate::bill));
    }

    private BenchVerdict verdict(BenchFacts facts, BenchChoice choice, String by, String reason, Instant now) {
        ChargingOrder order = facts.order();
        PostedBill before = facts.posted();
        boolean again = before != null && facts.review() != null;
        OrderEvent event = new OrderEvent.Decided(choice.kind().name(), by, reason);
        if ((order.state() == OrderState.SETTLED && !again)
                || !(machine.on(order, event, now) instanceof Step.Changed step)) {
            return refused(BenchRefusal.ORDER_NOT_ABNORMAL);
        }
        if (choice instanceof BenchChoice.AssignDriver && !facts.assigned()) {
            return refused(BenchRefusal.ORDER_HAS_DRIVER);
        }
        boolean nobodyPays = order.terms().driverId() == null;
        if (nobodyPays && !(choice instanceof BenchChoice.VoidOrder)) {
            return refused(BenchRefusal.ORDER_WITHOUT_DRIVER);
        }
        Optional<ChargingBill> bill = billOf(facts, choice);
        if (bill.isEmpty()) {
            return refused(
                    choice instanceof BenchChoice.Estimate
                            ? BenchRefusal.NOTHING_TO_ESTIMATE
                            : BenchRefusal.NOTHING_TO_ACCEPT);
        }
        BenchFacts.Waiting review = facts.review();
        return new BenchVerdict.Decided(
                step,
                posting(facts, choice, bill.get()),
                choice.kind(),
                reason,
                by,
                review == null ? null : review.recordId(),
                Estimate.of(order, facts.tariff(), site).orElse(null));
    }

    private Optional<ChargingBill> billOf(BenchFacts facts, BenchChoice choice) {
        Tariff tariff = facts.tariff();
        if (choice instanceof BenchChoice.VoidOrder) {
            return Optional.of(ChargingBill.NOTHING);
        }
        if (tariff == null) {
            return Optional.empty();
        }
        return switch (choice) {
            case BenchChoice.AcceptBill unused -> ofRecord(facts.review(), tariff);
            case BenchChoice.StateEnergy stated ->
                Optional.of(Estimate.billOf(facts.order(), tariff, stated.energy(), site));
            case BenchChoice.StateAmount stated -> Optional.of(stated(facts, tariff, stated.money()));
            case BenchChoice.Estimate unused ->
                Estimate.of(facts.order(), tariff, site).map(Estimate::bill);
            case BenchChoice.VoidOrder unused -> Optional.of(ChargingBill.NOTHING);
            case BenchChoice.AssignDriver unused -> nearest(facts);
        };
    }

    /** The energies of the record at the order's prices; empty if they cannot be priced. */
    private static Optional<ChargingBill> ofRecord(BenchFacts.@Nullable Waiting review, Tariff tariff) {
        if (review == null) {
            return Optional.empty();
        }
        try {
            return BillCheck.of(PileBills.of(review.record(), null, 0, null, Map.of()), tariff)
                    .ours();
        } catch (IllegalArgumentException absurd) {
            return Optional.empty();
        }
    }

    /** The energy and the shares of the nearest bill that can be computed: the record's, else the estimate's. */
    private ChargingBill stated(BenchFacts facts, Tariff tariff, Money money) {
        ChargingBill nearest = nearest(facts).orElse(Rating.bill(tariff, Map.of()));
        LocalTime began = Estimate.sinceOf(facts.order()).atZone(site).toLocalTime();
        return StatedBill.of(nearest, tariff, began, money);
    }

    private static Posting posting(BenchFacts facts, BenchChoice choice, ChargingBill bill) {
        PostedBill before = facts.posted();
        Wallet wallet = facts.wallet() == null ? Wallet.EMPTY : facts.wallet();
        List<String> flags = List.of(choice.kind().name());
        if (before != null) {
            Money most = mayTakeFreeMoney(choice) ? bill.payable() : before.fromWallet();
            return Posting.replacing(
                    before, facts.order(), originOf(facts, choice), bill, flags, wallet, facts.receivable(), most);
        }
        Money fromWallet = mayTakeFreeMoney(choice)
                ? Settlement.fromWallet(facts.hold(), wallet, bill.payable())
                : bill.payable().min(held(facts.hold()));
        return Posting.first(facts.order(), originOf(facts, choice), bill, flags, fromWallet);
    }

    /** Without its record the bill is an estimate, and a record that comes after all takes its place. */
    private static BillOrigin originOf(BenchFacts facts, BenchChoice choice) {
        return choice instanceof BenchChoice.AssignDriver && facts.review() == null
                ? BillOrigin.ESTIMATED
                : choice.kind().origin();
    }

    /** What a person merely states takes no more than was held for it; the rest is owed and the driver is asked for it. */
    private static boolean mayTakeFreeMoney(BenchChoice choice) {
        return switch (choice) {
            case BenchChoice.AcceptBill unused -> true;
            case BenchChoice.Estimate unused -> true;
            case BenchChoice.VoidOrder unused -> true;
            case BenchChoice.AssignDriver unused -> true;
            case BenchChoice.StateEnergy unused -> false;
            case BenchChoice.StateAmount unused -> false;
        };
    }

    private static Money held(@Nullable Hold hold) {
        return hold != null && hold.isOpen() ? hold.amount() : Money.ZERO;
    }

    private static BenchVerdict refused(BenchRefusal refusal) {
        return new BenchVerdict.Refused(refusal);
    }
}
