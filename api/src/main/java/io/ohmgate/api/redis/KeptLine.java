package io.ohmgate.api.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A line that is dialled when it is first asked for and again when it was lost. However many ask, one dialling is under way,
 * and after one that failed the next begins no sooner than {@link #PAUSE} later: until then the failure is the answer.
 */
@SuppressWarnings({"FutureReturnValueIgnored", "ReferenceEquality"
}) // Failures of dialling reach those who asked for the line; here they are only looked at.
final class KeptLine {
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** Dialling has limits of its own at each step; this is for the sum of them. */
    static final Duration DIALLED_WITHIN = Duration.ofSeconds(10);

    /** Pulses without any answer after which a line is given up, in case the client's own ways of recovery do not help. */
    private static final int SILENT_PULSES_MAX = 5;

    private final Supplier<CompletableFuture<RedisLine>> dialling;
    private final LongSupplier nanoTime;
    private final Lock lock = new ReentrantLock();
    private @Nullable CompletableFuture<RedisLine> current;
    private long dialledNanos;
    private boolean closed;
    private final AtomicInteger silentPulses = new AtomicInteger(1);

    KeptLine(Supplier<CompletableFuture<RedisLine>> dialling, LongSupplier nanoTime) {
        this.dialling = dialling;
        this.nanoTime = nanoTime;
    }

    CompletableFuture<RedisLine> get() {
        lock.lock();
        try {
            CompletableFuture<RedisLine> kept = current;
            if (kept != null && (closed || serves(kept))) {
                return kept;
            }
            dialledNanos = nanoTime.getAsLong();
            CompletableFuture<RedisLine> dialled = dialled();
            CompletableFuture<RedisLine> within =
                    dialled.copy().orTimeout(DIALLED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            // One that comes when nobody waits for it any more would stay open for ever.
            dialled.thenAccept(line -> {
                if (within.isCompletedExceptionally()) {
                    line.close();
                }
            });
            current = within;
            return within;
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<RedisLine> dialled() {
        try {
            return dialling.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private boolean serves(CompletableFuture<RedisLine> kept) {
        return switch (kept.state()) {
            case RUNNING -> true;
            case SUCCESS -> kept.resultNow().isOpen();
            case FAILED, CANCELLED -> nanoTime.getAsLong() - dialledNanos < PAUSE.toNanos();
        };
    }

    /** Hangs up; the next who asks dials. */
    void drop(RedisLine line) {
        lock.lock();
        try {
            CompletableFuture<RedisLine> kept = current;
            if (kept != null && kept.state() == CompletableFuture.State.SUCCESS && kept.resultNow() == line) {
                current = null;
            }
        } finally {
            lock.unlock();
        }
        line.close();
    }

    /** Asks whether it is alive; one that has been silent too often is hung up. */
    void beat() {
        get().thenCompose(line -> line.ping().whenComplete((pong, failure) -> {
                    if (failure != null && silentPulses.get() >= SILENT_PULSES_MAX) {
                        drop(line);
                    }
                }))
                .whenComplete((pong, failure) -> {
                    if (failure == null) {
                        silentPulses.set(0);
                    } else {
                        silentPulses.incrementAndGet();
                    }
                });
    }

    /** Whether it answered when it was last asked. */
    boolean isAlive() {
        return silentPulses.get() == 0;
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            if (current == null) {
                current = CompletableFuture.failedFuture(new IllegalStateException("closed"));
            }
        } finally {
            lock.unlock();
        }
    }
}
