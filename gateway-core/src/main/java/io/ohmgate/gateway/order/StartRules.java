package io.ohmgate.gateway.order;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.order.OrderTimer.Kind;
import io.ohmgate.gateway.order.StartDecision.Answer;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.trust.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a charge may start (启动前检查). Pure. The first reason found is the one told; no command is sent for it. */
public final class StartRules {
    private final StartPolicy policy;
    private final OrderTimings timings;

    public StartRules(StartPolicy policy, OrderTimings timings) {
        this.policy = policy;
        this.timings = timings;
    }

    /** The verdict; {@code id} and {@code tradeNo} are used if an order is opened. */
    public StartDecision decide(
            StartRequest request, Optional<GunFacts> gun, StartFacts facts, OrderId id, TradeNo tradeNo, Instant now) {
        ChargingOrder sameTap = facts.sameKey();
        if (sameTap != null) {
            return new Answer(repeated(request, sameTap));
        }
        Optional<StartRefusal> refusal = refusalOf(gun, request).or(() -> refusalOf(facts));
        if (refusal.isPresent()) {
            return new Answer(new StartOutcome.Refused(refusal.get()));
        }
        return open(request, gun.orElseThrow(), facts, id, tradeNo, now);
    }

    /** Why the gun cannot start now, from memory alone; also what a screen may show before anybody taps. */
    public static Optional<StartRefusal> refusalOf(Optional<GunFacts> known, StartRequest request) {
        if (known.isEmpty() || known.get().tenantId() != request.tenantId()) {
            return Optional.of(StartRefusal.GUN_UNKNOWN);
        }
        return Optional.ofNullable(refusalOf(known.get(), request.waitForPlug()))
                .or(() -> priceChanged(known.get().tariff(), request.shownTariffVersionId())
                        ? Optional.of(StartRefusal.PRICE_CHANGED)
                        : Optional.empty());
    }

    private static @Nullable StartRefusal refusalOf(GunFacts gun, boolean waitForPlug) {
        if (!gun.stationOpen()) {
            return StartRefusal.STATION_CLOSED;
        }
        if (!gun.pileEnabled()) {
            return StartRefusal.PILE_DISABLED;
        }
        if (!gun.online() || gun.state() == GunState.OFFLINE) {
            return StartRefusal.PILE_OFFLINE;
        }
        if (gun.standing() != Standing.GOOD) {
            return gun.standing() == Standing.TAKEN_OVER ? StartRefusal.PILE_TAKEN_OVER : StartRefusal.PILE_NOT_TRUSTED;
        }
        if (gun.state() == GunState.FAULT) {
            return StartRefusal.GUN_FAULTY;
        }
        if (gun.state() == GunState.CHARGING) {
            return StartRefusal.GUN_BUSY;
        }
        if (!waitForPlug && Boolean.FALSE.equals(gun.plugged())) {
            return StartRefusal.GUN_NOT_PLUGGED;
        }
        return gun.tariff() == null ? StartRefusal.PILE_TARIFF_NOT_READY : null;
    }

    /** What the driver saw is what the driver pays, or nothing starts (invariants A14). */
    private static boolean priceChanged(GunFacts.@Nullable ConfirmedTariff holds, @Nullable Long shown) {
        return shown != null && (holds == null || holds.tariffVersionId() != shown);
    }

    private Optional<StartRefusal> refusalOf(StartFacts facts) {
        if (facts.barred()) {
            return Optional.of(StartRefusal.DRIVER_BARRED);
        }
        if (facts.owes()) {
            return Optional.of(StartRefusal.UNPAID_ORDER);
        }
        if (facts.activeOrders() >= policy.activeOrdersMax()) {
            return Optional.of(StartRefusal.ORDER_ALREADY_RUNNING);
        }
        return facts.available().compareTo(policy.minimumBalance()) < 0
                ? Optional.of(StartRefusal.BALANCE_TOO_LOW)
                : Optional.empty();
    }

    private static StartOutcome repeated(StartRequest request, ChargingOrder order) {
        boolean sameWish =
                order.gun().equals(request.gun()) && order.terms().limit().equals(request.limit());
        return sameWish ? new StartOutcome.Accepted(order, true) : new StartOutcome.KeyReused(order);
    }

    private StartDecision open(
            StartRequest request, GunFacts gun, StartFacts facts, OrderId id, TradeNo tradeNo, Instant now) {
        GunFacts.ConfirmedTariff tariff = gun.tariff();
        OrderTerms terms = new OrderTerms(
                gun.tenantId(),
                gun.stationId(),
                request.gun(),
                tradeNo,
                request.driverId(),
                request.idempotencyKey(),
                tariff == null ? null : tariff.tariffVersionId(),
                holdFor(request.limit(), facts.available()),
                request.limit(),
                false,
                now,
                request.by().source());
        return new StartDecision.Open(
                ChargingOrder.open(id, terms),
                List.of(new TimerChange.Set(Kind.START_DEADLINE, now.plus(timings.startDeadline()))));
    }

    /** What a running charge may have held in all if its driver could spend so much more. */
    Money raised(OrderTerms terms, Money spendable) {
        return holdFor(terms.limit(), terms.hold().plus(spendable));
    }

    /** What the pile may spend: no more than the driver wants, has, or may have held. */
    private Money holdFor(ChargeLimit limit, Money available) {
        Money most = available.min(policy.holdMax());
        return limit instanceof ChargeLimit.Amount wish ? most.min(wish.money()) : most;
    }
}
