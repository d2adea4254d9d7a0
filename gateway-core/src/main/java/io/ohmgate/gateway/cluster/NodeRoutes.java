package io.ohmgate.gateway.cluster;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What this node answers to others. Filled before the link opens. Handlers are called on event loops and must not block; a
 * handler that fails is told to the asker by a code ({@link NodeRefusal}).
 */
public final class NodeRoutes {
    public static final int ROUTE_LENGTH_MAX = 64;

    private final Map<String, Function<NodeCall, Mono<byte[]>>> answers = new ConcurrentHashMap<>();
    private final Map<String, Function<NodeCall, Flux<byte[]>>> streams = new ConcurrentHashMap<>();
    private final Map<String, BiFunction<NodeCall, Flux<byte[]>, Flux<byte[]>>> channels = new ConcurrentHashMap<>();

    public void serve(String route, Function<NodeCall, Mono<byte[]>> answer) {
        once(answers, route, answer);
    }

    /** For {@link NodeLink#tell}. */
    public void hear(String route, Function<NodeCall, Mono<Void>> hearing) {
        once(answers, route, call -> hearing.apply(call).thenReturn(EMPTY));
    }

    public void stream(String route, Function<NodeCall, Flux<byte[]>> source) {
        once(streams, route, source);
    }

    public void channel(String route, BiFunction<NodeCall, Flux<byte[]>, Flux<byte[]>> both) {
        once(channels, route, both);
    }

    private static final byte[] EMPTY = new byte[0];

    private static <H> void once(Map<String, H> handlers, String route, H handler) {
        if (route.isEmpty() || route.length() > ROUTE_LENGTH_MAX) {
            throw new IllegalArgumentException("a route has 1 to " + ROUTE_LENGTH_MAX + " characters: " + route);
        }
        if (handlers.putIfAbsent(route, handler) != null) {
            throw new IllegalArgumentException("route " + route + " is served already");
        }
    }

    /** Answers on the caller's thread; a handler that throws has failed. */
    public Mono<byte[]> answer(String route, NodeCall call) {
        Function<NodeCall, Mono<byte[]>> handler = answers.get(route);
        return handler == null ? Mono.error(new LinkFailure.NoSuchRoute(route)) : Mono.defer(() -> handler.apply(call));
    }

    public Flux<byte[]> streamed(String route, NodeCall call) {
        Function<NodeCall, Flux<byte[]>> handler = streams.get(route);
        return handler == null ? Flux.error(new LinkFailure.NoSuchRoute(route)) : Flux.defer(() -> handler.apply(call));
    }

    public Flux<byte[]> channelled(String route, NodeCall call, Flux<byte[]> up) {
        @Nullable BiFunction<NodeCall, Flux<byte[]>, Flux<byte[]>> handler = channels.get(route);
        return handler == null
                ? Flux.error(new LinkFailure.NoSuchRoute(route))
                : Flux.defer(() -> handler.apply(call, up));
    }
}
