package io.ohmgate.gateway.order;

import io.ohmgate.gateway.order.OrderEnd.EndReason;
import io.ohmgate.gateway.order.OrderTimer.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What several steps have in common, in the words of the table in docs/order-states.md. */
final class OrderMoves {
    private final OrderTimings timings;

    OrderMoves(OrderTimings timings) {
        this.timings = timings;
    }

    /**
     * Closes an order that came to nothing. A stop that is still open ends with it: if the pile starts after all, its
     * reports ask for a new one.
     */
    static StepDraft startFailed(StepDraft step, EndReason reason, @Nullable Integer code) {
        StopIntent stop = step.order().stop();
        return step.end(reason, code)
                .closed(OrderState.START_FAILED)
                .stop(stop != null && stop.open() ? null : stop)
                .voidHold();
    }

    /** Energy, or the promise of it, after we gave up: it is stopped, and what the record says will be billed. */
    Step startedTooLate(StepDraft step, @Nullable Instant chargingSeenAt) {
        ChargingOrder order = step.order();
        StopIntent stop = order.stop();
        if (chargingSeenAt != null) {
            step.times(order.times().chargingSeen(chargingSeenAt));
        }
        boolean resending = stop != null && stop.open() && stop.alarmedAt() == null;
        if (resending) {
            return order.times().chargingSeenAt() == null && chargingSeenAt != null
                    ? step.done()
                    : step.ignored("the stop goes out again by its timer");
        }
        return sendStop(step, StopIntent.of(StopCause.STARTED_TOO_LATE, step.now()))
                .timer(Kind.STOP_ALARM, timings.stopAlarm())
                .done();
    }

    /** A stop for an order that was closed before has done its work. */
    static Step stoppedAtLast(StepDraft step) {
        StopIntent stop = step.order().stop();
        return stop != null && stop.open() ? proveStopped(step).done() : step.ignored("over already");
    }

    static StepDraft proveStopped(StepDraft step) {
        StopIntent stop = step.order().stop();
        return stop == null ? step : step.stop(stop.confirmed(step.now())).cancel(Kind.STOP_RESEND, Kind.STOP_ALARM);
    }

    Step stopping(StepDraft step, StopCause cause) {
        return sendStop(step.to(OrderState.STOPPING), StopIntent.of(cause, step.now()))
                .cancel(Kind.CHARGE_LIMIT)
                .timer(Kind.STOP_ALARM, timings.stopAlarm())
                .timer(Kind.RECORD_GIVE_UP, timings.recordGiveUp())
                .done();
    }

    StepDraft sendStop(StepDraft step, StopIntent stop) {
        return step.stop(stop)
                .timer(Kind.STOP_RESEND, timings.afterStop(stop.sends()))
                .then(new OrderEffect.SendStop());
    }

    StepDraft awaitRecord(StepDraft step, EndReason reason) {
        return proveStopped(step.end(reason, null).to(OrderState.AWAITING_RECORD))
                .cancel(Kind.CHARGE_LIMIT, Kind.START_DEADLINE, Kind.PLUG_GRACE)
                .timer(Kind.RECORD_GIVE_UP, timings.recordGiveUp());
    }

    /** Whether the pile may have delivered energy, so that a record is owed. */
    static boolean mayHaveCharged(ChargingOrder order) {
        return order.times().startAckedAt() != null || order.times().chargingSeenAt() != null;
    }

    static Instant startOf(ChargingOrder order) {
        Instant sent = order.times().startSentAt();
        return sent == null ? order.terms().createdAt() : sent;
    }

    static StopIntent stopOf(ChargingOrder order) {
        StopIntent stop = order.stop();
        return stop == null ? StopIntent.of(StopCause.STAFF, order.terms().createdAt()) : stop;
    }
}
