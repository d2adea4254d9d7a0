package io.ohmgate.api.rsocket;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.problem.ProblemView;
import io.ohmgate.api.problem.Problems;
import io.ohmgate.api.push.WriteGate;
import io.ohmgate.api.security.Caller;
import io.ohmgate.gateway.live.SubscriptionEndedException;
import io.ohmgate.gateway.live.Topic;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.exceptions.ApplicationErrorException;
import io.rsocket.util.DefaultPayload;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * What one known back end asks. Events leave as fast as they are requested and as the connection takes them, whichever is
 * slower; what does not leave waits in the hub's bounded mailbox, and beyond its bound the stream ends by name.
 */
final class BackendConnection implements RSocket {
    private final Caller caller;
    private final WriteGate gate;
    private final BackendParts parts;
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    BackendConnection(Caller caller, WriteGate gate, BackendParts parts) {
        this.caller = caller;
        this.gate = gate;
        this.parts = parts;
    }

    /** How a stream begins: behind this number, or with what comes now. */
    record From(@Nullable Long after) {}

    @Override
    public Flux<Payload> requestStream(Payload payload) {
        return Flux.defer(() -> events(route(BackendRoute.Kind.STREAM, payload), payload))
                .onErrorMap(this::asAnswer)
                .doFinally(signal -> payload.release());
    }

    private Flux<Payload> events(BackendRoute route, Payload payload) {
        From from = payload.sliceData().isReadable() ? read(payload, From.class) : new From(null);
        Topic topic = route == BackendRoute.EVENTS_PILES
                ? Topic.pilesOf(caller.tenantId())
                : Topic.ordersOf(caller.tenantId());
        if (streams.incrementAndGet() > BackendLimits.STREAMS_MAX) {
            streams.decrementAndGet();
            return Flux.error(ProblemException.of(ProblemCode.OVERLOADED));
        }
        return parts.hub()
                .subscribe(topic, from.after())
                .concatMap(message -> gate.turn().thenReturn(written(BackendEvent.of(message))), 1)
                .doFinally(signal -> streams.decrementAndGet());
    }

    @Override
    public Mono<Payload> requestResponse(Payload payload) {
        return Mono.defer(() -> answer(route(BackendRoute.Kind.RESPONSE, payload), payload))
                .onErrorMap(this::asAnswer)
                .doFinally(signal -> payload.release());
    }

    private Mono<Payload> answer(BackendRoute route, Payload payload) {
        if (requests.incrementAndGet() > BackendLimits.REQUESTS_MAX) {
            requests.decrementAndGet();
            return Mono.error(ProblemException.of(ProblemCode.OVERLOADED));
        }
        return Mono.defer(() -> done(route, payload))
                .timeout(parts.limits().answerWithin())
                .map(this::written)
                .doFinally(signal -> requests.decrementAndGet());
    }

    private Mono<?> done(BackendRoute route, Payload payload) {
        return switch (route) {
            case ORDER_START ->
                caller instanceof Caller.Driver driver
                        ? parts.commands().start(driver, read(payload, OrderCommands.Start.class))
                        : Mono.error(ProblemException.of(ProblemCode.FORBIDDEN));
            case ORDER_STOP -> parts.commands().stop(caller, read(payload, OrderCommands.Stop.class));
            case EVENTS_PILES, EVENTS_ORDERS -> Mono.error(ProblemException.of(ProblemCode.NOT_FOUND));
        };
    }

    /** Default deny: no route, no rule, no service. */
    private BackendRoute route(BackendRoute.Kind kind, Payload payload) {
        BackendRoute route = Metadata.route(payload)
                .flatMap(path -> BackendRoute.find(kind, path))
                .orElseThrow(() -> ProblemException.of(ProblemCode.NOT_FOUND));
        if (!route.who().admits(caller)) {
            throw ProblemException.of(ProblemCode.FORBIDDEN);
        }
        return route;
    }

    private <T> T read(Payload payload, Class<T> type) {
        try {
            T value = parts.json().readValue(payload.getDataUtf8(), type);
            if (value == null) {
                throw ProblemException.of(ProblemCode.BAD_JSON);
            }
            return value;
        } catch (JacksonException misfit) {
            throw ProblemException.of(ProblemCode.BAD_JSON);
        }
    }

    private Payload written(Object value) {
        return DefaultPayload.create(parts.json().writeValueAsBytes(value));
    }

    private Throwable asAnswer(Throwable failure) {
        ProblemException problem = failure instanceof SubscriptionEndedException
                ? ProblemException.of(ProblemCode.OVERLOADED)
                : Problems.of(failure);
        return new ApplicationErrorException(parts.json().writeValueAsString(ProblemView.of(problem, "")));
    }
}
