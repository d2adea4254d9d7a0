package io.ohmgate.gateway.order;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;
import java.util.Collection;
import java.util.function.BiFunction;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where orders live. Each method that changes something is one transaction; it is safe to repeat after an error whose
 * outcome is unknown. Functions passed in are pure and may be called again when a transaction is retried.
 */
public interface OrderStore {
    /**
     * Opens an order. In one transaction: lock the driver's wallet account row, read the {@link StartFacts}, decide; on
     * {@link StartDecision.Open} insert the order (with {@code active_gun}), its hold (raising the account's held sum
     * under the condition that the available balance covers it), its timers and its first history line; commit.
     *
     * <p>Unique keys decide races, and the answer is: {@code active_gun} taken → {@link StartOutcome.Refused} with
     * {@link StartRefusal#GUN_BUSY}; (driver, idempotency key) taken → read again and decide again; trade number taken →
     * error {@link TradeNoTakenException}. Condition on the balance not met → {@code Refused(BALANCE_TOO_LOW)}.
     */
    Mono<StartOutcome> open(long driverId, String idempotencyKey, Function<StartFacts, StartDecision> decide);

    /**
     * Changes an order. In one transaction: lock the row, apply; on {@link Step.Changed} write the order where the
     * version is still the one read (one row, or the whole is retried), its timers, its hold change, one history line
     * ({@link Step.Transition}); commit. {@code active_gun} is the gun while the state is active and NULL otherwise.
     * Ignored steps write nothing. Empty if there is no such order. Progress columns keep the newer of row and step.
     */
    Mono<Step> change(OrderId id, Function<ChargingOrder, Step> apply);

    /**
     * As {@link #change}, for a timer that is due: the row (order, kind, due time) is deleted in the same transaction,
     * also if the step is ignored; the step's own timer changes come after that. Empty, and nothing done, if the row is
     * gone or has another due time: somebody else fired, cancelled or moved it.
     */
    Mono<Step> fire(OrderTimer timer, Function<ChargingOrder, Step> apply);

    /**
     * Holds more of the driver's money for an order. In one transaction: lock the order, its hold and the driver's wallet
     * account; apply, given what the driver could still spend; on {@link Step.Changed} raise the hold and the account's
     * held sum to the order's new {@code terms().hold()} and write the step as {@link #change} does. Nothing is written if
     * the step is ignored or the hold has ended: then empty.
     */
    Mono<Step> raiseHold(OrderId id, BiFunction<ChargingOrder, Money, Step> apply);

    /** The orders of guns that charge one vehicle, the main one first; empty if it is no such order's id. */
    Flux<ChargingOrder> group(OrderId main);

    /**
     * Inserts an order that nobody asked for, with its first history line; false, and nothing done, if its trade number
     * is taken.
     */
    Mono<Boolean> openOrphan(ChargingOrder order, Step.Transition transition);

    /**
     * Lowers the order's open hold to {@code kept} if it is more, as long as the order still awaits its record; to
     * nothing, gives it back.
     */
    Mono<Void> lowerHold(OrderId id, Money kept, Instant at);

    Mono<ChargingOrder> find(OrderId id);

    Mono<ChargingOrder> find(TradeNo tradeNo);

    /**
     * Every order that frames can still concern: active ones, those awaiting a record, and those of any state with a
     * stop intent that is not confirmed and that has a STOP_RESEND timer. Read once, at start-up.
     */
    Flux<ChargingOrder> unfinished();

    /** The same of some piles, when they come to this node from another. */
    default Flux<ChargingOrder> unfinished(Collection<PileNo> piles) {
        return unfinished().filter(order -> piles.contains(order.gun().pileNo()));
    }

    /** The piles of orders that charge, or are about to, for a driver. */
    default Flux<PileNo> pilesOf(long driverId) {
        return unfinished()
                .filter(order -> order.state().active()
                        && Long.valueOf(driverId).equals(order.terms().driverId()))
                .map(order -> order.gun().pileNo())
                .distinct();
    }
}
