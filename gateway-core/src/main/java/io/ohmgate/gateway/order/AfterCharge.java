package io.ohmgate.gateway.order;

import io.ohmgate.gateway.order.OrderEnd.EndReason;
import io.ohmgate.gateway.order.OrderEvent.RecordHeld;
import io.ohmgate.gateway.order.OrderEvent.RecordSettled;
import io.ohmgate.gateway.order.OrderTimer.Kind;

/** The steps of an order that has ended: its record, the want of one, and what a person decides. */
final class AfterCharge {
    private final OrderMoves moves;

    AfterCharge(OrderMoves moves) {
        this.moves = moves;
    }

    Step recordDue(StepDraft step) {
        ChargingOrder order = step.order();
        OrderNotice missing = new OrderNotice.RecordWentMissing(step.ref(), step.now());
        return switch (order.state()) {
            case CHARGING ->
                order.idleReports() == 0
                        ? step.ignored("it charges again")
                        : moves.awaitRecord(step, EndReason.SEEN_IDLE)
                                .tell(missing)
                                .then(new OrderEffect.LowerHold())
                                .done();
            case STOPPING ->
                OrderMoves.stopOf(order).open() && order.idleReports() == 0
                        ? step.ignored("it has not stopped yet")
                        : moves.awaitRecord(step, EndReason.STOPPED_ON_REQUEST)
                                .tell(missing)
                                .then(new OrderEffect.LowerHold())
                                .done();
            case AWAITING_RECORD ->
                step.tell(missing).then(new OrderEffect.LowerHold()).done();
            case CREATED, START_SENT, START_ACKED, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED ->
                step.ignored("no record is due");
        };
    }

    Step recordGivenUp(StepDraft step) {
        return switch (step.order().state()) {
            case STOPPING, AWAITING_RECORD ->
                step.end(EndReason.NO_RECORD_IN_TIME, null)
                        .closed(OrderState.NEEDS_PERSON)
                        .done();
            case CREATED, START_SENT, START_ACKED, CHARGING, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED ->
                step.ignored("no record is due");
        };
    }

    Step recordSettled(StepDraft step, RecordSettled settled) {
        ChargingOrder order = step.order();
        OrderMoves.proveStopped(step.endByRecord(settled.reason(), settled.stopReasonCode()));
        return switch (order.state()) {
            case SETTLED -> step.ignored("settled already");
            case CREATED, START_SENT, START_ACKED, STOPPING ->
                settled.energy() || order.times().chargingSeenAt() != null
                        ? step.closed(OrderState.SETTLED).done()
                        : step.closed(OrderState.START_FAILED).voidHold().done();
            case START_FAILED ->
                settled.energy()
                        ? step.closed(OrderState.SETTLED).done()
                        : step.cancel(Kind.values()).done();
            case CHARGING, AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON ->
                step.closed(OrderState.SETTLED).done();
        };
    }

    Step recordHeld(StepDraft step, RecordHeld held) {
        OrderMoves.proveStopped(step.endByRecord(held.reason(), held.stopReasonCode()));
        return switch (step.order().state()) {
            case SETTLED -> step.ignored("settled already");
            case IN_REVIEW -> step.ignored("a person decides already");
            case CREATED, START_SENT, START_ACKED, CHARGING, STOPPING, AWAITING_RECORD, NEEDS_PERSON, START_FAILED ->
                step.closed(OrderState.IN_REVIEW).done();
        };
    }

    /** Only the bill changes; the order was settled and stays so (invariants A10). */
    Step billReplaced(StepDraft step, OrderEvent.BillReplaced replaced) {
        return switch (step.order().state()) {
            case SETTLED ->
                step.endByRecord(replaced.reason(), replaced.stopReasonCode()).done();
            case CREATED,
                    START_SENT,
                    START_ACKED,
                    CHARGING,
                    STOPPING,
                    AWAITING_RECORD,
                    IN_REVIEW,
                    NEEDS_PERSON,
                    START_FAILED -> step.ignored("no bill to replace");
        };
    }

    Step decided(StepDraft step, OrderEvent.Decided decided) {
        step.detail(decided.by() + ": " + decided.why());
        return switch (step.order().state()) {
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON ->
                step.closed(OrderState.SETTLED).done();
            // A record that came too late and is not to be believed has called a person once more.
            case SETTLED -> step.done();
            case CREATED, START_SENT, START_ACKED, CHARGING, STOPPING -> step.ignored("it still runs");
            case START_FAILED -> step.ignored("it came to nothing");
        };
    }
}
