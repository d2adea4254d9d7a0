package io.ohmgate.api.db;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Work that belongs to nobody who could cancel it. A client that hangs up cancels its request, and Spring answers a cancel by
 * rolling back; a record that was received or money that moved must not depend on that. What runs here is bounded by the
 * pools it waits for, and the application does not end before it has ended.
 */
public final class Detached {
    private static final Logger LOG = LoggerFactory.getLogger(Detached.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final AtomicInteger running = new AtomicInteger();

    /** The result of {@code work}, which starts with the first subscriber and ends by itself. */
    public <T> Mono<T> run(Mono<T> work) {
        return Mono.deferContextual(context -> {
            Sinks.One<T> result = Sinks.one();
            running.incrementAndGet();
            work.contextWrite(inside -> inside.putAll(context))
                    .doFinally(signal -> running.decrementAndGet())
                    .subscribe(
                            value -> result.tryEmitValue(value),
                            failure -> failed(result, failure),
                            () -> result.tryEmitEmpty());
            return result.asMono();
        });
    }

    private static <T> void failed(Sinks.One<T> result, Throwable failure) {
        if (result.currentSubscriberCount() == 0) {
            LOG.atWarn().setCause(failure).log("detached work failed and nobody waits for it");
        }
        result.tryEmitError(failure);
    }

    public int running() {
        return running.get();
    }

    /** Completes once nothing runs any more, or after {@code limit}. */
    public Mono<Void> drained(Duration limit) {
        return Flux.interval(Duration.ZERO, LOOK_EVERY)
                .takeUntil(tick -> running.get() == 0)
                .take(limit)
                .then();
    }
}
