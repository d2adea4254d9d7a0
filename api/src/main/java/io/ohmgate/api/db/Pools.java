package io.ohmgate.api.db;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.ValidationDepth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Hooks;
import reactor.netty.resources.LoopResources;

/** Makes the pool of one class of work; every wait in it has an end. */
public final class Pools {
    private static final Logger LOG = LoggerFactory.getLogger(Pools.class);

    /*
     * A wire that is cut ends the driver's own subscription, whose caller was told long ago. Without this, each of them is an
     * error with its stack trace in the log, by the hundred when the database stalls.
     */
    static {
        Hooks.onErrorDropped(Pools::dropped);
    }

    private Pools() {}

    private static void dropped(Throwable failure) {
        if (failure instanceof R2dbcNonTransientResourceException || isRaisedByTheDriver(failure)) {
            LOG.atDebug().log("a connection ended under a caller who had left");
        } else {
            LOG.atError().setCause(failure).log("an error that nobody waits for");
        }
    }

    /** A login that was cut half way ends in the driver's own IllegalStateException. */
    private static boolean isRaisedByTheDriver(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        return stack.length > 0 && stack[0].getClassName().startsWith("io.asyncer.r2dbc.mysql.");
    }

    public static ConnectionPool pool(DatabaseSettings settings, PoolLimits limits, LoopResources loops) {
        CuttableConnections connections = new CuttableConnections(settings, limits, loops);
        return new ConnectionPool(ConnectionPoolConfiguration.builder(connections)
                .name(limits.name())
                .initialSize(0)
                .minIdle(limits.warm())
                .maxSize(limits.size())
                .maxAcquireTime(PoolLimits.ACQUIRE)
                .maxCreateConnectionTime(PoolLimits.CREATE)
                .maxValidationTime(PoolLimits.VALIDATE)
                // A server that is gone closes its wires, and one that hangs loses them by the lease: to ask it before
                // each use
                // would double the round trips, the more so when it is slow.
                .validationDepth(ValidationDepth.LOCAL)
                .maxIdleTime(PoolLimits.IDLE)
                .maxLifeTime(PoolLimits.LIFE)
                .backgroundEvictionInterval(PoolLimits.EVICTION_EVERY)
                .acquireRetry(1)
                .customizer(builder -> builder.maxPendingAcquire(limits.pending()))
                .build());
    }
}
