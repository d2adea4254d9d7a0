package io.ohmgate.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEnd;
import io.ohmgate.gateway.order.OrderEnd.EndReason;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderRef;
import io.ohmgate.gateway.order.OrderService;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.StopIntent;
import io.ohmgate.gateway.pile.GunId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of orders, and how far starts and stops have come. Every counter is there from the beginning. */
public final class OrderMeters {
    /** Start or stop. */
    enum Command {
        START,
        STOP
    }

    /** How far it came. */
    enum Stage {
        /** Durable: the caller was told yes. */
        ACCEPTED,
        /** The frame went to the socket; a stop may be written again and again. */
        WRITTEN,
        /** The pile said yes. */
        ANSWERED,
        /** The pile said no. */
        REFUSED,
        /** Nothing came in time. */
        TIMED_OUT
    }

    /** What should not happen, or not often: somebody has to look. */
    enum Abnormal {
        STOP_UNCONFIRMED,
        RECORD_MISSING,
        BILL_HELD,
        RECORD_QUARANTINED,
        ORPHAN_OPENED,
        BILL_CORRECTED,
        CHARGE_SILENT,
        SERIAL_ON_OTHER_GUN,
        READING_NOT_BELIEVED,
        ORPHAN_CHARGING,
        ENERGY_WITHOUT_ORDER
    }

    private final OrderService orders;
    private final InstantSource clock;
    private final Map<OrderState, Counter> moves = new EnumMap<>(OrderState.class);
    private final Map<Abnormal, Counter> abnormal = new EnumMap<>(Abnormal.class);
    private final Map<Command, Map<Stage, Counter>> commands = new EnumMap<>(Command.class);
    private final Timer startWritten;
    private final Timer stopWritten;
    private final Timer stopProven;

    public OrderMeters(OrderService orders, InstantSource clock, MeterRegistry meters) {
        this.orders = orders;
        this.clock = clock;
        for (OrderState state : OrderState.values()) {
            moves.put(state, meters.counter("ohmgate.orders.moves", "to", label(state)));
        }
        for (Abnormal kind : Abnormal.values()) {
            abnormal.put(kind, meters.counter("ohmgate.orders.abnormal", "kind", label(kind)));
        }
        for (Command command : Command.values()) {
            Map<Stage, Counter> stages = new EnumMap<>(Stage.class);
            for (Stage stage : Stage.values()) {
                stages.put(
                        stage,
                        meters.counter("ohmgate.orders.commands", "command", label(command), "stage", label(stage)));
            }
            commands.put(command, stages);
        }
        startWritten = Objectives.timer("ohmgate.orders.start.written").register(meters);
        stopWritten = Objectives.timer("ohmgate.orders.stop.written").register(meters);
        stopProven = Objectives.timer("ohmgate.orders.stop.proven").register(meters);
        meters.gauge("ohmgate.orders.running", orders, OrderService::runningCount);
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Something happened to an order or record; may be called from any thread. */
    public void happened(OrderNotice notice) {
        switch (notice) {
            case OrderNotice.OrderOpened opened -> {
                moved(OrderState.CREATED);
                count(Command.START, Stage.ACCEPTED);
            }
            case OrderNotice.OrderMoved moved -> moved(moved);
            case OrderNotice.StopWentUnconfirmed stop -> {
                count(Abnormal.STOP_UNCONFIRMED);
                count(Command.STOP, Stage.TIMED_OUT);
            }
            case OrderNotice.RecordWentMissing missing -> count(Abnormal.RECORD_MISSING);
            case OrderNotice.BillHeld held -> count(Abnormal.BILL_HELD);
            case OrderNotice.RecordQuarantined quarantined -> count(Abnormal.RECORD_QUARANTINED);
            case OrderNotice.OrphanOpened orphan -> count(Abnormal.ORPHAN_OPENED);
            case OrderNotice.BillCorrected corrected -> count(Abnormal.BILL_CORRECTED);
            case OrderNotice.ChargeWentSilent silent -> count(Abnormal.CHARGE_SILENT);
            case OrderNotice.SerialOnOtherGun swapped -> count(Abnormal.SERIAL_ON_OTHER_GUN);
            case OrderNotice.ReadingNotBelieved odd -> count(Abnormal.READING_NOT_BELIEVED);
            case OrderNotice.OrphanCharging orphan -> count(Abnormal.ORPHAN_CHARGING);
            case OrderNotice.EnergyWithoutOrder energy -> count(Abnormal.ENERGY_WITHOUT_ORDER);
            case OrderNotice.LimitRaised raised -> {}
            case OrderNotice.ChargeBilled billed -> {}
            case OrderNotice.OrderDecided decided -> {}
        }
    }

    private void moved(OrderNotice.OrderMoved moved) {
        moved(moved.to());
        if (moved.to() == OrderState.STOPPING) {
            count(Command.STOP, Stage.ACCEPTED);
        } else if (moved.from() == OrderState.STOPPING) {
            stopOf(moved.order()).ifPresent(stop -> stopProven.record(since(stop.requestedAt(), moved.at())));
        } else if (moved.to() == OrderState.START_FAILED && endOf(moved.order()) == EndReason.NO_START_IN_TIME) {
            count(Command.START, Stage.TIMED_OUT);
        }
    }

    private Optional<StopIntent> stopOf(OrderRef order) {
        return orders.remembered(order.gun(), order.tradeNo()).map(ChargingOrder::stop);
    }

    private @Nullable EndReason endOf(OrderRef order) {
        return orders.remembered(order.gun(), order.tradeNo())
                .map(ChargingOrder::end)
                .map(OrderEnd::reason)
                .orElse(null);
    }

    /** A command's frame went out; called on the connection's event loop. */
    public void written(CommandWritten written) {
        switch (written.command()) {
            case PileCommand.StartCharging start -> startWritten(start.gun());
            case PileCommand.AcceptStart start -> startWritten(start.gun());
            case PileCommand.StopCharging stop -> {
                count(Command.STOP, Stage.WRITTEN);
                // Only the first: how long a stop is repeated is another question, and has its own answer.
                orders.on(stop.gun())
                        .map(ChargingOrder::stop)
                        .filter(intent -> intent.sends() == 1)
                        .ifPresent(intent -> stopWritten.record(since(intent.requestedAt(), clock.instant())));
            }
            default -> {}
        }
    }

    private void startWritten(GunId gun) {
        count(Command.START, Stage.WRITTEN);
        orders.on(gun)
                .ifPresent(order -> startWritten.record(since(order.terms().createdAt(), clock.instant())));
    }

    /** A pile's answer; called on event loops for every report. */
    public void reported(PileReport report) {
        if (report instanceof PileReport.StartAnswered answer) {
            count(Command.START, answer.answer() == PileReport.StartAnswer.ACCEPTED ? Stage.ANSWERED : Stage.REFUSED);
        } else if (report instanceof PileReport.StopAnswered answer) {
            count(Command.STOP, answer.answer() == PileReport.StopAnswer.ACCEPTED ? Stage.ANSWERED : Stage.REFUSED);
        }
    }

    private static Duration since(Instant from, Instant to) {
        Duration took = Duration.between(from, to);
        return took.isNegative() ? Duration.ZERO : took;
    }

    private void moved(OrderState to) {
        count(moves.get(to));
    }

    private void count(Abnormal kind) {
        count(abnormal.get(kind));
    }

    private void count(Command command, Stage stage) {
        Map<Stage, Counter> stages = commands.get(command);
        count(stages == null ? null : stages.get(stage));
    }

    private static void count(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }
}
