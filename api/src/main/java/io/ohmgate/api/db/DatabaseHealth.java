package io.ohmgate.api.db;

import io.r2dbc.pool.ConnectionPool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Whether the database answers and a connection can be had. A pool that is exhausted for a moment is busy, not ill: down means
 * five seconds without success.
 */
final class DatabaseHealth implements ReactiveHealthIndicator {
    private static final Duration DOWN_AFTER = Duration.ofSeconds(5);

    private final ConnectionPool pool;
    private final DatabaseClient sql;
    private final InstantSource clock;
    private final AtomicLong lastSuccessMillis;

    DatabaseHealth(ConnectionPool pool, InstantSource clock) {
        this.pool = pool;
        this.sql = DatabaseClient.create(pool);
        this.clock = clock;
        this.lastSuccessMillis = new AtomicLong(clock.millis());
    }

    @Override
    public Mono<Health> health() {
        return sql.sql("SELECT 1")
                .fetch()
                .first()
                .doOnSuccess(answered -> lastSuccessMillis.set(clock.millis()))
                .thenReturn(Health.up())
                .onErrorResume(failure -> Mono.just(
                        clock.millis() - lastSuccessMillis.get() < DOWN_AFTER.toMillis()
                                ? Health.up()
                                : Health.down()
                                        .withDetail("error", failure.getClass().getSimpleName())))
                .map(health -> pool.getMetrics()
                        .map(metrics -> health.withDetail("acquired", metrics.acquiredSize())
                                .withDetail("pending", metrics.pendingAcquireSize()))
                        .orElse(health)
                        .build());
    }
}
