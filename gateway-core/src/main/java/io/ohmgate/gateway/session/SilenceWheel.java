package io.ohmgate.gateway.session;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A timing wheel that looks after silent sessions. A frame costs it nothing: sessions are looked at when they could have
 * been silent for too long at the earliest, and put back if they were not. One thread turns it; newcomers join from any
 * thread without a lock. The links lie in the sessions themselves: 4 bytes each, and no object per timer.
 */
final class SilenceWheel {
    static final Duration TICK = Duration.ofMillis(500);
    private static final int BUCKETS = 256;

    private final long tickNanos = TICK.toNanos();
    private final Visitor visitor;
    private final @Nullable PileSession[] buckets = new PileSession[BUCKETS];
    private final AtomicReference<@Nullable PileSession> newcomers = new AtomicReference<>();
    private long lastTick;

    SilenceWheel(long nowNanos, Visitor visitor) {
        this.visitor = visitor;
        this.lastTick = Math.floorDiv(nowNanos, tickNanos);
    }

    /** From any thread, once a session. */
    void add(PileSession session) {
        PileSession head;
        do {
            head = newcomers.get();
            session.nextInWheel = head;
        } while (!newcomers.compareAndSet(head, session));
    }

    /** From one thread only. */
    void turnTo(long nowNanos) {
        visitAll(newcomers.getAndSet(null), nowNanos);
        long tick = Math.floorDiv(nowNanos, tickNanos);
        // After a pause of a whole turn every bucket is due, and each needs to be emptied but once.
        lastTick = Math.max(lastTick, tick - BUCKETS);
        while (lastTick < tick) {
            lastTick++;
            int bucket = Math.floorMod(lastTick, BUCKETS);
            PileSession head = buckets[bucket];
            buckets[bucket] = null;
            visitAll(head, nowNanos);
        }
    }

    private void visitAll(@Nullable PileSession head, long nowNanos) {
        PileSession session = head;
        while (session != null) {
            PileSession next = session.nextInWheel;
            session.nextInWheel = null;
            long due = visitor.visit(session, nowNanos);
            if (due != Visitor.NEVER) {
                putBack(session, due, nowNanos);
            }
            session = next;
        }
    }

    private void putBack(PileSession session, long dueNanos, long nowNanos) {
        long now = Math.floorDiv(nowNanos, tickNanos);
        long tick = Math.clamp(Math.floorDiv(dueNanos, tickNanos) + 1, now + 1, now + BUCKETS - 1);
        int bucket = Math.floorMod(tick, BUCKETS);
        session.nextInWheel = buckets[bucket];
        buckets[bucket] = session;
    }

    @FunctionalInterface
    interface Visitor {
        long NEVER = Long.MIN_VALUE;

        /** Looks at a session; when to look again, or {@link #NEVER}. */
        long visit(PileSession session, long nowNanos);
    }
}
