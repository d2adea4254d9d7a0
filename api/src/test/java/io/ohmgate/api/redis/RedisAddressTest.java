package io.ohmgate.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ohmgate.api.failure.StartupFailure;
import io.ohmgate.api.redis.RedisAddress.Form;
import io.ohmgate.api.redis.RedisAddress.Place;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
    @Test
    void everyPartOfASingleServerIsRead() {
        assertThat(RedisAddress.parse("rediss://me:p%40ss+word@cache.example:6380/2"))
                .isEqualTo(new RedisAddress(
                        Form.SINGLE,
                        List.of(new Place("cache.example", 6380)),
                        true,
                        "me",
                        "p@ss+word",
                        2,
                        null,
                        null));
        assertThat(RedisAddress.parse("redis://:secret@10.0.0.7"))
                .isEqualTo(new RedisAddress(
                        Form.SINGLE, List.of(new Place("10.0.0.7", 6379)), false, null, "secret", 0, null, null));
    }

    @Test
    void sentinelsAreReadWithTheirMasterAndTheirPassword() {
        assertThat(RedisAddress.parse("redis-sentinel://:secret@a,b:26380/3?sentinelPassword=x%2Fy#live-1"))
                .isEqualTo(new RedisAddress(
                        Form.SENTINEL,
                        List.of(new Place("a", 26379), new Place("b", 26380)),
                        false,
                        null,
                        "secret",
                        3,
                        "live-1",
                        "x/y"));
    }

    @Test
    void aClusterIsReadWithItsSeeds() {
        assertThat(RedisAddress.parse("rediss-cluster://u:p@a:1,b:2,[::1]:3"))
                .isEqualTo(new RedisAddress(
                        Form.CLUSTER,
                        List.of(new Place("a", 1), new Place("b", 2), new Place("[::1]", 3)),
                        true,
                        "u",
                        "p",
                        0,
                        null,
                        null));
    }

    @Test
    void whatIsShownHoldsNoPassword() {
        assertThat(RedisAddress.parse("redis-cluster://u:secret@a:1,b:2")).hasToString("a:1,b:2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cache.example:6379",
                "http://cache.example",
                "redis://",
                "redis://x:secret y@z",
                "redis://:sec%ret@z",
                "redis://a,b",
                "redis://a:0",
                "redis://a:70000",
                "redis://a#secret",
                "redis-sentinel://a:26379",
                "redis-cluster://:secret@a:1/2",
                "redis-cluster://a:1,,b:2",
                "redis-cluster://a#m",
                "redis-socket:///tmp/secret"
            })
    void anythingElseIsRefusedWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> RedisAddress.parse(url))
                .isInstanceOf(StartupFailure.class)
                .message()
                .doesNotContain("secret");
    }
}
