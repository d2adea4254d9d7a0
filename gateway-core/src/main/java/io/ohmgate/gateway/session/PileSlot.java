package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.Admission.LoginRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.LongStream;
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

    /** Takeovers that happened while the pile was on another node. */
    void rememberTakeovers(List<Duration> ago, long nowNanos, int max) {
        ago.stream()
                .sorted(Comparator.reverseOrder())
                .forEach(length -> rememberTakeover(nowNanos - length.toNanos(), max));
    }

    /** How long ago each of them was. */
    List<Duration> takeoversAgo(long nowNanos) {
        return LongStream.of(takeovers)
                .mapToObj(takeover -> Duration.ofNanos(Math.max(0, nowNanos - takeover)))
                .toList();
    }

    /** The pile is another node's from now on; only a lock stays. */
    void forgetPile() {
        session = null;
        online = false;
        presenceSince = null;
        forgetTakeovers();
    }

    /** A login that waits until the older session has proved that it lives, or has not. Itself and no other. */
    static final class Candidate {
        final Login login;
        final PileSession older;
        /** Tells it no; from any thread. */
        final Consumer<LoginRefusal> refused;

        Candidate(Login login, PileSession older, BiConsumer<Login, LoginRefusal> refusal) {
            this.login = login;
            this.older = older;
            this.refused = reason -> refusal.accept(login, reason);
        }
    }
}
