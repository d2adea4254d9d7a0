package io.ohmgate.api.db;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Measures how long callers wait for a connection of a pool, the vain waits too. */
final class TimedConnections implements ConnectionFactory {
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofMillis(500), PoolLimits.ACQUIRE
    };

    private final ConnectionFactory pool;
    private final MeterRegistry meters;
    private final Timer acquired;

    TimedConnections(String name, ConnectionFactory pool, MeterRegistry meters) {
        this.pool = pool;
        this.meters = meters;
        this.acquired = Timer.builder("ohmgate.db.acquire")
                .tag("pool", name)
                .serviceLevelObjectives(BOUNDS)
                .register(meters);
    }

    @Override
    public Publisher<? extends Connection> create() {
        return Mono.defer(() -> {
            Timer.Sample sample = Timer.start(meters);
            return Mono.from(pool.create()).doFinally(signal -> sample.stop(acquired));
        });
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return pool.getMetadata();
    }
}
