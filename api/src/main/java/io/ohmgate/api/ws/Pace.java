package io.ohmgate.api.ws;

/** At most so many messages in any second, counted in windows that begin with a message. */
final class Pace {
    private static final long WINDOW_NANOS = 1_000_000_000L;
    private final int max;
    private long windowNanos;
    private int count;

    Pace(int max, long nowNanos) {
        this.max = max;
        this.windowNanos = nowNanos;
    }

    /** @return whether one more is within the pace */
    boolean step(long nowNanos) {
        if (nowNanos - windowNanos >= WINDOW_NANOS) {
            windowNanos = nowNanos;
            count = 0;
        }
        count++;
        return count <= max;
    }
}
