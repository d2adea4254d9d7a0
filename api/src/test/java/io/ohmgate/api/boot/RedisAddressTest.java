package io.ohmgate.api.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ohmgate.api.failure.StartupFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
    private static final RedisAddress SOMEWHERE = new RedisAddress("r", 6379, false, null, null);

    @Test
    void everyPartIsRead() {
        assertThat(RedisAddress.parse("rediss://me:p%40ss+word@cache.example:6380/2"))
                .isEqualTo(new RedisAddress("cache.example", 6380, true, "me", "p@ss+word"));
        assertThat(RedisAddress.parse("redis://:secret@10.0.0.7"))
                .isEqualTo(new RedisAddress("10.0.0.7", 6379, false, null, "secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cache.example:6379", "http://cache.example", "redis://", "redis://x:secret y@z"})
    void anythingElseIsRefusedWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> RedisAddress.parse(url))
                .isInstanceOf(StartupFailure.class)
                .message()
                .doesNotContain("secret");
    }

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
