package io.ohmgate.gateway.order;

import io.ohmgate.gateway.order.OrderEnd.EndReason;
import io.ohmgate.gateway.order.OrderEvent.StopRequested;
import io.ohmgate.gateway.order.OrderTimer.Kind;

/** The steps of a wish to stop, from the first command until the pile has proved it (invariants B3). */
final class Stopping {
    private final OrderTimings timings;
    private final OrderMoves moves;

    Stopping(OrderTimings timings, OrderMoves moves) {
        this.timings = timings;
        this.moves = moves;
    }

    Step stopRequested(StepDraft step, StopRequested request) {
        ChargingOrder order = step.order();
        step.detail(request.by());
        return switch (order.state()) {
            case CREATED ->
                OrderMoves.startFailed(step, EndReason.STOPPED_BEFORE_START, null)
                        .done();
            case START_SENT, START_ACKED, CHARGING -> moves.stopping(step, request.cause());
            case STOPPING -> step.ignored("stopping already");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED -> step.ignored("over already");
        };
    }

    Step stopAccepted(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case STOPPING -> {
                if (!OrderMoves.mayHaveCharged(order)) {
                    yield OrderMoves.startFailed(step, EndReason.STOPPED_BEFORE_START, null)
                            .stop(OrderMoves.stopOf(order).confirmed(step.now()))
                            .done();
                }
                yield OrderMoves.stopOf(order).open()
                        ? step.stop(OrderMoves.stopOf(order).confirmed(step.now()))
                                .cancel(Kind.STOP_RESEND, Kind.STOP_ALARM, Kind.START_DEADLINE, Kind.PLUG_GRACE)
                                .timer(Kind.RECORD_DUE, timings.recordDue())
                                .done()
                        : step.ignored("confirmed already");
            }
            case START_FAILED -> OrderMoves.stoppedAtLast(step);
            case CREATED, START_SENT, START_ACKED, CHARGING -> step.ignored("no stop of this order");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED -> step.ignored("over already");
        };
    }

    Step stopFoundNothing(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case STOPPING ->
                OrderMoves.mayHaveCharged(order)
                        ? moves.awaitRecord(step, EndReason.NOT_CHARGING_WHEN_STOPPED)
                                .timer(Kind.RECORD_DUE, timings.recordDue())
                                .done()
                        : OrderMoves.startFailed(step, EndReason.STOPPED_BEFORE_START, null)
                                .stop(OrderMoves.stopOf(order).confirmed(step.now()))
                                .done();
            case START_FAILED -> OrderMoves.stoppedAtLast(step);
            case CREATED, START_SENT, START_ACKED, CHARGING -> step.ignored("no stop of this order");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED -> step.ignored("over already");
        };
    }

    Step pileCameBack(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case STOPPING, START_FAILED -> {
                StopIntent stop = order.stop();
                yield stop != null && stop.open()
                        ? moves.sendStop(step, stop.sentAgain()).done()
                        : step.ignored("no stop is open");
            }
            // A start is never written again (invariants B1); what the gun reports next decides.
            case CREATED, START_SENT, START_ACKED, CHARGING -> step.ignored("its next report decides");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED -> step.ignored("over already");
        };
    }

    Step stopResendDue(StepDraft step) {
        StopIntent stop = step.order().stop();
        if (stop == null || !stop.open()) {
            return step.ignored("no stop is open");
        }
        return switch (step.order().state()) {
            case STOPPING -> moves.sendStop(step, stop.sentAgain()).done();
            // Once a person was called the gun may be another's: no more blind stops.
            case START_FAILED ->
                stop.alarmedAt() == null
                        ? moves.sendStop(step, stop.sentAgain()).done()
                        : step.ignored("its next report asks for a new stop");
            case CREATED, START_SENT, START_ACKED, CHARGING, AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED ->
                step.ignored("no stop is open");
        };
    }

    Step stopAlarmDue(StepDraft step) {
        StopIntent stop = step.order().stop();
        if (stop == null || !stop.open()) {
            return step.ignored("no stop is open");
        }
        step.stop(stop.alarmed(step.now())).tell(new OrderNotice.StopWentUnconfirmed(step.ref(), step.now()));
        return switch (step.order().state()) {
            case STOPPING -> step.done();
            case START_FAILED -> step.cancel(Kind.STOP_RESEND).done();
            case CREATED, START_SENT, START_ACKED, CHARGING, AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED ->
                step.ignored("no stop is open");
        };
    }
}
