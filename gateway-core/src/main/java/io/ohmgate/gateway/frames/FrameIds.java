package io.ohmgate.gateway.frames;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers frames so that the number is also the time: milliseconds in the upper bits, a running number below. It never
 * goes back, not even when the clock does, so the order of numbers is the order in which the frames were seen.
 */
public final class FrameIds {
    private static final int RUNNING_BITS = 20;

    private final InstantSource wall;
    private final AtomicLong last = new AtomicLong();

    FrameIds(InstantSource wall) {
        this.wall = wall;
    }

    long next() {
        long byClock = Math.max(0, wall.millis()) << RUNNING_BITS;
        return last.accumulateAndGet(byClock, (before, now) -> Math.max(before + 1, now));
    }

    /** The smallest number that a frame of this millisecond or later can have. */
    public static long firstAt(Instant at) {
        return Math.max(0, at.toEpochMilli()) << RUNNING_BITS;
    }

    public static Instant timeOf(long id) {
        return Instant.ofEpochMilli(id >>> RUNNING_BITS);
    }
}
