package io.ohmgate.loadtest.driver;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * When each of n piles does something that it repeats: {@code start + phase of the pile + k * interval}, all fixed before the
 * first. Phases are random, as those of a fleet are, and sorted, so that the next one due is found without a search.
 */
final class DueStream {
    private final long startNanos;
    private final long intervalNanos;
    private final long[] phases;
    private long next;

    DueStream(long startNanos, long intervalNanos, int piles, long seed) {
        this.startNanos = startNanos;
        this.intervalNanos = intervalNanos;
        SplittableRandom random = new SplittableRandom(seed);
        this.phases = new long[piles];
        for (int i = 0; i < piles; i++) {
            phases[i] = random.nextLong(intervalNanos);
        }
        Arrays.sort(phases);
    }

    /** Nobody does anything. */
    static DueStream none() {
        return new DueStream(0, 1, 0, 0);
    }

    /** {@link Long#MAX_VALUE} if there is none. */
    long nextDue() {
        return phases.length == 0 ? Long.MAX_VALUE : due(pile(), turn());
    }

    int pile() {
        return (int) (next % phases.length);
    }

    long turn() {
        return next / phases.length;
    }

    void advance() {
        next++;
    }

    long due(int pile, long turn) {
        return startNanos + turn * intervalNanos + phases[pile];
    }

    long intervalNanos() {
        return intervalNanos;
    }
}
