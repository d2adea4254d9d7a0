package io.ohmgate.gateway.calm;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How late one thread is: a task is given to it, and what counts is how long it waits. While it still waits the lag grows
 * with every look, so a thread that is blocked shows at once and not when it comes back.
 */
public final class LagProbe {
    private final String name;
    private final Executor executor;
    private final LongSupplier nanos;
    private volatile long givenNanos;
    private volatile long lastNanos;
    private volatile boolean waiting;
    private volatile @Nullable Thread thread;

    /** @param name of the thread, for people */
    public LagProbe(String name, Executor executor, LongSupplier nanos) {
        this.name = name;
        this.executor = executor;
        this.nanos = nanos;
    }

    /** The lag now, in nanoseconds; gives out the next task if the last one was run. One thread asks. */
    public long lagNanos() {
        long now = nanos.getAsLong();
        if (waiting) {
            return Math.max(lastNanos, now - givenNanos);
        }
        long seen = lastNanos;
        givenNanos = now;
        waiting = true;
        try {
            executor.execute(this::ran);
        } catch (RejectedExecutionException stopped) {
            waiting = false;
            return 0;
        }
        return seen;
    }

    private void ran() {
        thread = Thread.currentThread();
        lastNanos = nanos.getAsLong() - givenNanos;
        waiting = false;
    }

    public String name() {
        return name;
    }

    /** What the thread does right now; empty if it has never run anything of ours. */
    public StackTraceElement[] stack() {
        Thread known = thread;
        return known == null ? new StackTraceElement[0] : known.getStackTrace();
    }
}
