package io.ohmgate.api.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import reactor.netty.resources.LoopResources;

/**
 * How late each event loop comes to what it was to do: a task is due every second, and how long after that it runs is
 * what every pile of that loop waits too. A loop that stands still shows by a count that stands still.
 */
public final class LoopLag {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MeterRegistry meters;
    private final LongSupplier nanos;

    public LoopLag(MeterRegistry meters, LongSupplier nanos) {
        this.meters = meters;
        this.nanos = nanos;
    }

    /** Watches the loops until they shut down; their number is that of the cores, which bounds the label. */
    public void watch(String group, LoopResources loops) {
        int number = 0;
        for (EventExecutor loop : loops.onServer(LoopResources.DEFAULT_NATIVE)) {
            Timer lag = Timer.builder("ohmgate.loop.lag")
                    .tag("loop", group + "-" + number++)
                    .register(meters);
            next(loop, lag);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // refused by a loop that shuts down, which is the end of it
    private void next(EventExecutor loop, Timer lag) {
        if (loop.isShuttingDown()) {
            return;
        }
        long due = nanos.getAsLong() + EVERY_NANOS;
        loop.schedule(
                () -> {
                    lag.record(Math.max(0, nanos.getAsLong() - due), TimeUnit.NANOSECONDS);
                    next(loop, lag);
                },
                EVERY_NANOS,
                TimeUnit.NANOSECONDS);
    }
}
