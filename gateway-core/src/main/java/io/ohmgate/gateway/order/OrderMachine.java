package io.ohmgate.gateway.order;

import io.ohmgate.gateway.order.OrderEnd.EndReason;
import io.ohmgate.gateway.order.OrderEvent.ChargingSeen;
import io.ohmgate.gateway.order.OrderEvent.RecordHeld;
import io.ohmgate.gateway.order.OrderEvent.RecordSettled;
import io.ohmgate.gateway.order.OrderEvent.StartRejected;
import io.ohmgate.gateway.order.OrderEvent.StopRequested;
import io.ohmgate.gateway.order.OrderTimer.Kind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The life of an order. Pure: no clock, no pile, no database. One method an event, one exhaustive switch over the states
 * in it; a new state or event does not compile until every pair is decided. A late, repeated or reordered event never
 * moves an order back (invariants A10): it is {@link Step.Ignored}.
 *
 * <pre>
 *            StartSent        StartAccepted       ChargingSeen
 *  CREATED ───────────► START_SENT ──────► START_ACKED ──────► CHARGING ─────────────────┐
 *     │                     │  │   ChargingSeen │ │              ▲  │ StopRequested,       │ IdleSeen twice,
 *     │                     │  └────────────────┼─┼──────────────┘  │ CHARGE_LIMIT         │ once and RECORD_DUE,
 *     │                     │   StopRequested   │ │                 ▼                      │ OtherChargeSeen
 *     │                     ├───────────────────┼─┴──────────► STOPPING ──────────────────┤
 *     │ deadline, stop      │ deadline, refusal │                 │  idle, nothing found,  ▼
 *     ▼                     ▼                   ▼                 │  RECORD_DUE      AWAITING_RECORD
 *  START_FAILED ◄───────────────────────────────┴─────────────────┘ (never began)        │ 24 h
 *     │                                                                                   ▼
 *     │            from every state but SETTLED: the record                         NEEDS_PERSON
 *     └──────────► SETTLED (priced) or IN_REVIEW (a person must decide) ◄─────────────────┘
 * </pre>
 */
public final class OrderMachine {
    /** So many idle reports in a row mean that a charge is over (invariants, fact 3). */
    static final int IDLE_REPORTS_MAX = 2;

    private final OrderTimings timings;

    public OrderMachine(OrderTimings timings) {
        this.timings = timings;
    }

    /** What the event does to the order at this moment. */
    public Step on(ChargingOrder order, OrderEvent event, Instant now) {
        StepDraft step = new StepDraft(order, event, now);
        return switch (event) {
            case OrderEvent.StartSent unused -> startSent(step);
            case OrderEvent.StartUnsendable unused -> startUnsendable(step);
            case OrderEvent.StartAccepted unused -> startAccepted(step);
            case OrderEvent.StartAwaitsPlug unused -> startAwaitsPlug(step);
            case StartRejected rejected -> startRejected(step, rejected);
            case ChargingSeen seen -> chargingSeen(step, seen);
            case OrderEvent.IdleSeen unused -> idleSeen(step);
            case OrderEvent.OtherChargeSeen unused -> otherChargeSeen(step);
            case StopRequested request -> stopRequested(step, request);
            case OrderEvent.StopAccepted unused -> stopAccepted(step);
            case OrderEvent.StopFoundNothing unused -> stopFoundNothing(step);
            case OrderEvent.StopRejected unused -> step.ignored("the stop goes out again by its timer");
            case OrderEvent.PileCameBack unused -> pileCameBack(step);
            case OrderEvent.HoldRaised raised -> holdRaised(step, raised);
            case OrderEvent.TimerFired fired -> timerFired(step, fired.kind());
            case RecordSettled settled -> recordSettled(step, settled);
            case RecordHeld held -> recordHeld(step, held);
        };
    }

    /** The one step that writes a start. Past the deadline even a first start is not written (invariants B1). */
    private Step startSent(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case CREATED -> {
                if (!step.now().isBefore(order.terms().createdAt().plus(timings.startDeadline()))) {
                    yield startFailed(step, EndReason.NO_START_IN_TIME, null).done();
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

    private Step startUnsendable(StepDraft step) {
        return switch (step.order().state()) {
            case CREATED -> startFailed(step, EndReason.PILE_WENT_OFFLINE, null).done();
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

    private Step startAccepted(StepDraft step) {
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
            case START_FAILED -> startedTooLate(step, order.times().chargingSeenAt());
            case CREATED -> step.ignored("nothing was sent");
            case START_ACKED, CHARGING -> step.ignored("accepted already");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED -> step.ignored("over already");
        };
    }

    private Step startAwaitsPlug(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case START_SENT ->
                step.timer(Kind.PLUG_GRACE, startOf(order).plus(timings.plugGrace()))
                        .done();
            case CREATED -> step.ignored("nothing was sent");
            case START_ACKED, CHARGING, STOPPING -> step.ignored("the pile is further than that");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED -> step.ignored("over already");
        };
    }

    private Step startRejected(StepDraft step, StartRejected rejected) {
        ChargingOrder order = step.order();
        step.detail(rejected.answer().name());
        return switch (order.state()) {
            case START_SENT ->
                startFailed(step, EndReason.REFUSED_BY_PILE, rejected.code()).done();
            case STOPPING ->
                mayHaveCharged(order)
                        ? step.ignored("it had started")
                        : startFailed(step, EndReason.REFUSED_BY_PILE, rejected.code())
                                .done();
            case CREATED -> step.ignored("nothing was sent");
            // The pile contradicts itself, or the network reordered it; the deadline or energy decides.
            case START_ACKED, CHARGING -> step.ignored("accepted already");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED -> step.ignored("over already");
        };
    }

    private Step chargingSeen(StepDraft step, ChargingSeen seen) {
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
            case START_FAILED -> startedTooLate(step, step.now());
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED -> step.ignored("over already");
        };
    }

    /** It may have been under way when the stop took effect; later it means that the pile did not stop. */
    private Step chargingWhileStopping(StepDraft step) {
        ChargingOrder order = step.order();
        StopIntent stop = stopOf(order);
        Instant confirmedAt = stop.confirmedAt();
        boolean notStopped = confirmedAt != null && !step.now().isBefore(confirmedAt.plus(timings.stopTakesEffect()));
        if (notStopped) {
            StopIntent again = StopIntent.of(stop.cause(), stop.requestedAt());
            return sendStop(step.times(order.times().chargingSeen(step.now())).cancel(Kind.RECORD_DUE), again)
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

    private Step idleSeen(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case CHARGING -> {
                int count = order.idleReports() + 1;
                yield count < IDLE_REPORTS_MAX
                        ? step.idleReports(count)
                                .timer(Kind.RECORD_DUE, timings.recordDue())
                                .done()
                        : awaitRecord(step.idleReports(count), EndReason.SEEN_IDLE)
                                .done();
            }
            case STOPPING ->
                // Before energy was seen idle proves nothing: the gun is idle until a start takes effect.
                order.times().chargingSeenAt() == null
                        ? step.ignored("it was idle before")
                        : awaitRecord(step, EndReason.SEEN_IDLE)
                                .timer(Kind.RECORD_DUE, timings.recordDue())
                                .done();
            case START_FAILED -> stoppedAtLast(step);
            case CREATED, START_SENT, START_ACKED -> step.ignored("not charging yet");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED -> step.ignored("over already");
        };
    }

    private Step otherChargeSeen(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case CHARGING ->
                awaitRecord(step, EndReason.GUN_HAS_OTHER_CHARGE)
                        .timer(Kind.RECORD_DUE, timings.recordDue())
                        .done();
            case STOPPING ->
                order.times().chargingSeenAt() == null
                        ? step.ignored("a charge from before")
                        : awaitRecord(step, EndReason.GUN_HAS_OTHER_CHARGE)
                                .timer(Kind.RECORD_DUE, timings.recordDue())
                                .done();
            case START_FAILED -> stoppedAtLast(step);
            case CREATED, START_SENT, START_ACKED -> step.ignored("a charge from before");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED -> step.ignored("over already");
        };
    }

    private Step stopRequested(StepDraft step, StopRequested request) {
        ChargingOrder order = step.order();
        step.detail(request.by());
        return switch (order.state()) {
            case CREATED ->
                startFailed(step, EndReason.STOPPED_BEFORE_START, null).done();
            case START_SENT, START_ACKED, CHARGING -> stopping(step, request.cause());
            case STOPPING -> step.ignored("stopping already");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED -> step.ignored("over already");
        };
    }

    private Step stopAccepted(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case STOPPING -> {
                if (!mayHaveCharged(order)) {
                    yield startFailed(step, EndReason.STOPPED_BEFORE_START, null)
                            .stop(stopOf(order).confirmed(step.now()))
                            .done();
                }
                yield stopOf(order).open()
                        ? step.stop(stopOf(order).confirmed(step.now()))
                                .cancel(Kind.STOP_RESEND, Kind.STOP_ALARM, Kind.START_DEADLINE, Kind.PLUG_GRACE)
                                .timer(Kind.RECORD_DUE, timings.recordDue())
                                .done()
                        : step.ignored("confirmed already");
            }
            case START_FAILED -> stoppedAtLast(step);
            case CREATED, START_SENT, START_ACKED, CHARGING -> step.ignored("no stop of this order");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED -> step.ignored("over already");
        };
    }

    private Step stopFoundNothing(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case STOPPING ->
                mayHaveCharged(order)
                        ? awaitRecord(step, EndReason.NOT_CHARGING_WHEN_STOPPED)
                                .timer(Kind.RECORD_DUE, timings.recordDue())
                                .done()
                        : startFailed(step, EndReason.STOPPED_BEFORE_START, null)
                                .stop(stopOf(order).confirmed(step.now()))
                                .done();
            case START_FAILED -> stoppedAtLast(step);
            case CREATED, START_SENT, START_ACKED, CHARGING -> step.ignored("no stop of this order");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED -> step.ignored("over already");
        };
    }

    private Step pileCameBack(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case STOPPING, START_FAILED -> {
                StopIntent stop = order.stop();
                yield stop != null && stop.open()
                        ? sendStop(step, stop.sentAgain()).done()
                        : step.ignored("no stop is open");
            }
            // A start is never written again (invariants B1); what the gun reports next decides.
            case CREATED, START_SENT, START_ACKED, CHARGING -> step.ignored("its next report decides");
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED -> step.ignored("over already");
        };
    }

    /** Only a charge that may still draw power is worth more money; a stop that is under way is not taken back. */
    private Step holdRaised(StepDraft step, OrderEvent.HoldRaised raised) {
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

    private Step timerFired(StepDraft step, Kind kind) {
        return switch (kind) {
            case PLUG_GRACE -> plugGraceOver(step);
            case START_DEADLINE -> startDeadlineOver(step);
            case CHARGE_LIMIT -> chargeLimitReached(step);
            case STOP_RESEND -> stopResendDue(step);
            case STOP_ALARM -> stopAlarmDue(step);
            case RECORD_DUE -> recordDue(step);
            case RECORD_GIVE_UP -> recordGivenUp(step);
        };
    }

    private Step plugGraceOver(StepDraft step) {
        return switch (step.order().state()) {
            case START_SENT ->
                startFailed(step, EndReason.NOT_PLUGGED_IN_TIME, null)
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

    private Step startDeadlineOver(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case CREATED -> startFailed(step, EndReason.NO_START_IN_TIME, null).done();
            case START_SENT, START_ACKED ->
                startFailed(step, EndReason.NO_START_IN_TIME, null)
                        .then(new OrderEffect.SendStop())
                        .done();
            case STOPPING ->
                mayHaveCharged(order)
                        ? step.ignored("the stop is under way")
                        : startFailed(step, EndReason.STOPPED_BEFORE_START, null)
                                .then(new OrderEffect.SendStop())
                                .done();
            case CHARGING, AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED ->
                step.ignored("the start was decided before");
        };
    }

    private Step chargeLimitReached(StepDraft step) {
        ChargingOrder order = step.order();
        return switch (order.state()) {
            case CHARGING ->
                stopping(
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

    private Step stopResendDue(StepDraft step) {
        StopIntent stop = step.order().stop();
        if (stop == null || !stop.open()) {
            return step.ignored("no stop is open");
        }
        return switch (step.order().state()) {
            case STOPPING -> sendStop(step, stop.sentAgain()).done();
            // Once a person was called the gun may be another's: no more blind stops.
            case START_FAILED ->
                stop.alarmedAt() == null
                        ? sendStop(step, stop.sentAgain()).done()
                        : step.ignored("its next report asks for a new stop");
            case CREATED, START_SENT, START_ACKED, CHARGING, AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, SETTLED ->
                step.ignored("no stop is open");
        };
    }

    private Step stopAlarmDue(StepDraft step) {
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

    private Step recordDue(StepDraft step) {
        ChargingOrder order = step.order();
        OrderNotice missing = new OrderNotice.RecordWentMissing(step.ref(), step.now());
        return switch (order.state()) {
            case CHARGING ->
                order.idleReports() == 0
                        ? step.ignored("it charges again")
                        : awaitRecord(step, EndReason.SEEN_IDLE).tell(missing).done();
            case STOPPING ->
                stopOf(order).open() && order.idleReports() == 0
                        ? step.ignored("it has not stopped yet")
                        : awaitRecord(step, EndReason.STOPPED_ON_REQUEST)
                                .tell(missing)
                                .done();
            case AWAITING_RECORD -> step.tell(missing).done();
            case CREATED, START_SENT, START_ACKED, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED ->
                step.ignored("no record is due");
        };
    }

    private Step recordGivenUp(StepDraft step) {
        return switch (step.order().state()) {
            case STOPPING, AWAITING_RECORD ->
                step.end(EndReason.NO_RECORD_IN_TIME, null)
                        .closed(OrderState.NEEDS_PERSON)
                        .done();
            case CREATED, START_SENT, START_ACKED, CHARGING, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED ->
                step.ignored("no record is due");
        };
    }

    private Step recordSettled(StepDraft step, RecordSettled settled) {
        ChargingOrder order = step.order();
        proveStopped(step.end(EndReason.RECORD_ARRIVED, settled.stopReasonCode()));
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

    private Step recordHeld(StepDraft step, RecordHeld held) {
        proveStopped(step.end(EndReason.RECORD_ARRIVED, held.stopReasonCode()));
        return switch (step.order().state()) {
            case SETTLED -> step.ignored("settled already");
            case IN_REVIEW -> step.ignored("a person decides already");
            case CREATED, START_SENT, START_ACKED, CHARGING, STOPPING, AWAITING_RECORD, NEEDS_PERSON, START_FAILED ->
                step.closed(OrderState.IN_REVIEW).done();
        };
    }

    /**
     * Closes an order that came to nothing. A stop that is still open ends with it: if the pile starts after all, its
     * reports ask for a new one.
     */
    private static StepDraft startFailed(StepDraft step, EndReason reason, @Nullable Integer code) {
        StopIntent stop = step.order().stop();
        return step.end(reason, code)
                .closed(OrderState.START_FAILED)
                .stop(stop != null && stop.open() ? null : stop)
                .voidHold();
    }

    /** Energy, or the promise of it, after we gave up: it is stopped, and what the record says will be billed. */
    private Step startedTooLate(StepDraft step, @Nullable Instant chargingSeenAt) {
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
    private static Step stoppedAtLast(StepDraft step) {
        StopIntent stop = step.order().stop();
        return stop != null && stop.open() ? proveStopped(step).done() : step.ignored("over already");
    }

    private static StepDraft proveStopped(StepDraft step) {
        StopIntent stop = step.order().stop();
        return stop == null ? step : step.stop(stop.confirmed(step.now())).cancel(Kind.STOP_RESEND, Kind.STOP_ALARM);
    }

    private Step stopping(StepDraft step, StopCause cause) {
        return sendStop(step.to(OrderState.STOPPING), StopIntent.of(cause, step.now()))
                .cancel(Kind.CHARGE_LIMIT)
                .timer(Kind.STOP_ALARM, timings.stopAlarm())
                .timer(Kind.RECORD_GIVE_UP, timings.recordGiveUp())
                .done();
    }

    private StepDraft sendStop(StepDraft step, StopIntent stop) {
        return step.stop(stop)
                .timer(Kind.STOP_RESEND, timings.afterStop(stop.sends()))
                .then(new OrderEffect.SendStop());
    }

    private StepDraft awaitRecord(StepDraft step, EndReason reason) {
        return proveStopped(step.end(reason, null).to(OrderState.AWAITING_RECORD))
                .cancel(Kind.CHARGE_LIMIT, Kind.START_DEADLINE, Kind.PLUG_GRACE)
                .timer(Kind.RECORD_GIVE_UP, timings.recordGiveUp());
    }

    /** Whether the pile may have delivered energy, so that a record is owed. */
    private static boolean mayHaveCharged(ChargingOrder order) {
        return order.times().startAckedAt() != null || order.times().chargingSeenAt() != null;
    }

    private Duration longest(ChargeLimit limit) {
        return limit instanceof ChargeLimit.Minutes most
                ? Duration.ofMinutes(most.minutes()).compareTo(timings.chargeMax()) < 0
                        ? Duration.ofMinutes(most.minutes())
                        : timings.chargeMax()
                : timings.chargeMax();
    }

    private static Instant startOf(ChargingOrder order) {
        Instant sent = order.times().startSentAt();
        return sent == null ? order.terms().createdAt() : sent;
    }

    private static StopIntent stopOf(ChargingOrder order) {
        StopIntent stop = order.stop();
        return stop == null ? StopIntent.of(StopCause.STAFF, order.terms().createdAt()) : stop;
    }
}
