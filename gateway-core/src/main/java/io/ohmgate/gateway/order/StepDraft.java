package io.ohmgate.gateway.order;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.order.OrderEnd.EndReason;
import io.ohmgate.gateway.order.OrderTimer.Kind;
import io.ohmgate.gateway.order.Step.HoldChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step while it is being written down: short words for {@link OrderMachine}'s table. */
final class StepDraft {
    private final ChargingOrder before;
    private final OrderEvent event;
    private final Instant now;
    private final List<TimerChange> timers = new ArrayList<>();
    private final List<OrderEffect> effects = new ArrayList<>();
    private ChargingOrder after;
    private HoldChange hold = HoldChange.KEEP;
    private String detail = "";

    StepDraft(ChargingOrder before, OrderEvent event, Instant now) {
        this.before = before;
        this.event = event;
        this.now = now;
        this.after = before;
    }

    StepDraft to(OrderState state) {
        after = after.in(state);
        return this;
    }

    /** To a state that no frame leaves again; its timers have nothing more to say. */
    StepDraft closed(OrderState state) {
        after = after.in(state).withTimes(after.times().closed(now));
        return cancel(Kind.values());
    }

    StepDraft times(OrderTimes times) {
        after = after.withTimes(times);
        return this;
    }

    StepDraft end(EndReason reason, @Nullable Integer code) {
        after = after.endedBy(reason, code).withTimes(after.times().ended(now));
        return this;
    }

    /** The record's own reason is the true one, if its code means anything. */
    StepDraft endByRecord(EndReason reason, int code) {
        after = after.endedByRecord(reason, code).withTimes(after.times().ended(now));
        return this;
    }

    StepDraft stop(@Nullable StopIntent stop) {
        after = after.withStop(stop);
        return this;
    }

    StepDraft idleReports(int count) {
        after = after.withIdleReports(count);
        return this;
    }

    StepDraft progress(@Nullable Progress progress) {
        if (progress != null) {
            after = after.withProgress(progress);
        }
        return this;
    }

    StepDraft timer(Kind kind, Duration wait) {
        return timer(kind, now.plus(wait));
    }

    StepDraft timer(Kind kind, Instant dueAt) {
        timers.add(new TimerChange.Set(kind, dueAt));
        return this;
    }

    StepDraft cancel(Kind... kinds) {
        for (Kind kind : kinds) {
            timers.add(new TimerChange.Cancel(kind));
        }
        return this;
    }

    StepDraft hold(Money raised) {
        after = after.withHold(raised);
        return this;
    }

    StepDraft voidHold() {
        hold = HoldChange.VOID;
        return this;
    }

    StepDraft then(OrderEffect effect) {
        effects.add(effect);
        return this;
    }

    StepDraft tell(OrderNotice notice) {
        return then(new OrderEffect.Tell(notice));
    }

    StepDraft detail(String text) {
        detail = text;
        return this;
    }

    Step ignored(String reason) {
        return new Step.Ignored(before, reason);
    }

    ChargingOrder order() {
        return before;
    }

    Instant now() {
        return now;
    }

    OrderRef ref() {
        return OrderRef.of(before);
    }

    Step done() {
        ChargingOrder next = after.nextVersion();
        if (next.state() != before.state()) {
            effects.add(OrderEffect.moved(before, next, now));
        }
        Step.Transition transition = new Step.Transition(before.state(), next.state(), event.name(), detail, now);
        return new Step.Changed(next, transition, timers, hold, effects);
    }
}
