package io.ohmgate.gateway.work;

import reactor.core.publisher.Mono;

/**
 * Work that goes on when its caller goes away. A driver drops off the network, and the cancel must not reach a
 * transaction: it would roll back, or worse, leave nobody knowing (invariants, fact 12).
 */
public final class Detached {
    private Detached() {}

    /** The same work, started by each subscriber, cancelled by none. */
    public static <T> Mono<T> from(Mono<T> work) {
        return Mono.create(
                sink -> work.contextWrite(sink.contextView()).subscribe(sink::success, sink::error, sink::success));
    }
}
