package io.ohmgate.api.boot;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ohmgate.api.failure.StartupFailure;
import io.ohmgate.api.redis.RedisAddress.Place;
import org.junit.jupiter.api.Test;

class RedisProbeTest {
    private static final Place SOMEWHERE = new Place("r", 6379);

    @Test
    void sixPointTwoIsTheOldest() {
        assertThatCode(() -> RedisProbe.requireVersion(SOMEWHERE, "# Server\r\nredis_version:6.2.0\r\n"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> RedisProbe.requireVersion(SOMEWHERE, "redis_version:6.0.16\r\n"))
                .hasMessageContaining("6.0.16");
        assertThatThrownBy(() -> RedisProbe.requireVersion(SOMEWHERE, "HTTP/1.1 400"))
                .isInstanceOf(StartupFailure.class);
    }
}
