package io.ohmgate.api.db;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ValidationDepth;
import reactor.netty.resources.LoopResources;

/** Makes the pool of one class of work; every wait in it has an end. */
public final class Pools {
    private Pools() {}

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
                .validationDepth(ValidationDepth.REMOTE)
                .maxIdleTime(PoolLimits.IDLE)
                .maxLifeTime(PoolLimits.LIFE)
                .backgroundEvictionInterval(PoolLimits.EVICTION_EVERY)
                .acquireRetry(1)
                .customizer(builder -> builder.maxPendingAcquire(limits.pending()))
                .build());
    }
}
