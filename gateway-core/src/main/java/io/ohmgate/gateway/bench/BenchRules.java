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
    private final ZoneId site;

    public BenchRules(OrderMachine machine, ZoneId site) {
        this.machine = machine;
        this.site = site;
    }

    /** {@code by} names who decides, {@code reason} is in that person's words. */
    public BenchVerdict decide(BenchFacts facts, BenchChoice choice, String by, String reason, Instant now) {
        ChargingOrder order = facts.order();
        PostedBill before = facts.posted();
        boolean again = before != null && facts.review() != null;
        OrderEvent event = new OrderEvent.Decided(choice.kind().name(), by, reason);
        if ((order.state() == OrderState.SETTLED && !again)
                || !(machine.on(order, event, now) instanceof Step.Changed step)) {
            return refused(BenchRefusal.ORDER_NOT_ABNORMAL);
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
        ChargingBill nearest = ofRecord(facts.review(), tariff)
                .or(() -> Estimate.of(facts.order(), tariff, site).map(Estimate::bill))
                .orElse(Rating.bill(tariff, Map.of()));
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
                    before, facts.order(), choice.kind().origin(), bill, flags, wallet, facts.receivable(), most);
        }
        Money fromWallet = mayTakeFreeMoney(choice)
                ? Settlement.fromWallet(facts.hold(), wallet, bill.payable())
                : bill.payable().min(held(facts.hold()));
        return Posting.first(facts.order(), choice.kind().origin(), bill, flags, fromWallet);
    }

    /** What a person merely states takes no more than was held for it; the rest is owed and the driver is asked for it. */
    private static boolean mayTakeFreeMoney(BenchChoice choice) {
        return switch (choice) {
            case BenchChoice.AcceptBill unused -> true;
            case BenchChoice.Estimate unused -> true;
            case BenchChoice.VoidOrder unused -> true;
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
