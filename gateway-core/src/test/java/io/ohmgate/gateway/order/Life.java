package io.ohmgate.gateway.order;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One order and its timers in virtual time, with nothing around it: what the machine says is carried out by hand. */
final class Life {
    static final Instant START = Instant.parse("2026-03-01T04:00:00Z");
    static final GunId GUN = GunId.parse("3201060001923601");
    static final TradeNo TRADE_NO = new TradeNo("32010600019236010260301120000001");
    static final OrderId ID = new OrderId("0000000000000000000000000a");

    final OrderMachine machine = new OrderMachine(OrderTimings.BOOK);
    final Map<OrderTimer.Kind, Instant> timers = new EnumMap<>(OrderTimer.Kind.class);
    final List<Duration> starts = new ArrayList<>();
    final List<Duration> stops = new ArrayList<>();
    final List<OrderNotice> notices = new ArrayList<>();
    final List<OrderState> states = new ArrayList<>();
    boolean held = true;
    ChargingOrder order;
    Instant now = START;

    Life() {
        this(new ChargeLimit.Full());
    }

    Life(ChargeLimit limit) {
        order = ChargingOrder.open(
                ID, new OrderTerms(1, 2, GUN, TRADE_NO, 7L, "key", 3L, new Money(5_000), limit, false, START));
        timers.put(OrderTimer.Kind.START_DEADLINE, START.plus(OrderTimings.BOOK.startDeadline()));
        states.add(order.state());
    }

    static Life started() {
        return new Life().hears(new OrderEvent.StartSent());
    }

    static Life charging() {
        return started().hears(new OrderEvent.StartAccepted()).hears(charging(1));
    }

    static OrderEvent charging(int units) {
        return new OrderEvent.ChargingSeen(new Progress(new Energy(units), null, null, START));
    }

    static OrderEvent stop() {
        return new OrderEvent.StopRequested(StopCause.DRIVER, "driver:7");
    }

    Life hears(OrderEvent event) {
        apply(machine.on(order, event, now));
        return this;
    }

    /** Time passes; timers fire when they are due, the earliest first. */
    Life passes(Duration time) {
        Instant until = now.plus(time);
        for (Optional<OrderTimer.Kind> due = due(until); due.isPresent(); due = due(until)) {
            Instant at = Objects.requireNonNull(timers.remove(due.get()));
            now = at.isAfter(now) ? at : now;
            apply(machine.on(order, new OrderEvent.TimerFired(due.get()), now));
        }
        now = until;
        return this;
    }

    Life passes(int seconds) {
        return passes(Duration.ofSeconds(seconds));
    }

    private Optional<OrderTimer.Kind> due(Instant until) {
        return timers.entrySet().stream()
                .filter(timer -> !timer.getValue().isAfter(until))
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    Step apply(Step step) {
        if (step instanceof Step.Changed changed) {
            changed.timers().forEach(this::set);
            held &= changed.hold() == Step.HoldChange.KEEP;
            changed.effects().forEach(this::carryOut);
            order = changed.order();
            if (states.getLast() != order.state()) {
                states.add(order.state());
            }
        }
        return step;
    }

    private void set(TimerChange change) {
        switch (change) {
            case TimerChange.Set set -> timers.put(set.kind(), set.dueAt());
            case TimerChange.Cancel cancel -> timers.remove(cancel.kind());
        }
    }

    private void carryOut(OrderEffect effect) {
        switch (effect) {
            case OrderEffect.SendStart unused -> starts.add(Duration.between(START, now));
            case OrderEffect.SendStop unused -> stops.add(Duration.between(START, now));
            case OrderEffect.SendLimit unused -> {}
            case OrderEffect.LowerHold unused -> {}
            case OrderEffect.Tell tell -> notices.add(tell.notice());
        }
    }

    List<Long> stopSeconds() {
        return stops.stream().map(Duration::toSeconds).toList();
    }

    boolean told(Class<? extends OrderNotice> kind) {
        return notices.stream().anyMatch(kind::isInstance);
    }
}
