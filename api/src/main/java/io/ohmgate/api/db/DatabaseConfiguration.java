package io.ohmgate.api.db;

import io.r2dbc.pool.ConnectionPool;
import java.security.SecureRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
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

    @Bean
    Detached detached() {
        return new Detached();
    }

    @Bean
    Database critical(ConnectionPool criticalPool, Detached detached) {
        return new Database(PoolLimits.CRITICAL, criticalPool, detached, new SecureRandom());
    }

    @Bean
    Database general(ConnectionPool generalPool, Detached detached) {
        return new Database(PoolLimits.GENERAL, generalPool, detached, new SecureRandom());
    }
}
