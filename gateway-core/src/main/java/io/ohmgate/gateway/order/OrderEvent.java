package io.ohmgate.gateway.order;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.PileReport.StartAnswer;
import io.ohmgate.gateway.order.OrderEnd.EndReason;
import org.jspecify.annotations.Nullable;

/** What can happen to an order. Every pair of state and event is decided in {@link OrderMachine}. */
public sealed interface OrderEvent {
    /** The start is about to be written; this event's commit comes first. */
    record StartSent() implements OrderEvent {}

    /** The start cannot be written: no connection to the pile. */
    record StartUnsendable() implements OrderEvent {}

    record StartAccepted() implements OrderEvent {}

    /** The pile waits for the plug. */
    record StartAwaitsPlug() implements OrderEvent {}

    record StartRejected(StartAnswer answer, int code) implements OrderEvent {}

    /** The gun reports charging under this order's trade number. {@code progress} is null if no energy was told. */
    record ChargingSeen(@Nullable Progress progress) implements OrderEvent {}

    /** The gun reports idle, with no charge or with this order's number. */
    record IdleSeen() implements OrderEvent {}

    /** The gun reports a charge under another number. */
    record OtherChargeSeen() implements OrderEvent {}

    /** {@code by} names who asked, for the order's history: {@code driver:7}, {@code staff:3}, {@code platform}. */
    record StopRequested(StopCause cause, String by) implements OrderEvent {}

    record StopAccepted() implements OrderEvent {}

    /** The pile says that nothing charges on the gun. */
    record StopFoundNothing() implements OrderEvent {}

    record StopRejected(int code) implements OrderEvent {}

    /** The pile has logged in again: whatever we told it before may be lost. */
    record PileCameBack() implements OrderEvent {}

    /** The driver's wallet was credited, and more of it is held for this charge: {@code hold} in all. */
    record HoldRaised(Money hold) implements OrderEvent {}

    record TimerFired(OrderTimer.Kind kind) implements OrderEvent {}

    /**
     * The record was priced and is being posted; whether any energy was delivered, and the pile's reason to stop, which is
     * {@link EndReason#RECORD_ARRIVED} if its code means nothing.
     */
    record RecordSettled(int stopReasonCode, boolean energy, EndReason reason) implements OrderEvent {
        public RecordSettled(int stopReasonCode, boolean energy) {
            this(stopReasonCode, energy, EndReason.RECORD_ARRIVED);
        }
    }

    /** The record is here, but a person must decide. */
    record RecordHeld(int stopReasonCode, EndReason reason) implements OrderEvent {
        public RecordHeld(int stopReasonCode) {
            this(stopReasonCode, EndReason.RECORD_ARRIVED);
        }
    }

    /** The record came after a person had settled without it; its bill takes the place of that one (invariants A7). */
    record BillReplaced(int stopReasonCode, EndReason reason) implements OrderEvent {}

    /** The pile has told nothing of the charge for {@link OrderTimings#silenceMax()}. */
    record PileWentSilent() implements OrderEvent {}

    /** A person has decided what the order comes to; {@code by} and {@code why} are for its history. */
    record Decided(String kind, String by, String why) implements OrderEvent {}

    /** The event's name in the order's history: the record's own, and what sort it was. */
    default String name() {
        String word = getClass().getSimpleName();
        return switch (this) {
            case TimerFired fired -> word + ' ' + fired.kind();
            case StopRequested requested -> word + ' ' + requested.cause();
            case Decided decided -> word + ' ' + decided.kind();
            default -> word;
        };
    }
}
