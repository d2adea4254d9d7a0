package io.ohmgate.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.SlotHash;
import io.ohmgate.api.testing.RedisCluster;
import io.ohmgate.api.testing.RedisProcess;
import io.ohmgate.api.testing.RedisSentinels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same door for a single server, a set with Sentinels and a cluster of three, all of them real processes. */
class RedisFormsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static RedisProcess single;
    private static RedisSentinels sentinels;
    private static RedisCluster cluster;

    /** Which of the three. */
    enum Form {
        SINGLE,
        SENTINEL,
        CLUSTER;

        String url() {
            return switch (this) {
                case SINGLE -> single.url();
                case SENTINEL -> sentinels.url();
                case CLUSTER -> cluster.url();
            };
        }
    }

    @BeforeAll
    static void start() {
        single = RedisProcess.start();
        sentinels = RedisSentinels.start();
        cluster = RedisCluster.start();
    }

    @AfterAll
    static void stop() {
        single.close();
        sentinels.close();
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource
    void aBatchOverAllSlotsIsWrittenAndReadBack(Form form) {
        try (RedisConnections redis = connected(form)) {
            Map<String, String> values = values(form + ":", 2_000);
            write(redis, values);
            assertThat(read(redis, values)).isEqualTo(values);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aScriptOfTwoKeysRunsIfTheyShareATag(Form form) {
        String script = "if redis.call('get', KEYS[1]) then return 0 end "
                + "redis.call('set', KEYS[1], ARGV[1]); redis.call('incr', KEYS[2]); return 1";
        try (RedisConnections redis = connected(form)) {
            for (int pile = 0; pile < 20; pile++) {
                String[] keys = {"t:{" + pile + "}:at", "t:{" + pile + "}:n"};
                Function<RedisConnections, Long> claim = door -> Objects.requireNonNull(
                        door.<Long>ask(commands -> commands.eval(script, ScriptOutputType.INTEGER, keys, "me"))
                                .block(PATIENCE));
                assertThat(claim.apply(redis)).isOne();
                assertThat(claim.apply(redis)).isZero();
            }
        }
    }

    @Test
    void whatAClusterSendsOnToAnotherMasterArrivesInTheSameBatch() {
        try (RedisConnections redis = connected(Form.CLUSTER)) {
            Map<String, String> values = values("moved:", 300);
            write(redis, values);
            String key = "moved:" + 7;
            int slot = SlotHash.getSlot(key);
            RedisProcess from = cluster.masterOf(slot);
            RedisProcess to = cluster.masters().stream()
                    .filter(each -> each != from)
                    .findFirst()
                    .orElseThrow();
            from.ask(commands -> commands.del(key));
            cluster.move(slot, to);
            redis.batch(commands -> List.of(commands.set(key, "there"), commands.set("moved:8", "here")))
                    .block(PATIENCE);
            assertThat(to.get(key)).isEqualTo("there");
        }
    }

    @Test
    void aMasterThatIsGoneTakesOnlyItsOwnSlotsWithIt() {
        RedisProcess gone = cluster.masters().getLast();
        try (RedisConnections redis = connected(Form.CLUSTER)) {
            Map<String, String> values = values("part:", 300);
            write(redis, values);
            List<String> theirs = values.keySet().stream()
                    .filter(key -> SlotHash.getSlot(key) < 2 * SlotHash.SLOT_COUNT / 3)
                    .toList();
            gone.freeze();
            try {
                long began = System.nanoTime();
                assertThatThrownBy(() -> write(redis, values)).isInstanceOf(Exception.class);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
                for (String key : theirs.subList(0, 50)) {
                    assertThat(get(redis, key)).isEqualTo(values.get(key));
                }
            } finally {
                gone.thaw();
            }
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                write(redis, values);
                assertThat(read(redis, values)).isEqualTo(values);
            });
        }
    }

    @Test
    void afterAFailoverTheNewMasterIsAsked() {
        try (RedisConnections redis = connected(Form.SENTINEL)) {
            write(redis, Map.of("before", "1"));
            RedisProcess replica = sentinels.replica();
            sentinels.failOver();
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> replica.ask(commands -> commands.info("replication"))
                            .contains("role:master"));
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                write(redis, Map.of("after", "1"));
                assertThat(replica.get("after")).isEqualTo("1");
                assertThat(get(redis, "after")).isEqualTo("1");
            });
            assertThat(redis.isUp()).isTrue();
        }
    }

    private static RedisConnections connected(Form form) {
        RedisConnections redis = new RedisConnections(RedisAddress.parse(form.url()));
        await().atMost(PATIENCE).until(redis::isUp);
        return redis;
    }

    private static @Nullable String get(RedisConnections redis, String key) {
        return redis.<String>ask(commands -> commands.get(key)).block(PATIENCE);
    }

    private static Map<String, String> values(String prefix, int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> prefix + i, i -> "v" + i));
    }

    private static void write(RedisConnections redis, Map<String, String> values) {
        // On a busy machine one of 2,000 answers may take longer than a command may.
        redis.batch(commands -> values.entrySet().stream()
                        .map(value -> commands.set(value.getKey(), value.getValue()))
                        .toList())
                .retry(values.size() > 1_000 ? 5 : 0)
                .block(PATIENCE);
    }

    private static Map<String, String> read(RedisConnections redis, Map<String, String> values) {
        return Objects.requireNonNull(
                        redis.ask(commands -> commands.mget(values.keySet().toArray(String[]::new)))
                                .retry(3)
                                .block(PATIENCE))
                .stream()
                .filter(KeyValue::hasValue)
                .collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
    }
}
