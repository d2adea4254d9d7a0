package io.ohmgate.gateway.order;

import io.ohmgate.gateway.order.OrderEnd.EndReason;
import io.ohmgate.gateway.order.OrderEvent.StartRejected;
import io.ohmgate.gateway.order.OrderTimer.Kind;

/** The steps of an order until it charges: the start, its answers and its deadlines. */
final class Starting {
    private final OrderTimings timings;
    private final OrderMoves moves;

    Starting(OrderTimings timings, OrderMoves moves) {
        this.timings = timings;
        this.moves = moves;
    }

    /** The one step that writes a start. Past the deadline even a first start is not written (invariants B1). */
    Step startSent(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case CREATED -> {
                if (!step.now().isBefore(order.terms().createdAt().plus(timings.startDeadline()))) {
                    yield OrderMoves.startFailed(step, EndReason.NO_START_IN_TIME, null)
                            .done();
                }
                yield step.to(OrderState.START_SENT)
                        .times(order.times().startSent(step.now()))
                        .timer(Kind.START_DEADLINE, timings.startDeadline())
                        .then(new OrderEffect.SendStart())
                        .done();
            }
            case START_SENT, START_ACKED, CHARGING, STOPPING -> step.ignored("a start is written once");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED -> step.ignored("over already");
        };
    }

    Step startUnsendable(StepDraft step) {
        return switch (step.order().state()) {
            case CREATED ->
                OrderMoves.startFailed(step, EndReason.PILE_WENT_OFFLINE, null).done();
            case START_SENT,
                    START_ACKED,
                    CHARGING,
                    STOPPING,
                    AWAITING_RECORD,
                    IN_REVIEW,
                    NEEDS_PERSON,
                    START_FAILED,
                    SETTLED -> step.ignored("the start may have been written");
        };
    }

    Step startAccepted(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case START_SENT ->
                step.to(OrderState.START_ACKED)
                        .times(order.times().startAcked(step.now()))
                        .cancel(Kind.PLUG_GRACE)
                        .done();
            case STOPPING ->
                order.times().startAckedAt() == null
                        ? step.times(order.times().startAcked(step.now())).done()
                        : step.ignored("accepted already");
            case START_FAILED -> moves.startedTooLate(step, order.times().chargingSeenAt());
            case CREATED -> step.ignored("nothing was sent");
            case START_ACKED, CHARGING -> step.ignored("accepted already");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED -> step.ignored("over already");
        };
    }

    Step startAwaitsPlug(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case START_SENT ->
                step.timer(Kind.PLUG_GRACE, OrderMoves.startOf(order).plus(timings.plugGrace()))
                        .done();
            case CREATED -> step.ignored("nothing was sent");
            case START_ACKED, CHARGING, STOPPING -> step.ignored("the pile is further than that");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED -> step.ignored("over already");
        };
    }

    Step startRejected(StepDraft step, StartRejected rejected) {
        ChargingOrder order = step.order();
        step.detail(rejected.answer().name());
        return switch (order.state()) {
            case START_SENT ->
                OrderMoves.startFailed(step, EndReason.REFUSED_BY_PILE, rejected.code())
                        .done();
            case STOPPING ->
                OrderMoves.mayHaveCharged(order)
                        ? step.ignored("it had started")
                        : OrderMoves.startFailed(step, EndReason.REFUSED_BY_PILE, rejected.code())
                                .done();
            case CREATED -> step.ignored("nothing was sent");
            // The pile contradicts itself, or the network reordered it; the deadline or energy decides.
            case START_ACKED, CHARGING -> step.ignored("accepted already");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED -> step.ignored("over already");
        };
    }

    Step plugGraceOver(StepDraft step) {
        return switch (step.order().state()) {
            case START_SENT ->
                OrderMoves.startFailed(step, EndReason.NOT_PLUGGED_IN_TIME, null)
                        .then(new OrderEffect.SendStop())
                        .done();
            case CREATED,
                    START_ACKED,
                    CHARGING,
                    STOPPING,
                    AWAITING_RECORD,
                    IN_REVIEW,
                    NEEDS_PERSON,
                    START_FAILED,
                    SETTLED -> step.ignored("the plug no longer matters");
        };
    }

    Step startDeadlineOver(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case CREATED ->
                OrderMoves.startFailed(step, EndReason.NO_START_IN_TIME, null).done();
            case START_SENT, START_ACKED ->
                OrderMoves.startFailed(step, EndReason.NO_START_IN_TIME, null)
                        .then(new OrderEffect.SendStop())
                        .done();
            case STOPPING ->
                OrderMoves.mayHaveCharged(order)
                        ? step.ignored("the stop is under way")
                        : OrderMoves.startFailed(step, EndReason.STOPPED_BEFORE_START, null)
                                .then(new OrderEffect.SendStop())
                                .done();
            case CHARGING, AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED ->
                step.ignored("the start was decided before");
        };
    }
}
