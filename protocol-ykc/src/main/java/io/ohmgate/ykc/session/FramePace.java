package io.ohmgate.ykc.session;

import java.util.concurrent.TimeUnit;

/**
 * How much one connection may say: so many frames a second for each of its piles, and a burst after a silence. A pile that
 * says more is not read for a moment and nothing of it is lost (invariants 5.3). Costs one decrement a frame; the clock is
 * looked at when the budget is gone. Belongs to the event loop.
 */
final class FramePace {
    /** How long a connection rests whose budget is spent: long enough to refill some, short enough for no heartbeat to miss. */
    static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private final int burst;
    private int left;
    private long filledNanos;

    FramePace(int perSecond, int burst, long nowNanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.left = burst;
        this.filledNanos = nowNanos;
    }

    /** One more frame. @return whether the budget may be gone: then ask {@link #isSpent} */
    boolean take() {
        return --left <= 0;
    }

    /** The last one is counted elsewhere. */
    void giveBack() {
        left++;
    }

    /** Refills for the time that has passed. {@code piles} share the connection. */
    boolean isSpent(long nowNanos, int piles) {
        int shares = Math.max(1, piles);
        long nanosPerFrame = Math.max(1, TimeUnit.SECONDS.toNanos(1) / ((long) perSecond * shares));
        long fresh = (nowNanos - filledNanos) / nanosPerFrame;
        long full = (long) burst * shares;
        if (left + fresh >= full) {
            left = (int) Math.min(full, Integer.MAX_VALUE);
            filledNanos = nowNanos;
        } else {
            left += (int) fresh;
            filledNanos += fresh * nanosPerFrame;
        }
        return left <= 0;
    }
}
