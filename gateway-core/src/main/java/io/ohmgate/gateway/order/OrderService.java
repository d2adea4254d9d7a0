package io.ohmgate.gateway.order;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.RunningMeter;
import io.ohmgate.billing.Tariff;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileReport.GunReported;
import io.ohmgate.gateway.link.PileReport.StartAnswered;
import io.ohmgate.gateway.link.PileReport.StopAnswered;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.order.OrderEvent.StopRequested;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.work.Detached;
import io.ohmgate.gateway.work.Urgent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Starts, follows and stops charges: {@link GunReports} says what happens to which order, {@link OrderChanges} hands it to
 * the machine within a transaction, and what follows is carried out here after the commit.
 */
public final class OrderService implements OrderDesk {
    private static final Logger LOG = LoggerFactory.getLogger(OrderService.class);
    private static final String PLATFORM = "platform";
    private static final int TRADE_NUMBERS_TRIED_MAX = 3;

    private final OrderStore orders;
    private final TariffVersions tariffs;
    private final Piles piles;
    private final OrderNotices notices;
    private final OrderHome home;
    private final StartRules rules;
    private final Settings settings;
    private final InstantSource clock;
    private final RunningOrders running = new RunningOrders();
    /** How the starts under way came to us, until they are written. */
    private final StartWays ways = new StartWays();

    private final StartPlans plans;
    private final OrderCommands commands;
    private final OrderChanges changes;
    private final SilentCharges silent;
    private final GunReports reports;

    public OrderService(
            OrderStore orders,
            TariffVersions tariffs,
            Piles piles,
            OrderNotices notices,
            Settings settings,
            RandomGenerator random,
            InstantSource clock,
            Scheduler scheduler) {
        this(orders, tariffs, piles, notices, settings, random, clock, scheduler, OrderHome.ALONE);
    }

    /** {@code home} tells which orders are this node's. */
    public OrderService(
            OrderStore orders,
            TariffVersions tariffs,
            Piles piles,
            OrderNotices notices,
            Settings settings,
            RandomGenerator random,
            InstantSource clock,
            Scheduler scheduler,
            OrderHome home) {
        this.orders = orders;
        this.home = home;
        this.tariffs = tariffs;
        this.piles = piles;
        this.notices = notices;
        this.settings = settings;
        this.rules = new StartRules(settings.policy(), settings.timings());
        TradeNumbers tradeNumbers = new TradeNumbers(settings.site(), random);
        this.plans = new StartPlans(piles, running, tradeNumbers, random);
        this.clock = clock;
        this.commands = new OrderCommands(piles, running, settings.timings(), clock);
        this.changes = new OrderChanges(orders, running, settings, clock, scheduler, home, this::carryOut);
        this.silent = new SilentCharges(running, changes, commands, piles, notices, settings.timings(), clock);
        ForeignCharges foreign =
                new ForeignCharges(orders, running, changes, commands, piles, notices, tradeNumbers, random, clock);
        this.reports = new GunReports(running, changes, silent, foreign, piles, notices, settings.site(), clock, home);
    }

    /** What may be set. An event that matters is tried {@code attempts} times more, ever more slowly. */
    public record Settings(
            OrderTimings timings,
            StartPolicy policy,
            ZoneId site,
            Duration patience,
            long attempts,
            Duration firstRetry,
            Duration lastRetry) {
        public static Settings of(OrderTimings timings, StartPolicy policy, ZoneId site) {
            return new Settings(
                    timings, policy, site, Duration.ofSeconds(10), 5, Duration.ofMillis(100), Duration.ofSeconds(3));
        }
    }

    /**
     * Loads what runs. To be completed before piles may log in, so that their first reports find their orders; a start
     * that may or may not have been written before the restart is not written again.
     */
    public Mono<Void> recover() {
        return orders.unfinished()
                .concatMap(this::known)
                .then(Flux.defer(() -> Flux.fromIterable(running.parallel()))
                        .concatMap(this::rejoin)
                        .then());
    }

    private Mono<Void> known(ChargingOrder order) {
        running.committed(order);
        return meterFor(order);
    }

    /**
     * Takes in the orders of piles that have just logged in here, and may have been another node's until now. To be
     * completed before {@link #cameBack}. What ended elsewhere in the meantime is forgotten.
     */
    public Mono<Void> arrived(Collection<PileNo> piles) {
        return Mono.defer(() -> {
            Map<OrderId, GunId> before = running.knownOn(piles);
            return orders.unfinished(piles)
                    .concatMap(order -> known(order).thenReturn(order.id()))
                    .doOnNext(before::remove)
                    .then(Mono.fromRunnable(() -> before.forEach(running::forget)))
                    .thenMany(Flux.defer(() -> Flux.fromIterable(running.parallel()))
                            .filter(known -> piles.contains(known.order().gun().pileNo()))
                            .concatMap(this::rejoin))
                    .then();
        });
    }

    /** The pile has logged in at another node: its orders are at home there. */
    public void left(PileNo pileNo) {
        running.knownOn(List.of(pileNo)).forEach(running::forget);
    }

    /** Another node has changed an order that memory may know; {@code stop} says that its pile is to be told. */
    public Mono<ChargingOrder> changedElsewhere(OrderId id, boolean stop) {
        return orders.find(id)
                .filter(order -> home.isHere(order.gun().pileNo())
                        || running.find(order.gun(), order.tradeNo()).isPresent())
                .doOnNext(order -> {
                    changes.changedElsewhere(order);
                    if (stop) {
                        commands.stop(order);
                    }
                });
    }

    /** The other gun may have failed or been stopped just before the restart. */
    private Mono<Void> rejoin(RunningOrder known) {
        ParallelGroup group = known.order().terms().source().parallel();
        return group == null
                ? Mono.empty()
                : orders.group(group.main())
                        .filter(other -> !other.id().equals(known.order().id()))
                        .filter(other ->
                                other.state() == OrderState.START_FAILED || other.state() == OrderState.STOPPING)
                        .doOnNext(other -> changes.happens(
                                known.order(), new StopRequested(StopCause.OTHER_GUN_STOPPED, PLATFORM)))
                        .then();
    }

    private Mono<Void> meterFor(ChargingOrder order) {
        Long version = order.terms().tariffVersionId();
        if (version == null || !order.state().active()) {
            return Mono.empty();
        }
        return tariffs.find(version)
                .doOnNext(
                        tariff -> running.update(order.gun(), order.id(), known -> known.with(tariff, settings.site())))
                .then();
    }

    /**
     * Opens an order and starts the charge. Completes when the order is durable; the command to the pile follows. Nobody
     * can cancel it, and the same driver and key again find the same order.
     */
    public Mono<StartOutcome> start(StartRequest request) {
        return Detached.from(open(request).doOnNext(outcome -> {
            if (outcome instanceof StartOutcome.Accepted accepted) {
                opened(accepted, request.by());
            }
        }));
    }

    private Mono<StartOutcome> open(StartRequest request) {
        return Mono.defer(() -> {
                    Instant now = clock.instant();
                    StartPlan plan = plans.of(request, now);
                    return orders.open(
                            request.driverId(),
                            request.idempotencyKey(),
                            facts -> plan.decide(rules, facts, clock.instant()));
                })
                .retryWhen(Retry.max(TRADE_NUMBERS_TRIED_MAX).filter(TradeNoTakenException.class::isInstance));
    }

    /**
     * Sends the start on its way. A repeated tap does so too while the order is only created: the first one's answer may
     * have been lost, and only one of them can make the move that writes the start (invariants B1).
     */
    private void opened(StartOutcome.Accepted accepted, StartBy by) {
        opened(accepted.order(), accepted.repeated(), by);
        accepted.parts().forEach(part -> opened(part, accepted.repeated(), by));
    }

    private void opened(ChargingOrder order, boolean repeated, StartBy by) {
        Optional<Tariff> tariff = piles.factsOf(order.gun())
                .map(GunFacts::tariff)
                .filter(held -> Long.valueOf(held.tariffVersionId())
                        .equals(order.terms().tariffVersionId()))
                .map(GunFacts.ConfirmedTariff::tariff);
        if (home.isHere(order.gun().pileNo())) {
            running.opened(order, tariff.orElse(null));
        }
        if (!repeated) {
            ways.put(order.id(), by);
            notices.tell(new OrderNotice.OrderOpened(
                    OrderRef.of(order), order.terms().createdAt()));
        }
        boolean linked = piles.linkOf(order.gun().pileNo()).isPresent();
        if (!linked && repeated && !home.isHere(order.gun().pileNo())) {
            // The node that opened it may be about to write the start; if it died, the deadline ends the order.
            return;
        }
        changes.happens(order, linked ? new OrderEvent.StartSent() : new OrderEvent.StartUnsendable());
        if (tariff.isEmpty() && !repeated) {
            meterFor(order).subscribe(done -> {}, error -> OrderChanges.failed(order, "load tariff", error));
        }
    }

    /** Wants an order stopped. Completes when the wish is durable; empty if there is no such order. Uncancellable. */
    public Mono<StopOutcome> stop(OrderId id, StopCause cause, String by) {
        return Detached.from(Urgent.mark(orders.find(id))
                .flatMap(order -> changes.now(order, new StopRequested(cause, by)))
                .map(step -> switch (step.order().state()) {
                    case CREATED, START_SENT, START_ACKED, CHARGING, STOPPING -> new StopOutcome.Accepted(step.order());
                    case START_FAILED ->
                        step instanceof Step.Changed
                                ? new StopOutcome.Accepted(step.order())
                                : new StopOutcome.AlreadyOver(step.order());
                    case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED -> new StopOutcome.AlreadyOver(step.order());
                }));
    }

    /** Fires a timer that is due. Fails if it could not: it is still in the table then and comes again. */
    public Mono<Void> fire(OrderTimer timer) {
        return changes.fire(timer);
    }

    /** Takes in a step that was committed elsewhere, by a settlement or a person, and carries out its effects. */
    public void committed(Step step) {
        changes.committed(step);
    }

    /**
     * The driver has more money than before: charges under way may spend it, up to what may be held. Completes when the
     * holds are raised; the piles are told after that.
     */
    public Mono<Void> raiseHolds(long driverId) {
        return Detached.from(Flux.fromIterable(running.ofDriver(driverId))
                .concatMap(known -> changes.raiseHold(known.order(), rules::raised))
                .then());
    }

    /** The energies that we saw delivered under this number, by price level; empty if memory has nothing. */
    public Map<PriceLevel, Energy> observed(GunId gun, TradeNo tradeNo) {
        RunningMeter meter = running.on(gun)
                .filter(known -> known.order().tradeNo().equals(tradeNo))
                .or(() -> running.recent(tradeNo))
                .map(RunningOrder::meter)
                .orElse(null);
        return meter == null ? Map.of() : meter.energies();
    }

    /** The order that holds the gun, or whose stop to it is still unproven; from memory. */
    public Optional<ChargingOrder> on(GunId gun) {
        return running.on(gun).map(RunningOrder::order).or(() -> running.unprovenStopOn(gun));
    }

    /** An order that runs or has ended lately; from memory. */
    public Optional<ChargingOrder> remembered(GunId gun, TradeNo tradeNo) {
        return running.find(gun, tradeNo);
    }

    /** How many orders hold a gun of this node. */
    public int runningCount() {
        return running.all().size();
    }

    /** The gun's order as long as its charge is wanted: being started, or running. */
    public Optional<ChargingOrder> startable(GunId gun) {
        return running.on(gun).map(RunningOrder::order).filter(order -> switch (order.state()) {
            case CREATED, START_SENT, START_ACKED, CHARGING -> true;
            case STOPPING, AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED -> false;
        });
    }

    RunningOrders running() {
        return running;
    }

    SilentCharges silent() {
        return silent;
    }

    @Override
    public Optional<RunningCharge> runningOn(GunId gun) {
        return running.on(gun).map(RunningOrder::charge);
    }

    @Override
    public void cameBack(SessionId session) {
        for (RunningOrder known : running.onPile(session.pileNo())) {
            commands.ask(known.order().gun());
            changes.happens(known.order(), new OrderEvent.PileCameBack());
        }
        running.unprovenStopsOnPile(session.pileNo())
                .forEach(order -> changes.happens(order, new OrderEvent.PileCameBack()));
    }

    @Override
    public void reported(SessionId session, PileReport report) {
        if (!report.pileNo().equals(session.pileNo())) {
            LOG.atWarn().addKeyValue("pileNo", session.pileNo()).log("a report for another pile was dropped");
            return;
        }
        switch (report) {
            case GunReported gun -> reports.gun(gun);
            case StartAnswered answer -> reports.started(answer);
            case StopAnswered answer -> reports.stopped(answer);
            case PileReport.GunHealth unused -> {}
            case PileReport.BatteryReported unused -> {}
            case PileReport.BatteryNoted unused -> {}
            case PileReport.StartAtPileRequested unused -> {}
            case PileReport.LimitAnswered unused -> {}
            case PileReport.TariffAnswered unused -> {}
            case PileReport.TariffHeld unused -> {}
            case PileReport.TariffTold unused -> {}
            case PileReport.ClockAnswered unused -> {}
            case PileReport.CommandAnswered unused -> {}
            case PileReport.GroundLockReported unused -> {}
            case PileReport.CardsStored unused -> {}
            case PileReport.CardsCleared unused -> {}
            case PileReport.CardsFound unused -> {}
        }
    }

    private void carryOut(ChargingOrder order, OrderEffect effect) {
        switch (effect) {
            case OrderEffect.SendStart unused -> sendStart(order);
            case OrderEffect.SendStop unused -> commands.stop(order);
            case OrderEffect.SendLimit unused ->
                notices.tell(new OrderNotice.LimitRaised(
                        OrderRef.of(order), order.terms().hold(), clock.instant()));
            case OrderEffect.LowerHold unused -> lowerHold(order);
            case OrderEffect.Tell tell -> notices.tell(tell.notice());
        }
    }

    /** Whoever waits at the pile has gone when the answer comes too late; what starts all the same is stopped. */
    private void sendStart(ChargingOrder order) {
        if (!commands.start(order, ways.remove(order.id()))) {
            changes.happens(order, new StopRequested(StopCause.ANSWERED_TOO_LATE, PLATFORM));
        }
    }

    /** Without its record an order keeps only what its charge can have cost; if that is not known, all of it. */
    private void lowerHold(ChargingOrder order) {
        Long version = order.terms().tariffVersionId();
        if (version == null) {
            return;
        }
        int watts = piles.factsOf(order.gun()).map(GunFacts::ratedWatts).orElse(0);
        changes.run(
                        order.gun(),
                        Mono.defer(() -> tariffs.find(version)
                                .flatMap(tariff ->
                                        Mono.justOrEmpty(Estimate.atMost(order, tariff, watts, settings.site())))
                                .flatMap(kept -> orders.lowerHold(order.id(), kept, clock.instant()))))
                .subscribe(done -> {}, error -> OrderChanges.failed(order, "lower hold", error));
    }
}
