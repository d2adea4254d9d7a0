package io.ohmgate.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ohmgate.api.testing.RedisCluster;
import io.ohmgate.api.testing.RedisProcess;
import io.ohmgate.api.testing.RedisSentinels;
import io.ohmgate.simulator.proxy.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The faults RE1 to RE7 of the matrix, each against a real Redis; what they do to charges is RedisOutageIT's subject. */
class RedisFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** A command's time, and some for a machine that is busy. */
    private static final Duration IN_TIME = RedisConnections.COMMAND.plusMillis(700);
    /** Half a minute in the long profile. */
    private static final Duration FROZEN = Duration.ofSeconds(Integer.getInteger("ohmgate.redis.frozen-seconds", 5));

    private static final long SEED = 20_261_123;
    private static RedisProcess server;

    @BeforeAll
    static void start() {
        server = RedisProcess.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void re1FlushallIsNoticedThoughNobodyWrites() {
        try (RedisConnections redis = connected(server.url())) {
            AtomicInteger told = new AtomicInteger();
            redis.onLoss(told::incrementAndGet);
            write(redis, "re1", "1");
            server.ask(commands -> commands.flushall());
            await().atMost(PATIENCE).until(() -> told.get() == 1);
            write(redis, "re1", "2");
            await().during(RedisConnections.PULSE.multipliedBy(2))
                    .atMost(PATIENCE)
                    .until(() -> told.get() == 1);
        }
    }

    @Test
    void re1FlushallOnOneMasterOfAClusterIsNoticed() {
        try (RedisCluster cluster = RedisCluster.start();
                RedisConnections redis = connected(cluster.url())) {
            write(redis, "re1", "1");
            await().pollDelay(RedisConnections.PULSE.multipliedBy(2)).until(() -> redis.losses() == 0);
            cluster.masters().get(1).ask(commands -> commands.flushall());
            await().atMost(PATIENCE).until(() -> redis.losses() == 1);
        }
    }

    @Test
    void re2KilledAndStartedAgainItIsAskedAgainAndItsLossIsTold() {
        try (RedisProcess own = RedisProcess.start();
                RedisConnections redis = connected(own.url())) {
            write(redis, "re2", "1");
            own.kill();
            await().atMost(PATIENCE).until(() -> !redis.isUp());
            assertFailsAtOnce(redis);
            own.restart();
            await().atMost(PATIENCE).until(() -> redis.isUp() && redis.losses() == 1);
            write(redis, "re2", "2");
            assertThat(own.get("re2")).isEqualTo("2");
        }
    }

    @Test
    void re3FrozenItFailsEveryCommandInTimeAndQueuesNothing() {
        try (RedisProcess own = RedisProcess.start();
                RedisConnections redis = connected(own.url())) {
            write(redis, "re3", "1");
            own.freeze();
            try {
                long end = System.nanoTime() + FROZEN.toNanos();
                List<Long> took = new ArrayList<>();
                while (System.nanoTime() < end) {
                    long began = System.nanoTime();
                    List<Mono<String>> asked = new ArrayList<>();
                    for (int i = 0; i < 100; i++) {
                        asked.add(redis.<String>ask(commands -> commands.get("re3"))
                                .onErrorReturn("failed"));
                    }
                    assertThat(Mono.zip(asked, answers -> List.of(answers)).block(PATIENCE))
                            .containsOnly("failed");
                    took.add(System.nanoTime() - began);
                    assertThat(redis.underWay()).isLessThan(500);
                }
                assertThat(took).allMatch(nanos -> nanos < IN_TIME.toNanos());
            } finally {
                own.thaw();
            }
            await().atMost(PATIENCE).ignoreExceptions().until(() -> "1".equals(get(redis, "re3")));
            assertThat(redis.underWay()).isLessThan(10);
        }
    }

    @Test
    void re4AFailoverThatLostTheLastSecondIsTold() {
        try (RedisSentinels set = RedisSentinels.start();
                RedisConnections redis = connected(set.url())) {
            write(redis, "re4", "old");
            RedisProcess master = set.master();
            RedisProcess replica = set.replica();
            await().atMost(PATIENCE).until(() -> "old".equals(replica.get("re4")));
            // Cut off: its copy is as old as this moment.
            replica.ask(commands -> commands.replicaof("127.0.0.1", 1));
            write(redis, "re4", "new");
            long before = redis.losses();
            master.kill();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> redis.losses() > before);
            assertThat(get(redis, "re4")).isEqualTo("old");
            write(redis, "re4", "again");
            assertThat(replica.get("re4")).isEqualTo("again");
        }
    }

    @Test
    void re5FullItRefusesWritesAnswersQuestionsAndRecoversByItself() {
        try (RedisConnections redis = connected(server.url())) {
            write(redis, "re5", "1");
            server.ask(commands -> commands.configSet(Map.of("maxmemory-policy", "noeviction", "maxmemory", "1")));
            try {
                assertThatThrownBy(() -> write(redis, "re5", "2")).hasMessageContaining("OOM");
                assertThat(get(redis, "re5")).isEqualTo("1");
                assertThat(redis.isUp()).isTrue();
            } finally {
                server.ask(commands -> commands.configSet("maxmemory", "0"));
            }
            write(redis, "re5", "3");
            assertThat(get(redis, "re5")).isEqualTo("3");
        }
    }

    @Test
    void re6HalfOpenConnectionsAreLeftWithinFiveSeconds() {
        try (FaultProxy proxy = FaultProxy.to("127.0.0.1", server.port(), SEED);
                RedisConnections redis = connected("redis://127.0.0.1:" + proxy.port())) {
            write(redis, "re6", "1");
            proxy.fallSilent();
            long began = System.nanoTime();
            // Nobody asks anything meanwhile, but for one question at the end.
            await().pollDelay(Duration.ofMillis(4_900))
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> "1".equals(get(redis, "re6")));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(7));
            write(redis, "re6", "2");
        }
    }

    @Test
    void re7WhatWasOnItsWayWhenTheConnectionWasCutIsNotSentAgain() {
        try (FaultProxy proxy = FaultProxy.to("127.0.0.1", server.port(), SEED);
                RedisConnections redis = connected("redis://127.0.0.1:" + proxy.port())) {
            // Executed, and the answer lost.
            proxy.down().hold();
            assertIncrementFails(redis, proxy, "re7:executed");
            // Never arrived.
            proxy.up().hold();
            assertIncrementFails(redis, proxy, "re7:lost");
            await().pollDelay(RedisConnections.PULSE).atMost(PATIENCE).until(redis::isUp);
            assertThat(server.get("re7:executed")).isEqualTo("2");
            assertThat(server.get("re7:lost")).isNull();
        }
    }

    /** By both lines, and over again: cut in the middle, then whole. */
    private static void assertIncrementFails(RedisConnections redis, FaultProxy proxy, String key) {
        Mono<Long> asked = redis.<Long>ask(commands -> commands.incr(key));
        Mono<Long> written =
                redis.<Long>batch(commands -> List.of(commands.incr(key))).map(List::getFirst);
        var both = Mono.zip(asked.materialize(), written.materialize()).toFuture();
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        proxy.resetAll();
        assertThat(both.join()).allMatch(end -> ((reactor.core.publisher.Signal<?>) end).isOnError());
        proxy.plain();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            redis.<String>ask(commands -> commands.ping()).block(PATIENCE);
            write(redis, "re7", "1");
            return true;
        });
    }

    /** "At once" is well below a command's time: nothing waits for a reconnect. */
    private static void assertFailsAtOnce(RedisConnections redis) {
        long began = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> get(redis, "x")).isNotInstanceOf(TimeoutException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    private static RedisConnections connected(String url) {
        RedisConnections redis = new RedisConnections(RedisAddress.parse(url));
        await().atMost(PATIENCE).until(redis::isUp);
        return redis;
    }

    private static void write(RedisConnections redis, String key, String value) {
        redis.<String>batch(commands -> List.of(commands.set(key, value))).block(PATIENCE);
    }

    private static @Nullable String get(RedisConnections redis, String key) {
        return redis.<String>ask(commands -> commands.get(key)).block(PATIENCE);
    }
}
