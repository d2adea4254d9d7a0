package io.ohmgate.gateway.order;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.OutOfBoundsException;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.RunningMeter;
import io.ohmgate.billing.Tariff;
import io.ohmgate.gateway.link.CardFace;
import io.ohmgate.gateway.link.PileCommand;
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
import io.ohmgate.gateway.work.Lanes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Starts, follows and stops charges: hands what happens to {@link OrderMachine} within a transaction and carries out the
 * effects after its commit. The events of a gun's orders are applied one after another, in the order they came. The
 * database is asked only if memory says that an event changes something: a running gun reports every 15 seconds.
 */
public final class OrderService implements OrderDesk {
    private static final Logger LOG = LoggerFactory.getLogger(OrderService.class);
    private static final String PLATFORM = "platform";
    private static final int TRADE_NUMBERS_TRIED_MAX = 3;

    private final OrderStore orders;
    private final TariffVersions tariffs;
    private final Piles piles;
    private final OrderNotices notices;
    private final OrderMachine machine;
    private final StartRules rules;
    private final Settings settings;
    private final TradeNumbers tradeNumbers;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final RunningOrders running = new RunningOrders();
    private final StrayCharges strays = new StrayCharges();
    private final Lanes<GunId> lanes = new Lanes<>();
    /** How the starts under way came to us, until they are written. */
    private final StartWays ways = new StartWays();

    public OrderService(
            OrderStore orders,
            TariffVersions tariffs,
            Piles piles,
            OrderNotices notices,
            Settings settings,
            RandomGenerator random,
            InstantSource clock,
            Scheduler scheduler) {
        this.orders = orders;
        this.tariffs = tariffs;
        this.piles = piles;
        this.notices = notices;
        this.settings = settings;
        this.machine = new OrderMachine(settings.timings());
        this.rules = new StartRules(settings.policy(), settings.timings());
        this.tradeNumbers = new TradeNumbers(settings.site(), random);
        this.random = random;
        this.clock = clock;
        this.scheduler = scheduler;
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
                .concatMap(order -> {
                    running.committed(order);
                    return meterFor(order);
                })
                .then(Flux.defer(() -> Flux.fromIterable(running.parallel()))
                        .concatMap(this::rejoin)
                        .then());
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
                        .doOnNext(other ->
                                happens(known.order(), new StopRequested(StopCause.OTHER_GUN_STOPPED, PLATFORM)))
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
                    StartPlan plan = planOf(request, now);
                    return orders.open(
                            request.driverId(),
                            request.idempotencyKey(),
                            facts -> plan.decide(rules, facts, clock.instant()));
                })
                .retryWhen(Retry.max(TRADE_NUMBERS_TRIED_MAX).filter(TradeNoTakenException.class::isInstance));
    }

    private StartPlan planOf(StartRequest request, Instant now) {
        GunId second = request.by().otherGun();
        StartPlan.Candidate main = candidate(request.gun(), now);
        return new StartPlan(request, main, second == null ? null : candidate(second, now), hasRoom(main));
    }

    private StartPlan.Candidate candidate(GunId gun, Instant now) {
        return new StartPlan.Candidate(
                gun, piles.factsOf(gun), OrderId.create(now, random), tradeNumbers.next(gun, now));
    }

    /** A pile's guns share its power: each pile in use counts once. */
    private boolean hasRoom(StartPlan.Candidate wanted) {
        GunFacts facts = wanted.facts().orElse(null);
        OptionalInt capacity = facts == null ? OptionalInt.empty() : piles.capacityWattsOf(facts.stationId());
        if (facts == null || capacity.isEmpty()) {
            return true;
        }
        Map<PileNo, Integer> promised = new HashMap<>();
        promised.put(wanted.gun().pileNo(), facts.ratedWatts());
        for (RunningOrder known : running.all()) {
            GunId gun = known.order().gun();
            if (known.order().terms().stationId() == facts.stationId()) {
                promised.computeIfAbsent(
                        gun.pileNo(),
                        pile -> piles.factsOf(gun).map(GunFacts::ratedWatts).orElse(0));
            }
        }
        return promised.values().stream().mapToLong(Integer::longValue).sum() <= capacity.getAsInt();
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
        running.opened(order, tariff.orElse(null));
        if (!repeated) {
            ways.put(order.id(), by);
            notices.tell(new OrderNotice.OrderOpened(
                    OrderRef.of(order), order.terms().createdAt()));
        }
        boolean linked = piles.linkOf(order.gun().pileNo()).isPresent();
        happens(order, linked ? new OrderEvent.StartSent() : new OrderEvent.StartUnsendable());
        if (tariff.isEmpty() && !repeated) {
            meterFor(order).subscribe(done -> {}, error -> failed(order, "load tariff", error));
        }
    }

    /** Wants an order stopped. Completes when the wish is durable; empty if there is no such order. Uncancellable. */
    public Mono<StopOutcome> stop(OrderId id, StopCause cause, String by) {
        return Detached.from(orders.find(id)
                .flatMap(order -> lanes.run(order.gun(), change(order, new StopRequested(cause, by))))
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
        return orders.find(timer.orderId())
                .flatMap(order -> lanes.run(
                        order.gun(),
                        bounded(orders.fire(
                                        timer,
                                        row -> machine.on(
                                                current(row),
                                                new OrderEvent.TimerFired(timer.kind()),
                                                clock.instant())))
                                .doOnNext(this::committed)))
                .then();
    }

    /** Takes in a step that was committed elsewhere, by a settlement, and carries out its effects. */
    public void committed(Step step) {
        running.committed(step.order());
        if (step instanceof Step.Changed changed) {
            changed.effects().forEach(effect -> carryOut(changed.order(), effect));
            ParallelCharges.wished(changed)
                    .ifPresent(
                            event -> running.partners(changed.order()).forEach(other -> happens(other.order(), event)));
        }
    }

    /**
     * The driver has more money than before: charges under way may spend it, up to what may be held. Completes when the
     * holds are raised; the piles are told after that.
     */
    public Mono<Void> raiseHolds(long driverId) {
        return Detached.from(Flux.fromIterable(running.ofDriver(driverId))
                .concatMap(known -> lanes.run(known.order().gun(), raise(known.order())))
                .then());
    }

    private Mono<Step> raise(ChargingOrder order) {
        return Mono.defer(() -> bounded(orders.raiseHold(order.id(), (row, spendable) -> {
                    Money most = rules.raised(row.terms(), spendable);
                    return machine.on(current(row), new OrderEvent.HoldRaised(most), clock.instant());
                })))
                .retryWhen(retries())
                .doOnNext(this::committed);
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

    @Override
    public Optional<RunningCharge> runningOn(GunId gun) {
        return running.on(gun).map(RunningOrder::charge);
    }

    @Override
    public void cameBack(SessionId session) {
        for (RunningOrder known : running.onPile(session.pileNo())) {
            ask(known.order().gun());
            happens(known.order(), new OrderEvent.PileCameBack());
        }
        running.unprovenStopsOnPile(session.pileNo()).forEach(order -> happens(order, new OrderEvent.PileCameBack()));
    }

    @Override
    public void reported(SessionId session, PileReport report) {
        if (!report.pileNo().equals(session.pileNo())) {
            LOG.atWarn().addKeyValue("pileNo", session.pileNo()).log("a report for another pile was dropped");
            return;
        }
        switch (report) {
            case GunReported gun -> gunReported(gun);
            case StartAnswered answer -> startAnswered(answer);
            case StopAnswered answer -> stopAnswered(answer);
            case PileReport.GunHealth unused -> {}
            case PileReport.BatteryReported unused -> {}
            case PileReport.BatteryNoted unused -> {}
            case PileReport.StartAtPileRequested unused -> {}
            case PileReport.LimitAnswered unused -> {}
            case PileReport.TariffAnswered unused -> {}
            case PileReport.TariffHeld unused -> {}
            case PileReport.ClockAnswered unused -> {}
            case PileReport.CommandAnswered unused -> {}
            case PileReport.GroundLockReported unused -> {}
            case PileReport.CardsStored unused -> {}
            case PileReport.CardsCleared unused -> {}
            case PileReport.CardsFound unused -> {}
        }
    }

    private void gunReported(GunReported report) {
        switch (report.state()) {
            case CHARGING -> charging(report);
            // A fault ends a charge as idle does; the record says which it was.
            case IDLE, FAULT -> notCharging(report);
            case OFFLINE, UNKNOWN -> {}
        }
    }

    private void charging(GunReported report) {
        Optional<RunningOrder> own = running.on(report.gun()).filter(known -> isOwn(known.order(), report.tradeNo()));
        if (own.isPresent()) {
            strays.clear(report.gun());
            ownCharge(own.get(), report);
        } else {
            strayCharge(report);
        }
    }

    /** Some piles tell no number while they charge: then it is the gun's order, if that can be charging (ykc.md 12). */
    private static boolean isOwn(ChargingOrder order, @Nullable TradeNo told) {
        return switch (order.state()) {
            case START_SENT, START_ACKED, CHARGING, STOPPING -> told == null || told.equals(order.tradeNo());
            case CREATED -> order.tradeNo().equals(told);
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED -> false;
        };
    }

    private void ownCharge(RunningOrder known, GunReported report) {
        Instant now = clock.instant();
        ChargingOrder order = known.order();
        Energy energy = report.telemetry().charged();
        if (energy == null) {
            happens(order, new OrderEvent.ChargingSeen(null));
            return;
        }
        Progress progress = new Progress(
                energy, report.telemetry().pileAmount(), report.telemetry().socPercent(), now);
        try {
            running.update(order.gun(), order.id(), before -> before.told(progress, settings.site()));
        } catch (OutOfBoundsException unbelievable) {
            LOG.atWarn().addKeyValue("orderId", order.id()).log("an unbelievable energy was not counted");
            happens(order, new OrderEvent.ChargingSeen(null));
            return;
        }
        happens(order, new OrderEvent.ChargingSeen(progress));
        running.on(order.gun())
                .filter(after -> after.order().id().equals(order.id()))
                .ifPresent(after -> watchLimit(after, report, now));
    }

    private void watchLimit(RunningOrder known, GunReported report, Instant now) {
        ChargingOrder order = known.order();
        Progress progress = known.progress();
        if (progress == null || order.state() == OrderState.STOPPING) {
            return;
        }
        Integer told = report.telemetry().outputWatts();
        long watts = told != null
                ? told
                : piles.factsOf(order.gun()).map(GunFacts::ratedWatts).orElse(0);
        ParallelCharges.Together all =
                ParallelCharges.together(progress, order.terms(), running.partners(order), watts);
        LimitWatch.reached(
                        all.terms(),
                        all.progress(),
                        known.meter(),
                        all.watts(),
                        now.atZone(settings.site()).toLocalTime())
                .ifPresent(cause -> happens(order, new StopRequested(cause, PLATFORM)));
    }

    private void strayCharge(GunReported report) {
        GunId gun = report.gun();
        TradeNo told = report.tradeNo();
        int reports = strays.seen(gun, told);
        Optional<ChargingOrder> known =
                told == null ? Optional.empty() : running.recent(told).map(RunningOrder::order);
        if (known.isPresent()) {
            happens(known.get(), new OrderEvent.ChargingSeen(progressOf(report)));
        } else if (told != null && reports == 1) {
            lookUp(gun, told, new OrderEvent.ChargingSeen(progressOf(report)));
        }
        if (reports >= StrayCharges.REPORTS) {
            energyWithoutOrder(report, reports, known.isPresent());
        }
    }

    private void energyWithoutOrder(GunReported report, int reports, boolean knownCharge) {
        GunId gun = report.gun();
        Optional<RunningOrder> active = running.on(gun);
        if (active.isPresent() && knownCharge) {
            // Late frames of an order that ended must not end the next one.
            return;
        }
        if (reports == StrayCharges.REPORTS) {
            notices.tell(new OrderNotice.EnergyWithoutOrder(gun, report.tradeNo(), clock.instant()));
        }
        if (active.isPresent()) {
            happens(active.get().order(), new OrderEvent.OtherChargeSeen());
        } else if (reports % StrayCharges.REPORTS == 0) {
            write(new PileCommand.StopCharging(gun));
        }
    }

    private @Nullable Progress progressOf(GunReported report) {
        Energy energy = report.telemetry().charged();
        return energy == null
                ? null
                : new Progress(
                        energy,
                        report.telemetry().pileAmount(),
                        report.telemetry().socPercent(),
                        clock.instant());
    }

    private void notCharging(GunReported report) {
        strays.clear(report.gun());
        TradeNo told = report.tradeNo();
        running.on(report.gun())
                .map(RunningOrder::order)
                .filter(order -> told == null || told.equals(order.tradeNo()))
                .ifPresent(order -> happens(order, new OrderEvent.IdleSeen()));
        running.unprovenStopOn(report.gun()).ifPresent(order -> happens(order, new OrderEvent.IdleSeen()));
    }

    private void startAnswered(StartAnswered answer) {
        OrderEvent event = switch (answer.answer()) {
            case ACCEPTED -> new OrderEvent.StartAccepted();
            case NOT_PLUGGED -> new OrderEvent.StartAwaitsPlug();
            case PILE_NUMBER_MISMATCH, ALREADY_CHARGING, PILE_FAULT, PILE_OFFLINE, OTHER ->
                new OrderEvent.StartRejected(answer.answer(), answer.code());
        };
        running.find(answer.gun(), answer.tradeNo())
                .ifPresentOrElse(order -> happens(order, event), () -> lookUp(answer.gun(), answer.tradeNo(), event));
    }

    private void stopAnswered(StopAnswered answer) {
        OrderEvent event = switch (answer.answer()) {
            case ACCEPTED -> new OrderEvent.StopAccepted();
            case NOT_CHARGING -> new OrderEvent.StopFoundNothing();
            case PILE_NUMBER_MISMATCH, OTHER -> new OrderEvent.StopRejected(answer.code());
        };
        running.on(answer.gun()).ifPresent(known -> happens(known.order(), event));
        running.unprovenStopOn(answer.gun()).ifPresent(order -> happens(order, event));
    }

    /** For an order that memory has forgotten: it may be one that failed and starts after all. */
    private void lookUp(GunId gun, TradeNo tradeNo, OrderEvent event) {
        lanes.run(
                        gun,
                        bounded(orders.find(tradeNo))
                                .filter(order -> order.gun().equals(gun))
                                .retryWhen(retries()))
                .subscribe(
                        order -> {
                            running.committed(order);
                            happens(order, event);
                        },
                        error -> LOG.atError()
                                .setCause(error)
                                .addKeyValue("tradeNo", tradeNo)
                                .log("an order could not be looked up"));
    }

    /**
     * Hands an event to the machine if memory does not already know that it changes nothing. While another event of the
     * gun is being written memory may be behind; only a charging report, which comes again, is then left out.
     */
    private void happens(ChargingOrder order, OrderEvent event) {
        boolean changes = machine.on(order, event, clock.instant()) instanceof Step.Changed;
        if (changes || (lanes.busy(order.gun()) && !(event instanceof OrderEvent.ChargingSeen))) {
            queue(order, event);
        }
    }

    private void queue(ChargingOrder order, OrderEvent event) {
        lanes.run(order.gun(), change(order, event)).subscribe(step -> {}, error -> failed(order, event.name(), error));
    }

    private Mono<Step> change(ChargingOrder order, OrderEvent event) {
        Instant heardAt = clock.instant();
        return Mono.defer(() ->
                        bounded(orders.change(order.id(), row -> machine.on(current(row), event, at(event, heardAt)))))
                .retryWhen(retries())
                .doOnNext(this::committed);
    }

    /** A report counts from when it came; a start is judged when it would be written (invariants B1). */
    private Instant at(OrderEvent event, Instant heardAt) {
        return event instanceof OrderEvent.StartSent ? clock.instant() : heardAt;
    }

    private ChargingOrder current(ChargingOrder row) {
        return running.on(row.gun())
                .filter(known -> known.order().id().equals(row.id()))
                .map(RunningOrder::progress)
                .map(row::withProgress)
                .orElse(row);
    }

    /** Nothing may hold a gun's lane for ever; what was given up may have been committed, and is safe to repeat. */
    private <T> Mono<T> bounded(Mono<T> transaction) {
        return transaction.timeout(settings.patience(), scheduler);
    }

    private Retry retries() {
        return Retry.backoff(settings.attempts(), settings.firstRetry())
                .maxBackoff(settings.lastRetry())
                .scheduler(scheduler);
    }

    private static void failed(ChargingOrder order, String what, Throwable error) {
        LOG.atError()
                .setCause(error)
                .addKeyValue("orderId", order.id())
                .addKeyValue("event", what)
                .log("an order's event was given up; its timers stand");
    }

    private void carryOut(ChargingOrder order, OrderEffect effect) {
        switch (effect) {
            case OrderEffect.SendStart unused -> sendStart(order);
            case OrderEffect.SendStop unused -> sendStop(order);
            case OrderEffect.SendLimit unused ->
                notices.tell(new OrderNotice.LimitRaised(
                        OrderRef.of(order), order.terms().hold(), clock.instant()));
            case OrderEffect.Tell tell -> notices.tell(tell.notice());
        }
    }

    private void sendStart(ChargingOrder order) {
        Instant sentAt = order.times().startSentAt();
        if (sentAt == null
                || !clock.instant().isBefore(sentAt.plus(settings.timings().startDeadline()))) {
            LOG.atWarn().addKeyValue("orderId", order.id()).log("a start came too late to be written");
            return;
        }
        StartBy by = ways.remove(order.id());
        CardFace card = by == null ? CardFace.NONE : by.card();
        Money hold = order.terms().hold();
        ParallelGroup group = order.terms().source().parallel();
        String parallelNo = group == null ? null : group.parallelNo();
        if (!order.terms().source().origin().atPile()) {
            write(new PileCommand.StartCharging(order.tradeNo(), order.gun(), hold, card, parallelNo));
        } else if (by != null && by.answer().yes()) {
            write(new PileCommand.AcceptStart(order.tradeNo(), order.gun(), hold, card, parallelNo));
        } else {
            happens(order, new StopRequested(StopCause.ANSWERED_TOO_LATE, PLATFORM));
        }
    }

    /** A stop names a gun, not a charge: one for an order that is over must not end the next driver's. */
    private void sendStop(ChargingOrder order) {
        boolean othersGun = running.on(order.gun())
                .map(RunningOrder::order)
                .filter(other -> !other.id().equals(order.id()))
                .isPresent();
        if (othersGun) {
            LOG.atInfo().addKeyValue("orderId", order.id()).log("no stop: the gun serves another order");
            return;
        }
        write(new PileCommand.StopCharging(order.gun()));
    }

    private void ask(GunId gun) {
        write(new PileCommand.ReadGun(gun));
    }

    private void write(PileCommand command) {
        piles.linkOf(command.pileNo())
                .ifPresentOrElse(
                        link -> link.send(command),
                        () -> LOG.atInfo()
                                .addKeyValue("pileNo", command.pileNo())
                                .addKeyValue("command", command.getClass().getSimpleName())
                                .log("not written: the pile is offline"));
    }
}
