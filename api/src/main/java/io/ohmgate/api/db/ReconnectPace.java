package io.ohmgate.api.db;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Spreads the making of connections. The first of them, as many as the pool holds, come at once; after that so many a second
 * and no more. Connections that were all cut in the same moment must not all come back in the next: a login costs the server
 * and us more than the statement that was late, and that is how a short stall feeds itself.
 */
final class ReconnectPace {
    private final long gapNanos;
    private final long burstNanos;
    private final LongSupplier nanos;
    private final Scheduler timer;
    private long nextNanos;

    ReconnectPace(int perSecond, int burst, LongSupplier nanos, Scheduler timer) {
        this.gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.burstNanos = gapNanos * burst;
        this.nanos = nanos;
        this.timer = timer;
        this.nextNanos = nanos.getAsLong() - burstNanos;
    }

    /** Completes when it is this one's turn. */
    Mono<Void> turn() {
        return Mono.defer(() -> {
            long wait = reserve();
            return wait <= 0
                    ? Mono.<Void>empty()
                    : Mono.delay(Duration.ofNanos(wait), timer).then();
        });
    }

    private synchronized long reserve() {
        long now = nanos.getAsLong();
        nextNanos = Math.max(nextNanos, now - burstNanos) + gapNanos;
        return nextNanos - now;
    }
}
