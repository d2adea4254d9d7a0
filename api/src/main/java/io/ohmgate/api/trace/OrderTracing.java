package io.ohmgate.api.trace;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.metrics.CommandWritten;
import io.ohmgate.gateway.metrics.RecordKept;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderRef;
import io.ohmgate.gateway.order.OrderService;
import io.ohmgate.gateway.order.OrderTrace;
import io.ohmgate.gateway.order.StopIntent;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells each step of an order as a span of the order's own trace, when it has happened and from when it was waited for:
 *
 * <pre>
 *  tap ─► opened ─► 0x34 written ─► 0x33 answered ─► first 0x13 ─► (0x36, 0x35) ─► 0x3B kept ─► settled
 * </pre>
 *
 * The trace is kept with the order, so it is the same one hours later, after a restart and on another node. Labels name
 * the order, never a driver. Listeners are called on event loops: a span is handed to a bounded queue and that is all.
 */
final class OrderTracing {
    static final String SCOPE = "io.ohmgate";
    /** Records that were kept and wait to be settled; only the beginning of a span hangs on it. */
    private static final int KEPT_MAX = 10_000;

    private static final Duration KEPT_FOR = Duration.ofMinutes(10);

    private final boolean off;
    private final Tracer tracer;
    private final OrderService orders;
    private final InstantSource clock;
    private final Cache<TradeNo, Instant> kept = Caffeine.newBuilder()
            .maximumSize(KEPT_MAX)
            .expireAfterWrite(KEPT_FOR)
            .build();

    OrderTracing(OpenTelemetry telemetry, OrderService orders, InstantSource clock) {
        this.off = telemetry.equals(OpenTelemetry.noop());
        this.tracer = telemetry.getTracer(SCOPE);
        this.orders = orders;
        this.clock = clock;
    }

    /** A context whose current span is the one that began the trace, wherever that was. */
    static Context parent(OrderTrace trace) {
        return Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        trace.traceId(), trace.spanId(), TraceFlags.getSampled(), TraceState.getDefault())));
    }

    void happened(OrderNotice notice) {
        if (off) {
            return;
        }
        switch (notice) {
            case OrderNotice.OrderOpened opened ->
                step(known(opened.order()), "order opened", opened.at(), clock.instant());
            case OrderNotice.OrderMoved moved -> moved(moved);
            case OrderNotice.ChargeBilled billed -> {
                Instant since = kept.getIfPresent(billed.order().tradeNo());
                step(known(billed.order()), "settled, journal booked", since, clock.instant());
            }
            case OrderNotice.BillCorrected corrected ->
                step(known(corrected.order()), "bill corrected", null, corrected.at());
            case OrderNotice.BillHeld held -> failed(known(held.order()), "bill held for a person", held.at());
            case OrderNotice.OrderDecided decided ->
                step(known(decided.order()), "decided by a person", null, decided.at());
            case OrderNotice.StopWentUnconfirmed stop -> failed(known(stop.order()), "stop unconfirmed", stop.at());
            case OrderNotice.RecordWentMissing missing ->
                failed(known(missing.order()), "record missing", missing.at());
            case OrderNotice.ChargeWentSilent silent -> failed(known(silent.order()), "charge silent", silent.at());
            case OrderNotice.LimitRaised raised -> step(known(raised.order()), "limit raised", null, raised.at());
            case OrderNotice.RecordQuarantined quarantined -> {}
            case OrderNotice.OrphanOpened orphan -> {}
            case OrderNotice.SerialOnOtherGun swapped -> {}
            case OrderNotice.ReadingNotBelieved odd -> {}
            case OrderNotice.OrphanCharging orphan -> {}
            case OrderNotice.EnergyWithoutOrder energy -> {}
        }
    }

    private void moved(OrderNotice.OrderMoved moved) {
        ChargingOrder order = known(moved.order());
        if (order == null) {
            return;
        }
        Instant acked = order.times().startAckedAt();
        switch (moved.to()) {
            case CHARGING -> step(order, "charging seen, first 0x13", acked, moved.at());
            case STOPPING -> step(order, "stop accepted", null, moved.at());
            case AWAITING_RECORD -> step(order, "charge ended", null, moved.at());
            case START_FAILED -> failed(order, "start failed", moved.at());
            case NEEDS_PERSON -> failed(order, "given to a person", moved.at());
            case CREATED, START_SENT, START_ACKED, IN_REVIEW, SETTLED -> {}
        }
    }

    void written(CommandWritten written) {
        if (off) {
            return;
        }
        Instant now = clock.instant();
        switch (written.command()) {
            case PileCommand.StartCharging start ->
                order(
                        start.gun(),
                        order ->
                                step(order, "start written, 0x34", order.terms().createdAt(), now));
            case PileCommand.AcceptStart start ->
                order(
                        start.gun(),
                        order ->
                                step(order, "start written, 0x32", order.terms().createdAt(), now));
            case PileCommand.StopCharging stop ->
                order(stop.gun(), order -> {
                    StopIntent intent = order.stop();
                    step(order, "stop written, 0x36", intent == null ? null : intent.requestedAt(), now);
                });
            default -> {}
        }
    }

    void reported(PileReport report) {
        if (off) {
            return;
        }
        Instant now = clock.instant();
        if (report instanceof PileReport.StartAnswered answer) {
            order(
                    answer.gun(),
                    order -> step(order, "start answered, 0x33", order.times().startSentAt(), now));
        } else if (report instanceof PileReport.StopAnswered answer) {
            order(answer.gun(), order -> {
                StopIntent intent = order.stop();
                step(order, "stop answered, 0x35", intent == null ? null : intent.requestedAt(), now);
            });
        }
    }

    void kept(RecordKept record) {
        if (off) {
            return;
        }
        kept.put(record.tradeNo(), record.at());
        orders.remembered(record.gun(), record.tradeNo())
                .ifPresent(order -> step(order, "record kept, 0x3B", record.receivedAt(), record.at()));
    }

    private void order(GunId gun, Consumer<ChargingOrder> work) {
        orders.on(gun).ifPresent(work);
    }

    private @Nullable ChargingOrder known(OrderRef order) {
        return orders.remembered(order.gun(), order.tradeNo()).orElse(null);
    }

    private void failed(@Nullable ChargingOrder order, String name, Instant at) {
        step(order, name, null, at, true);
    }

    private void step(@Nullable ChargingOrder order, String name, @Nullable Instant since, Instant at) {
        step(order, name, since, at, false);
    }

    private void step(@Nullable ChargingOrder order, String name, @Nullable Instant since, Instant at, boolean failed) {
        OrderTrace trace = order == null ? null : order.terms().trace();
        if (order == null || trace == null) {
            return;
        }
        Instant from = since == null || since.isAfter(at) ? at : since;
        Span span = tracer.spanBuilder(name)
                .setParent(parent(trace))
                .setStartTimestamp(from)
                .setAttribute("ohmgate.order", order.id().text())
                .setAttribute("ohmgate.state", order.state().name())
                .startSpan();
        if (failed) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(at);
    }
}
