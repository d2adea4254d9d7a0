package io.ohmgate.loadtest.measure;

import java.time.Duration;

/**
 * When each thing is due, fixed before the run: a slow product must not slow its own test. Times are nanoseconds of a
 * monotonic clock.
 */
public record Schedule(long startNanos, long intervalNanos) {
    public static Schedule spread(long startNanos, Duration window, int things) {
        return new Schedule(startNanos, window.toNanos() / Math.max(1, things));
    }

    public long due(int thing) {
        return startNanos + intervalNanos * thing;
    }

    /** Counted from when it was due, not from when it left: waiting in our own queue is latency too. */
    public long latencyNanos(int thing, long answeredNanos) {
        return Math.max(0, answeredNanos - due(thing));
    }
}
