package io.ohmgate.api.redis;

import io.micrometer.core.instrument.FunctionCounter;
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
    RedisLive redisLive(@Value("${ohmgate.redis.url}") String url, MeterRegistry meters) {
        RedisLive live = new RedisLive(url, JsonMapper.builder().build());
        FunctionCounter.builder("ohmgate.redis.failures", live, RedisLive::failures)
                .description("questions to Redis and batches for it that failed")
                .register(meters);
        return live;
    }
}
