package io.ohmgate.gateway.card;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.card.Holders.Holder;
import io.ohmgate.gateway.card.Holders.Nobody;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileCommand.StartRefusedBecause;
import io.ohmgate.gateway.link.PileReport.StartAtPileRequested;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.GunFacts;
import io.ohmgate.gateway.order.OrderService;
import io.ohmgate.gateway.order.Piles;
import io.ohmgate.gateway.order.StartBy;
import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartRequest;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.trust.Standing;
import io.ohmgate.gateway.work.Lanes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Starts asked for at the pile (刷卡、VIN 启动, ykc.md 7.4): finds out whose card or vehicle it is and opens an order under the
 * same rules as the app's. Yes is said by the order itself, after its commit; no is said here, at the latest after
 * {@link #ANSWER_WITHIN}. A driver who asks again for what runs already is given the same serial again.
 */
public final class PileStarts {
    /** The pile waits 15 s; people do not (ykc.md 5.19). */
    public static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    /** Questions under way; more would only be answered too late. */
    static final int OPEN_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(PileStarts.class);

    private final Holders holders;
    private final OrderService orders;
    private final Piles piles;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final Map<StartRefusedBecause, Counter> refusals = new EnumMap<>(StartRefusedBecause.class);
    private final ParallelAsks parallel;
    private final VinHabits vins = new VinHabits();
    private final Lanes<GunId> lanes = new Lanes<>();
    private final AtomicInteger open = new AtomicInteger();

    public PileStarts(
            Holders holders,
            OrderService orders,
            Piles piles,
            InstantSource clock,
            Scheduler scheduler,
            MeterRegistry meters) {
        this.holders = holders;
        this.orders = orders;
        this.piles = piles;
        this.clock = clock;
        this.scheduler = scheduler;
        for (StartRefusedBecause reason : StartRefusedBecause.values()) {
            refusals.put(
                    reason,
                    meters.counter(
                            "ohmgate.pile.starts.refused",
                            "reason",
                            reason.name().toLowerCase(Locale.ROOT)));
        }
        this.parallel = new ParallelAsks(scheduler, this::decide);
    }

    /** A pile asks. Returns at once; called on its event loop. */
    public void requested(StartAtPileRequested request) {
        if (request.parallelNo() == null) {
            decide(StartAsk.of(List.of(request)));
        } else if (!parallel.collect(request)) {
            refuse(StartAsk.of(List.of(request)), StartRefusedBecause.PILE_OUT_OF_SERVICE);
        }
    }

    /** A pile asks while the node takes no new starts: it says so on its screen, and nobody's card was looked at. */
    public void notNow(StartAtPileRequested request) {
        refuse(StartAsk.of(List.of(request)), StartRefusedBecause.PILE_OUT_OF_SERVICE);
    }

    /** Questions that wait for their answer now. */
    int open() {
        return open.get();
    }

    private void decide(StartAsk ask) {
        Optional<GunFacts> gun = piles.factsOf(ask.gun());
        // Who may not start anything is not told which cards, vehicles and passwords there are.
        if (gun.isEmpty() || gun.get().standing() != Standing.GOOD || !ask.whole() || open.get() >= OPEN_MAX) {
            refuse(ask, StartRefusedBecause.PILE_OUT_OF_SERVICE);
            return;
        }
        open.incrementAndGet();
        // The order may be open already and its start not yet committed: the pile is told no all the same.
        scheduler.schedule(
                () -> refuse(ask, StartRefusedBecause.PILE_OUT_OF_SERVICE),
                ANSWER_WITHIN.toMillis(),
                TimeUnit.MILLISECONDS);
        Holders.Place place = new Holders.Place(gun.get().tenantId(), gun.get().stationId());
        Mono<Optional<StartRefusedBecause>> decision = Mono.defer(() -> decided(ask, place))
                .subscribeOn(scheduler)
                .timeout(ANSWER_WITHIN, Mono.just(Optional.of(StartRefusedBecause.PILE_OUT_OF_SERVICE)), scheduler);
        // Outside the lane: one that is full never runs what it is given.
        lanes.run(ask.gun(), decision)
                .doFinally(signal -> open.decrementAndGet())
                .subscribe(
                        refusal -> refusal.ifPresent(reason -> refuse(ask, reason)), failure -> failed(ask, failure));
    }

    /** Why not, or nothing if the order says yes. */
    private Mono<Optional<StartRefusedBecause>> decided(StartAsk ask, Holders.Place place) {
        if (!ask.agrees()) {
            return Mono.just(Optional.of(StartRefusedBecause.NOT_ALLOWED_HERE));
        }
        StartAtPileRequested first = ask.first();
        return holders.find(place, first.mode(), vins.ordered(first.gun().pileNo(), first.shown()))
                .flatMap(finding -> switch (finding) {
                    case Nobody nobody -> Mono.just(Optional.of(nobody.reason()));
                    case Holder holder -> {
                        vins.learn(first.gun().pileNo(), holder.reversed());
                        yield start(ask, place, holder);
                    }
                });
    }

    private Mono<Optional<StartRefusedBecause>> start(StartAsk ask, Holders.Place place, Holder holder) {
        Optional<ChargingOrder> running = orders.startable(ask.gun())
                .filter(order -> Objects.equals(order.terms().driverId(), holder.driverId()));
        if (running.isPresent()) {
            return Mono.fromSupplier(() -> sayAgain(ask, holder));
        }
        Money spendable = holder.spendable();
        if (spendable != null && spendable.compareTo(Money.ZERO) <= 0) {
            return Mono.just(Optional.of(StartRefusedBecause.BALANCE_TOO_LOW));
        }
        StartBy by = new StartBy(
                holder.source(), holder.card(), ask.otherGun(), ask.first().parallelNo(), ask.answer());
        StartRequest request = new StartRequest(
                        place.tenantId(),
                        holder.driverId(),
                        ask.gun(),
                        spendable == null ? new ChargeLimit.Full() : new ChargeLimit.Amount(spendable),
                        "pile:" + ask.gun().digits() + ":" + clock.millis(),
                        true)
                .by(by);
        return orders.start(request).map(outcome -> switch (outcome) {
            case StartOutcome.Accepted accepted -> Optional.empty();
            case StartOutcome.Refused refused -> Optional.of(StartAsk.reasonOf(refused.refusal()));
            case StartOutcome.KeyReused reused -> Optional.of(StartRefusedBecause.PILE_HAS_UNSETTLED_RECORD);
        });
    }

    /** The same serial and limit as before: the pile did not hear, or the driver tapped twice. */
    private Optional<StartRefusedBecause> sayAgain(StartAsk ask, Holder holder) {
        for (StartAtPileRequested request : ask.requests()) {
            Optional<ChargingOrder> order = orders.startable(request.gun())
                    .filter(known -> Objects.equals(known.terms().driverId(), holder.driverId()));
            if (order.isEmpty()) {
                return Optional.of(StartRefusedBecause.PILE_HAS_UNSETTLED_RECORD);
            }
        }
        if (ask.answer().yes()) {
            for (StartAtPileRequested request : ask.requests()) {
                orders.startable(request.gun())
                        .ifPresent(order -> send(new PileCommand.AcceptStart(
                                order.tradeNo(),
                                request.gun(),
                                order.terms().hold(),
                                holder.card(),
                                request.parallelNo())));
            }
        }
        return Optional.empty();
    }

    private void refuse(StartAsk ask, StartRefusedBecause reason) {
        if (!ask.answer().no()) {
            return;
        }
        Counter refused = refusals.get(reason);
        if (refused != null) {
            refused.increment();
        }
        for (StartAtPileRequested request : ask.requests()) {
            send(new PileCommand.RefuseStart(request.gun(), request, reason));
        }
    }

    private void failed(StartAsk ask, Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            refuse(ask, StartRefusedBecause.PILE_OUT_OF_SERVICE);
            return;
        }
        LOG.atError().setCause(failure).addKeyValue("gunId", ask.gun()).log("a start at a pile could not be decided");
        refuse(ask, StartRefusedBecause.PILE_OUT_OF_SERVICE);
    }

    private void send(PileCommand command) {
        piles.linkOf(command.pileNo()).ifPresent(link -> link.send(command));
    }
}
