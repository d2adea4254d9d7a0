package io.ohmgate.api.db;

import io.micrometer.core.instrument.FunctionCounter;
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

    @Bean(destroyMethod = "dispose")
    ConnectionPool stopsPool(DatabaseSettings settings, LoopResources databaseLoops) {
        return Pools.pool(settings, PoolLimits.STOPS, databaseLoops);
    }

    @Bean(destroyMethod = "dispose")
    ConnectionPool reportPool(DatabaseSettings settings, LoopResources databaseLoops) {
        return Pools.pool(settings, PoolLimits.REPORT, databaseLoops);
    }

    @Bean
    PoolDoor criticalDoor(
            @Qualifier("criticalPool") ConnectionPool criticalPool, @Qualifier("stopsPool") ConnectionPool stopsPool) {
        return new PoolDoor(criticalPool, stopsPool, System::nanoTime);
    }

    @Bean
    PoolDoor generalDoor(
            @Qualifier("generalPool") ConnectionPool generalPool, @Qualifier("stopsPool") ConnectionPool stopsPool) {
        return new PoolDoor(generalPool, stopsPool, System::nanoTime);
    }

    @Bean
    PoolDoor reportDoor(@Qualifier("reportPool") ConnectionPool reportPool) {
        return new PoolDoor(reportPool, null, System::nanoTime);
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
    Database critical(@Qualifier("criticalDoor") PoolDoor criticalDoor, Detached detached, MeterRegistry meters) {
        return timed(PoolLimits.CRITICAL, criticalDoor, detached, meters);
    }

    @Bean
    Database general(@Qualifier("generalDoor") PoolDoor generalDoor, Detached detached, MeterRegistry meters) {
        return timed(PoolLimits.GENERAL, generalDoor, detached, meters);
    }

    /** For what may be missed: see {@link PoolLimits#REPORT}. */
    @Bean
    Database report(@Qualifier("reportDoor") PoolDoor reportDoor, Detached detached, MeterRegistry meters) {
        return timed(PoolLimits.REPORT, reportDoor, detached, meters);
    }

    private static Database timed(PoolLimits limits, PoolDoor door, Detached detached, MeterRegistry meters) {
        FunctionCounter.builder("ohmgate.db.refused", door, PoolDoor::refused)
                .tag("pool", limits.name())
                .description("callers that were told at once that no connection is free")
                .register(meters);
        return new Database(limits, new TimedConnections(limits.name(), door, meters), detached, new SecureRandom());
    }
}
