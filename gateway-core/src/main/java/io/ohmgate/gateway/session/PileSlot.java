package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileLink;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything kept of one pile that has ever logged in: at most one session, at most one connection that waits for a
 * probe. Guarded by its own monitor, held for a few field accesses and never while anything is written or told.
 */
final class PileSlot {
    /** The last session, which may have ended. Written under the monitor, read with every frame. */
    volatile @Nullable PileSession session;

    @Nullable
    Candidate candidate;

    volatile boolean online;
    volatile boolean locked;

    @Nullable
    Instant presenceSince;
    /** When other sources took the number over, newest first; empty for nearly every pile. */
    long[] takeovers = NO_TAKEOVERS;

    private static final long[] NO_TAKEOVERS = new long[0];

    @Nullable
    PileSession liveSession() {
        PileSession last = session;
        return last != null && last.live() ? last : null;
    }

    int takeoversWithin(long windowNanos, long nowNanos) {
        int count = 0;
        for (long takeover : takeovers) {
            if (nowNanos - takeover <= windowNanos) {
                count++;
            }
        }
        return count;
    }

    /** Remembers a takeover; those beyond {@code max} would decide nothing and are forgotten. */
    void rememberTakeover(long nowNanos, int max) {
        long[] newer = new long[Math.min(takeovers.length + 1, max)];
        newer[0] = nowNanos;
        System.arraycopy(takeovers, 0, newer, 1, newer.length - 1);
        takeovers = newer;
    }

    void forgetTakeovers() {
        takeovers = NO_TAKEOVERS;
    }

    /** A login that waits until the older session has proved that it lives, or has not. Itself and no other. */
    static final class Candidate {
        final PileHello hello;
        final PileLink link;
        final Consumer<Admission> verdict;
        final PileSession older;
        /** Tells the connection no; from any thread. */
        final Consumer<LoginRefusal> refused;

        Candidate(
                PileHello hello,
                PileLink link,
                Consumer<Admission> verdict,
                PileSession older,
                BiConsumer<Candidate, LoginRefusal> refusal) {
            this.hello = hello;
            this.link = link;
            this.verdict = verdict;
            this.older = older;
            this.refused = reason -> refusal.accept(this, reason);
        }
    }
}
