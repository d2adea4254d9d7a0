package io.ohmgate.gateway.order;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.work.Lanes;
import io.ohmgate.gateway.work.Urgent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Hands events to {@link OrderMachine} within a transaction, one after another for each gun, in the order they came. The
 * database is asked only if memory says that an event changes something: a running gun reports every 15 seconds.
 */
final class OrderChanges {
    private static final Logger LOG = LoggerFactory.getLogger(OrderChanges.class);

    private final OrderStore orders;
    private final RunningOrders running;
    private final OrderMachine machine;
    private final OrderService.Settings settings;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final BiConsumer<ChargingOrder, OrderEffect> carryOut;
    private final OrderHome home;
    private final Lanes<GunId> lanes = new Lanes<>();

    /** {@code carryOut} does what a step wants done after its commit. */
    OrderChanges(
            OrderStore orders,
            RunningOrders running,
            OrderService.Settings settings,
            InstantSource clock,
            Scheduler scheduler,
            OrderHome home,
            BiConsumer<ChargingOrder, OrderEffect> carryOut) {
        this.orders = orders;
        this.running = running;
        this.machine = new OrderMachine(settings.timings());
        this.settings = settings;
        this.clock = clock;
        this.scheduler = scheduler;
        this.home = home;
        this.carryOut = carryOut;
    }

    /**
     * Hands an event to the machine if memory does not already know that it changes nothing. While another event of the
     * gun is being written memory may be behind; only a charging report, which comes again, is then left out.
     */
    void happens(ChargingOrder order, OrderEvent event) {
        boolean changes = machine.on(order, event, clock.instant()) instanceof Step.Changed;
        if (changes || (lanes.busy(order.gun()) && !(event instanceof OrderEvent.ChargingSeen))) {
            now(order, event).subscribe(step -> {}, error -> failed(order, event.name(), error));
        }
    }

    /** Puts the event to the row, whatever memory says. Nobody can cancel it. */
    Mono<Step> now(ChargingOrder order, OrderEvent event) {
        Instant heardAt = clock.instant();
        Mono<Step> change = Mono.defer(() ->
                        bounded(orders.change(order.id(), row -> machine.on(current(row), event, at(event, heardAt)))))
                .retryWhen(retries())
                .doOnNext(this::committed);
        // The lane subscribes by itself, so a stop says here what it is.
        return lanes.run(order.gun(), event instanceof OrderEvent.StopRequested ? Urgent.mark(change) : change);
    }

    /** Fires a timer that is due. Fails if it could not: it is still in the table then and comes again. */
    Mono<Void> fire(OrderTimer timer) {
        OrderEvent event = new OrderEvent.TimerFired(timer.kind());
        return orders.find(timer.orderId())
                .flatMap(order -> lanes.run(
                        order.gun(),
                        bounded(orders.fire(timer, row -> machine.on(current(row), event, clock.instant())))
                                .doOnNext(this::committed)))
                .then();
    }

    /**
     * Takes in a step that was committed and carries out its effects. What an order whose home is elsewhere wants of its
     * pile is carried out there.
     */
    void committed(Step step) {
        ChargingOrder order = step.order();
        boolean here = home.isHere(order.gun().pileNo());
        if (here) {
            running.committed(order);
        }
        if (step instanceof Step.Changed changed) {
            changed.effects().forEach(effect -> carryOut.accept(order, effect));
            if (here) {
                ParallelCharges.wished(changed).ifPresent(event -> partners(order, event));
            } else {
                boolean stop = changed.effects().stream().anyMatch(OrderEffect.SendStop.class::isInstance);
                home.changedHere(order, stop);
            }
        }
    }

    private void partners(ChargingOrder order, OrderEvent event) {
        running.partners(order).forEach(other -> happens(other.order(), event));
    }

    /** Takes in an order that another node changed. What one gun's order came to, those of the same vehicle follow. */
    void changedElsewhere(ChargingOrder order) {
        running.committed(order);
        ParallelCharges.wished(order).ifPresent(event -> partners(order, event));
    }

    /** Holds more for an order; {@code most} says how much, given its terms and what its driver can still spend. */
    Mono<Step> raiseHold(ChargingOrder order, BiFunction<OrderTerms, Money, Money> most) {
        return run(
                        order.gun(),
                        Mono.defer(() -> orders.raiseHold(
                                order.id(),
                                (row, spendable) -> machine.on(
                                        current(row),
                                        new OrderEvent.HoldRaised(most.apply(row.terms(), spendable)),
                                        clock.instant()))))
                .doOnNext(this::committed);
    }

    /** For an order that memory has forgotten: it may be one that failed and starts after all. */
    void lookUp(GunId gun, TradeNo tradeNo, OrderEvent event) {
        run(gun, Mono.defer(() -> orders.find(tradeNo)))
                .filter(order -> order.gun().equals(gun))
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

    /** Any other work on a gun's orders, in its turn, bounded and repeated. */
    <T> Mono<T> run(GunId gun, Mono<T> work) {
        return lanes.run(gun, bounded(work).retryWhen(retries()));
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

    static void failed(ChargingOrder order, String what, Throwable error) {
        LOG.atError()
                .setCause(error)
                .addKeyValue("orderId", order.id())
                .addKeyValue("event", what)
                .log("an order's event was given up; its timers stand");
    }
}
