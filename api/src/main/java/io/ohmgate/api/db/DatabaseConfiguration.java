package io.ohmgate.api.db;

import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import reactor.netty.resources.LoopResources;

/** The pools and what stands on them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {
    private static final int LOOPS = 2;

    @Bean(destroyMethod = "dispose")
    LoopResources databaseLoops() {
        return LoopResources.create("db", LOOPS, true);
    }

    @Bean(destroyMethod = "dispose")
    ConnectionPool criticalPool(DatabaseSettings settings, LoopResources databaseLoops) {
        return Pools.pool(settings, PoolLimits.CRITICAL, databaseLoops);
    }

    @Bean(destroyMethod = "dispose")
    @Primary
    ConnectionPool generalPool(DatabaseSettings settings, LoopResources databaseLoops) {
        return Pools.pool(settings, PoolLimits.GENERAL, databaseLoops);
    }

    /** Begins at once; declared first, so that it runs beside the making of all the rest. */
    @Bean
    SchemaMigration schemaMigration(
            DatabaseSettings settings, ObjectProvider<DatabaseArrival> arrival, Environment environment) {
        return new SchemaMigration(
                settings, arrival.getIfAvailable(() -> () -> {}), environment.matchesProfiles("production"));
    }

    @Bean
    PoolWarmup poolWarmup(DatabaseSettings settings, SchemaMigration schemaMigration, List<ConnectionPool> pools) {
        return new PoolWarmup(settings, schemaMigration, pools);
    }

    @Bean
    DatabaseHealth databaseHealthIndicator(@Qualifier("generalPool") ConnectionPool generalPool) {
        return new DatabaseHealth(generalPool, InstantSource.system());
    }

    @Bean
    Detached detached() {
        return new Detached();
    }

    @Bean
    DetachedDrain detachedDrain(Detached detached) {
        return new DetachedDrain(detached);
    }

    @Bean
    Database critical(@Qualifier("criticalPool") ConnectionPool criticalPool, Detached detached, MeterRegistry meters) {
        return timed(PoolLimits.CRITICAL, criticalPool, detached, meters);
    }

    @Bean
    Database general(@Qualifier("generalPool") ConnectionPool generalPool, Detached detached, MeterRegistry meters) {
        return timed(PoolLimits.GENERAL, generalPool, detached, meters);
    }

    private static Database timed(PoolLimits limits, ConnectionPool pool, Detached detached, MeterRegistry meters) {
        return new Database(limits, new TimedConnections(limits.name(), pool, meters), detached, new SecureRandom());
    }
}
