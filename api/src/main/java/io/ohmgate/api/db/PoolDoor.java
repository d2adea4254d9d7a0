package io.ohmgate.api.db;

import io.ohmgate.gateway.work.Urgent;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.PoolMetrics;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Stands before a pool. When a caller has waited its whole second in vain the pool is exhausted, and whoever comes in the next
 * moment would wait as long for nothing: they are told no at once, unless a connection is idle, so that a second of many
 * callers is not spent on what fails anyway. Urgent callers, stops, have a pool of their own and meet nobody here.
 */
public final class PoolDoor implements ConnectionFactory {
    /** How long the door stays shut after a vain wait; then the next caller tries again. */
    static final Duration SHUT = Duration.ofMillis(250);
    /** For how long a wait is remembered for {@link #waitMillis}. */
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private static final int RESERVED_PENDING_MAX = 20;

    private final ConnectionPool pool;
    private final @Nullable ConnectionPool reserved;
    private final LongSupplier nanos;
    private final AtomicLong refused = new AtomicLong();
    private volatile long shutUntilNanos;
    private volatile boolean shut;
    private volatile long waitNanos;
    private volatile long waitedAtNanos;

    /** @param reserved for urgent callers; null if this pool has none beside it */
    public PoolDoor(ConnectionPool pool, @Nullable ConnectionPool reserved, LongSupplier nanos) {
        this.pool = pool;
        this.reserved = reserved;
        this.nanos = nanos;
        this.waitedAtNanos = nanos.getAsLong();
    }

    @Override
    public Mono<Connection> create() {
        return Mono.deferContextual(context -> {
            boolean urgent = Urgent.isIn(context);
            if (urgent && reserved != null && hasRoom(reserved)) {
                return reserved.create();
            }
            if (!urgent && isShut()) {
                refused.incrementAndGet();
                return Mono.error(new PoolExhausted());
            }
            long asked = nanos.getAsLong();
            return pool.create()
                    .doOnSuccess(connection -> waited(nanos.getAsLong() - asked))
                    .onErrorMap(failure -> failed(failure, nanos.getAsLong() - asked));
        });
    }

    /** More stops at once than their own pool can begin soon go the common way, too. */
    private static boolean hasRoom(ConnectionPool reserved) {
        return reserved.getMetrics()
                .map(metrics -> metrics.pendingAcquireSize() < RESERVED_PENDING_MAX)
                .orElse(true);
    }

    private Throwable failed(Throwable failure, long tookNanos) {
        waited(tookNanos);
        boolean vain = tookNanos >= PoolLimits.ACQUIRE.toNanos() * 9 / 10;
        boolean full = pool.getMetrics().map(PoolDoor::isFull).orElse(false);
        if (vain) {
            shutUntilNanos = nanos.getAsLong() + SHUT.toNanos();
            shut = true;
        }
        return vain || full ? new PoolExhausted() : failure;
    }

    private static boolean isFull(PoolMetrics metrics) {
        return metrics.pendingAcquireSize() >= metrics.getMaxPendingAcquireSize();
    }

    private boolean isShut() {
        if (!shut) {
            return false;
        }
        boolean idle = pool.getMetrics()
                .map(metrics -> metrics.idleSize() > 0 && metrics.pendingAcquireSize() == 0)
                .orElse(true);
        if (idle || nanos.getAsLong() - shutUntilNanos >= 0) {
            shut = false;
        }
        return shut;
    }

    private void waited(long tookNanos) {
        long now = nanos.getAsLong();
        if (tookNanos >= waitNanos || now - waitedAtNanos > REMEMBERED.toNanos()) {
            waitNanos = tookNanos;
            waitedAtNanos = now;
        }
    }

    /** The longest wait of the last second. */
    public long waitMillis() {
        return nanos.getAsLong() - waitedAtNanos > REMEMBERED.toNanos() ? 0 : waitNanos / 1_000_000;
    }

    /** Callers that were told no at once. */
    public long refused() {
        return refused.get();
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return pool.getMetadata();
    }
}
