package io.ohmgate.gateway.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Until when an answer is of use, by this process's monotonic clock. What is left of it crosses the wire, so it shrinks. */
public record Deadline(long atNanos) {
    public static Deadline in(Duration length, LongSupplier nanos) {
        return new Deadline(nanos.getAsLong() + length.toNanos());
    }

    /** Zero if it is over. */
    public Duration left(LongSupplier nanos) {
        return Duration.ofNanos(Math.max(0, atNanos - nanos.getAsLong()));
    }

    public boolean isOver(LongSupplier nanos) {
        return atNanos - nanos.getAsLong() <= 0;
    }

    /** The earlier of both. */
    public Deadline orWithin(Duration length, LongSupplier nanos) {
        Deadline other = in(length, nanos);
        return other.atNanos - atNanos < 0 ? other : this;
    }
}
