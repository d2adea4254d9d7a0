package io.ohmgate.loadtest.driver;

import io.ohmgate.loadtest.measure.LatencySeries;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What one loop counts of what was due in one window. Touched by its loop only. */
final class Tally {
    private final long fromNanos;
    private final long toNanos;
    private final Map<Count, Sum> counts = new EnumMap<>(Count.class);
    private final Map<Timed, LatencySeries> latencies = new EnumMap<>(Timed.class);
    private final int seconds;

    Tally(long fromNanos, int seconds) {
        this.fromNanos = fromNanos;
        this.toNanos = fromNanos + TimeUnit.SECONDS.toNanos(seconds);
        this.seconds = seconds;
    }

    /** What is timed. */
    enum Timed {
        HEARTBEAT,
        LOGIN,
        RECORD
    }

    private static final class Sum {
        private long number;
    }

    boolean covers(long dueNanos) {
        return dueNanos >= fromNanos && dueNanos < toNanos;
    }

    void count(Count what) {
        counts.computeIfAbsent(what, fresh -> new Sum()).number++;
    }

    void count(Count what, long dueNanos) {
        if (covers(dueNanos)) {
            count(what);
        }
    }

    void time(Timed what, long dueNanos, long nowNanos) {
        if (covers(dueNanos)) {
            latencies
                    .computeIfAbsent(what, fresh -> LatencySeries.of(fromNanos, seconds))
                    .record(dueNanos, nowNanos);
        }
    }

    Outcome outcome() {
        Map<Count, Long> numbers = new EnumMap<>(Count.class);
        counts.forEach((what, sum) -> numbers.put(what, sum.number));
        return Outcome.of(numbers, latencies);
    }
}
