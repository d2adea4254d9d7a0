package io.ohmgate.gateway.calm;

import java.util.concurrent.TimeUnit;

/** A budget that refills. Counts in nanoseconds of its own refilling, so that nothing is lost to rounding. One thread. */
public final class TokenBucket {
    private static final int WHOLE = 100;

    private final long nanosPerToken;
    private final long fullNanos;
    private long budgetNanos;
    private long filledNanos;

    public TokenBucket(int perSecond, int burst, long nowNanos) {
        this.nanosPerToken = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.fullNanos = nanosPerToken * burst;
        this.budgetNanos = fullNanos;
        this.filledNanos = nowNanos;
    }

    /** Whether there was one to take. */
    public boolean take(long nowNanos) {
        return take(nowNanos, WHOLE);
    }

    /** The same while only {@code percent} of the pace and of the burst are granted. */
    public boolean take(long nowNanos, int percent) {
        if (isSpent(nowNanos, percent)) {
            return false;
        }
        budgetNanos -= nanosPerToken;
        return true;
    }

    public boolean isSpent(long nowNanos) {
        return isSpent(nowNanos, WHOLE);
    }

    public boolean isSpent(long nowNanos, int percent) {
        long most = Math.max(nanosPerToken, fullNanos / WHOLE * percent);
        long fresh = (nowNanos - filledNanos) / WHOLE * percent;
        budgetNanos = Math.min(most, budgetNanos + fresh);
        filledNanos = nowNanos;
        return percent <= 0 || budgetNanos < nanosPerToken;
    }
}
