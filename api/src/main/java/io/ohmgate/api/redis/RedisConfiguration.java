package io.ohmgate.api.redis;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Redis, if an address is known; without one the live values stay on this node. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("ohmgate.redis.url")
class RedisConfiguration {
    @Bean(destroyMethod = "close")
    RedisConnections redisConnections(@Value("${ohmgate.redis.url}") String url, MeterRegistry meters) {
        RedisConnections connections = new RedisConnections(RedisAddress.parse(url));
        Gauge.builder("ohmgate.redis.up", connections, redis -> redis.isUp() ? 1 : 0)
                .description("whether Redis answered when it was last asked, some seconds ago")
                .register(meters);
        Gauge.builder("ohmgate.redis.commands.waiting", connections, RedisConnections::underWay)
                .description("commands that wait for their answer from Redis")
                .register(meters);
        FunctionCounter.builder("ohmgate.redis.losses", connections, RedisConnections::losses)
                .description("how often Redis was found to have lost what it had taken")
                .register(meters);
        return connections;
    }

    @Bean
    RedisLive redisLive(RedisConnections connections, MeterRegistry meters) {
        RedisLive live = new RedisLive(connections, JsonMapper.builder().build());
        FunctionCounter.builder("ohmgate.redis.failures", live, RedisLive::failures)
                .description("questions to Redis and batches for it that failed")
                .register(meters);
        return live;
    }
}
