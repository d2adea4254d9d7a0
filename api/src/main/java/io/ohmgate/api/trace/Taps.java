package io.ohmgate.api.trace;

import io.ohmgate.gateway.order.OrderTrace;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where traces begin: a driver's tap, or the trace of the app or operator that the tap is a part of. */
public final class Taps {
    private final Tracer tracer;

    public Taps(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer(OrderTracing.SCOPE);
    }

    /**
     * Does what was asked for as the first step of a trace.
     *
     * @param traceparent of the caller, if it sent one
     * @param work is given the trace to keep with its order; none if nobody looks at traces and the caller has none: then the
     *     order makes its own id
     */
    public <T> Mono<T> traced(String name, @Nullable String traceparent, Function<Optional<OrderTrace>, Mono<T>> work) {
        return Mono.defer(() -> {
            Optional<OrderTrace> caller = Optional.ofNullable(traceparent).flatMap(OrderTrace::parse);
            SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(SpanKind.SERVER);
            Span span = caller.map(known -> builder.setParent(OrderTracing.parent(known)))
                    .orElseGet(() -> builder.setParent(Context.root()))
                    .startSpan();
            SpanContext begun = span.getSpanContext();
            Optional<OrderTrace> trace =
                    begun.isValid() ? Optional.of(new OrderTrace(begun.getTraceId(), begun.getSpanId())) : caller;
            return work.apply(trace)
                    .doOnError(failure -> span.setStatus(StatusCode.ERROR)
                            .setAttribute("error.type", failure.getClass().getSimpleName()))
                    .doFinally(signal -> span.end());
        });
    }
}
