package io.ohmgate.gateway.tcp;

import java.util.concurrent.TimeUnit;

/** A budget that refills. Counts in nanoseconds of its own refilling, so that nothing is lost to rounding. One thread. */
final class TokenBucket {
    private final long nanosPerToken;
    private final long fullNanos;
    private long budgetNanos;
    private long filledNanos;

    TokenBucket(AcceptLimits.Pace pace, long nowNanos) {
        this.nanosPerToken = TimeUnit.SECONDS.toNanos(1) / pace.perSecond();
        this.fullNanos = nanosPerToken * pace.burst();
        this.budgetNanos = fullNanos;
        this.filledNanos = nowNanos;
    }

    /** Whether there was one to take. */
    boolean take(long nowNanos) {
        if (isSpent(nowNanos)) {
            return false;
        }
        budgetNanos -= nanosPerToken;
        return true;
    }

    boolean isSpent(long nowNanos) {
        budgetNanos = Math.min(fullNanos, budgetNanos + (nowNanos - filledNanos));
        filledNanos = nowNanos;
        return budgetNanos < nanosPerToken;
    }
}
