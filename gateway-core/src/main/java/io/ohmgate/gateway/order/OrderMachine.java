package io.ohmgate.gateway.order;

import io.ohmgate.gateway.order.OrderEvent.ChargingSeen;
import io.ohmgate.gateway.order.OrderEvent.RecordHeld;
import io.ohmgate.gateway.order.OrderEvent.RecordSettled;
import io.ohmgate.gateway.order.OrderEvent.StartRejected;
import io.ohmgate.gateway.order.OrderEvent.StopRequested;
import io.ohmgate.gateway.order.OrderTimer.Kind;
import java.time.Instant;

/**
 * The life of an order. Pure: no clock, no pile, no database. One method an event, by subject in {@link Starting},
 * {@link Charging}, {@link Stopping} and {@link AfterCharge}, with one exhaustive switch over the states in it; a new state or event does not compile until every pair is decided. A late, repeated or reordered event never
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
 *                      ▲                     │ Decided, also from AWAITING_RECORD and NEEDS_PERSON
 *                      └─────────────────────┘
 * </pre>
 */
public final class OrderMachine {
    private final Starting starting;
    private final Charging charging;
    private final Stopping stopping;
    private final AfterCharge after;

    public OrderMachine(OrderTimings timings) {
        OrderMoves moves = new OrderMoves(timings);
        this.starting = new Starting(timings, moves);
        this.charging = new Charging(timings, moves);
        this.stopping = new Stopping(timings, moves);
        this.after = new AfterCharge(moves);
    }

    /** What the event does to the order at this moment. */
    public Step on(ChargingOrder order, OrderEvent event, Instant now) {
        StepDraft step = new StepDraft(order, event, now);
        return switch (event) {
            case OrderEvent.StartSent unused -> starting.startSent(step);
            case OrderEvent.StartUnsendable unused -> starting.startUnsendable(step);
            case OrderEvent.StartAccepted unused -> starting.startAccepted(step);
            case OrderEvent.StartAwaitsPlug unused -> starting.startAwaitsPlug(step);
            case StartRejected rejected -> starting.startRejected(step, rejected);
            case ChargingSeen seen -> charging.chargingSeen(step, seen);
            case OrderEvent.IdleSeen unused -> charging.idleSeen(step);
            case OrderEvent.OtherChargeSeen unused -> charging.otherChargeSeen(step);
            case StopRequested request -> stopping.stopRequested(step, request);
            case OrderEvent.StopAccepted unused -> stopping.stopAccepted(step);
            case OrderEvent.StopFoundNothing unused -> stopping.stopFoundNothing(step);
            case OrderEvent.StopRejected unused -> step.ignored("the stop goes out again by its timer");
            case OrderEvent.PileCameBack unused -> stopping.pileCameBack(step);
            case OrderEvent.HoldRaised raised -> charging.holdRaised(step, raised);
            case OrderEvent.TimerFired fired -> timerFired(step, fired.kind());
            case RecordSettled settled -> after.recordSettled(step, settled);
            case RecordHeld held -> after.recordHeld(step, held);
            case OrderEvent.BillReplaced replaced -> after.billReplaced(step, replaced);
            case OrderEvent.Decided decided -> after.decided(step, decided);
            case OrderEvent.PileWentSilent unused -> charging.wentSilent(step);
        };
    }

    private Step timerFired(StepDraft step, Kind kind) {
        return switch (kind) {
            case PLUG_GRACE -> starting.plugGraceOver(step);
            case START_DEADLINE -> starting.startDeadlineOver(step);
            case CHARGE_LIMIT -> charging.chargeLimitReached(step);
            case STOP_RESEND -> stopping.stopResendDue(step);
            case STOP_ALARM -> stopping.stopAlarmDue(step);
            case RECORD_DUE -> after.recordDue(step);
            case RECORD_GIVE_UP -> after.recordGivenUp(step);
        };
    }
}
