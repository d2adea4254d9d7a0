package io.ohmgate.gateway.order;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.RunningMeter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Guns that charge one vehicle (并充, ykc.md 7.10): what happens to one of them happens to the others, and they spend one
 * hold. Pure.
 */
final class ParallelCharges {
    private static final String BY = "other gun";

    private ParallelCharges() {}

    /** What the step of one gun's order wants of the others. Each of them answers an event it knows by ignoring it. */
    static Optional<OrderEvent> wished(Step.Changed step) {
        OrderState to = step.transition().to();
        boolean moved = step.transition().from() != to;
        ChargingOrder order = step.order();
        if (order.terms().source().parallel() == null) {
            return Optional.empty();
        }
        if (moved && to == OrderState.START_FAILED) {
            return Optional.of(new OrderEvent.StopRequested(StopCause.OTHER_GUN_STOPPED, BY));
        }
        if (moved && to == OrderState.STOPPING) {
            StopIntent stop = order.stop();
            return Optional.of(
                    new OrderEvent.StopRequested(stop == null ? StopCause.OTHER_GUN_STOPPED : stop.cause(), BY));
        }
        boolean raised = !moved && step.effects().stream().anyMatch(OrderEffect.SendLimit.class::isInstance);
        return raised ? Optional.of(new OrderEvent.HoldRaised(order.terms().hold())) : Optional.empty();
    }

    /** The same, for an order as it was read again: its steps were made by another node. */
    static Optional<OrderEvent> wished(ChargingOrder order) {
        boolean ends = order.state() == OrderState.START_FAILED || order.state() == OrderState.STOPPING;
        return order.terms().source().parallel() != null && ends
                ? Optional.of(new OrderEvent.StopRequested(StopCause.OTHER_GUN_STOPPED, BY))
                : Optional.empty();
    }

    /** One gun's charge as the limits see it: with the energy, money and power of the others. */
    record Together(OrderTerms terms, Progress progress, long watts) {}

    /** The guns of one pile feed one vehicle: the others are taken to draw what this one draws. */
    static Together together(Progress progress, OrderTerms terms, List<RunningOrder> others, long watts) {
        Energy energy = progress.energy();
        long power = watts;
        Money spent = Money.ZERO;
        for (RunningOrder other : others) {
            energy = energy.plus(energyOf(other));
            spent = spent.plus(moneyOf(other.meter()));
            power = Math.addExact(power, other.order().state().active() ? watts : 0);
        }
        return new Together(
                others.isEmpty() ? terms : terms.withHold(terms.hold().minus(spent)),
                new Progress(energy, progress.pileAmount(), progress.socPercent(), progress.at()),
                power);
    }

    private static Energy energyOf(RunningOrder other) {
        Progress progress = other.progress();
        return progress == null ? Energy.ZERO : progress.energy();
    }

    private static Money moneyOf(@Nullable RunningMeter meter) {
        return meter == null ? Money.ZERO : meter.bill().payable();
    }
}
