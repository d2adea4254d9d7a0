package io.ohmgate.gateway.order;

import io.ohmgate.gateway.order.OrderEnd.EndReason;
import io.ohmgate.gateway.order.OrderEvent.ChargingSeen;
import io.ohmgate.gateway.order.OrderTimer.Kind;
import java.time.Duration;
import java.time.Instant;

/** The steps of an order whose gun reports: it charges, it is idle, or something else goes on there. */
final class Charging {
    /** So many idle reports in a row mean that a charge is over (invariants, fact 3). */
    static final int IDLE_REPORTS_MAX = 2;

    private final OrderTimings timings;
    private final OrderMoves moves;

    Charging(OrderTimings timings, OrderMoves moves) {
        this.timings = timings;
        this.moves = moves;
    }

    Step chargingSeen(StepDraft step, ChargingSeen seen) {
        ChargingOrder order = step.order();
        step.progress(seen.progress());
        return switch (order.state()) {
            // From CREATED too: the energy is real, however the start came to be written.
            case CREATED, START_SENT, START_ACKED ->
                step.to(OrderState.CHARGING)
                        .times(order.times().chargingSeen(step.now()))
                        .idleReports(0)
                        .cancel(Kind.PLUG_GRACE, Kind.START_DEADLINE)
                        .timer(Kind.CHARGE_LIMIT, longest(order.terms().limit()))
                        .done();
            case CHARGING ->
                order.idleReports() == 0
                        ? step.ignored("charging already")
                        : step.idleReports(0).cancel(Kind.RECORD_DUE).done();
            case STOPPING -> chargingWhileStopping(step);
            case START_FAILED -> moves.startedTooLate(step, step.now());
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED -> step.ignored("over already");
        };
    }

    /** It may have been under way when the stop took effect; later it means that the pile did not stop. */
    Step chargingWhileStopping(StepDraft step) {
        ChargingOrder order = step.order();
        StopIntent stop = OrderMoves.stopOf(order);
        Instant confirmedAt = stop.confirmedAt();
        boolean notStopped = confirmedAt != null && !step.now().isBefore(confirmedAt.plus(timings.stopTakesEffect()));
        if (notStopped) {
            StopIntent again = StopIntent.of(stop.cause(), stop.requestedAt());
            return moves.sendStop(
                            step.times(order.times().chargingSeen(step.now())).cancel(Kind.RECORD_DUE), again)
                    .timer(Kind.STOP_ALARM, timings.stopAlarm())
                    .idleReports(0)
                    .done();
        }
        if (order.times().chargingSeenAt() == null) {
            return step.times(order.times().chargingSeen(step.now()))
                    .cancel(Kind.START_DEADLINE, Kind.PLUG_GRACE)
                    .done();
        }
        return order.idleReports() == 0
                ? step.ignored("the stop goes out again by its timer")
                : step.idleReports(0).cancel(Kind.RECORD_DUE).done();
    }

    Step idleSeen(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case CHARGING -> {
                int count = order.idleReports() + 1;
                yield count < IDLE_REPORTS_MAX
                        ? step.idleReports(count)
                                .timer(Kind.RECORD_DUE, timings.recordDue())
                                .done()
                        : moves.awaitRecord(step.idleReports(count), EndReason.SEEN_IDLE)
                                .done();
            }
            case STOPPING ->
                // Before energy was seen idle proves nothing: the gun is idle until a start takes effect.
                order.times().chargingSeenAt() == null
                        ? step.ignored("it was idle before")
                        : moves.awaitRecord(step, EndReason.STOPPED_ON_REQUEST)
                                .timer(Kind.RECORD_DUE, timings.recordDue())
                                .done();
            case START_FAILED -> OrderMoves.stoppedAtLast(step);
            case CREATED, START_SENT, START_ACKED -> step.ignored("not charging yet");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED -> step.ignored("over already");
        };
    }

    Step otherChargeSeen(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case CHARGING ->
                moves.awaitRecord(step, EndReason.GUN_HAS_OTHER_CHARGE)
                        .timer(Kind.RECORD_DUE, timings.recordDue())
                        .done();
            case STOPPING ->
                order.times().chargingSeenAt() == null
                        ? step.ignored("a charge from before")
                        : moves.awaitRecord(step, EndReason.GUN_HAS_OTHER_CHARGE)
                                .timer(Kind.RECORD_DUE, timings.recordDue())
                                .done();
            case START_FAILED -> OrderMoves.stoppedAtLast(step);
            case CREATED, START_SENT, START_ACKED -> step.ignored("a charge from before");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED -> step.ignored("over already");
        };
    }

    /** Nobody waits for ever for a pile that tells nothing: the driver is free, the money stays for the record. */
    Step wentSilent(StepDraft step) {
        return switch (step.order().state()) {
            case CHARGING ->
                moves.awaitRecord(step, EndReason.PILE_WENT_SILENT)
                        .tell(new OrderNotice.RecordWentMissing(step.ref(), step.now()))
                        .done();
            case CREATED, START_SENT, START_ACKED -> step.ignored("the deadline decides");
            case STOPPING -> step.ignored("the stop is under way");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED -> step.ignored("over already");
        };
    }

    /** Only a charge that may still draw power is worth more money; a stop that is under way is not taken back. */
    Step holdRaised(StepDraft step, OrderEvent.HoldRaised raised) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case START_SENT, START_ACKED, CHARGING ->
                raised.hold().compareTo(order.terms().hold()) > 0
                        ? step.hold(raised.hold())
                                .detail(raised.hold().toString())
                                .then(new OrderEffect.SendLimit())
                                .done()
                        : step.ignored("it has that much already");
            case CREATED, STOPPING, AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED ->
                step.ignored("it draws no power");
        };
    }

    Step chargeLimitReached(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case CHARGING ->
                moves.stopping(
                        step,
                        order.terms().limit() instanceof ChargeLimit.Minutes
                                ? StopCause.LIMIT_REACHED
                                : StopCause.CHARGED_TOO_LONG);
            case CREATED,
                    START_SENT,
                    START_ACKED,
                    STOPPING,
                    AWAITING_RECORD,
                    IN_REVIEW,
                    NEEDS_PERSON,
                    START_FAILED,
                    SETTLED -> step.ignored("nothing to limit");
        };
    }

    private Duration longest(ChargeLimit limit) {
        return limit instanceof ChargeLimit.Minutes most
                ? Duration.ofMinutes(most.minutes()).compareTo(timings.chargeMax()) < 0
                        ? Duration.ofMinutes(most.minutes())
                        : timings.chargeMax()
                : timings.chargeMax();
    }
}
