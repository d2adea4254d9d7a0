package io.ohmgate.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.ohmgate.api.testing.TestServers;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.live.ChargeLive;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderRef;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.session.PileStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RedisLiveIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What one batch may take when Redis stalls: the command's time, and some for a machine that is busy. */
    private static final Duration STALLED = Duration.ofSeconds(2);

    private static final Instant NOW = Instant.parse("2026-03-01T04:00:00.123Z");
    private static final PileNo PILE = new PileNo("88000000000001");

    private static RedisConnections connections;
    private static RedisLive live;
    private static RedisClient client;
    private static StatefulRedisConnection<String, String> raw;

    @BeforeAll
    static void open() {
        connections = new RedisConnections(RedisAddress.parse(TestServers.redisUrl()));
        live = new RedisLive(connections, JsonMapper.builder().build());
        client = RedisClient.create(TestServers.redisUrl());
        raw = client.connect();
    }

    @AfterAll
    static void close() {
        connections.close();
        client.close();
    }

    @Test
    void theLastValuesComeBackWithTheirTime() {
        GunLive gun = charging(PILE.gun(1), 123_456);
        PileStatus pile = status(PILE);
        live.write(List.of(gun), List.of(pile)).block(PATIENCE);
        assertThat(live.lastKnownGuns(List.of(gun.gun(), PILE.gun(2))).block(PATIENCE))
                .isEqualTo(Map.of(
                        gun.gun(),
                        new GunShadow(
                                gun.gun().digits(),
                                GunState.CHARGING,
                                true,
                                0,
                                55,
                                120_000,
                                "01kjkrv5kvnvh5w5fewyb8zjw0",
                                123_456L,
                                1_852L,
                                NOW)));
        assertThat(live.lastKnownPiles(List.of(PILE)).block(PATIENCE))
                .isEqualTo(Map.of(
                        PILE, new PileShadow(PILE.digits(), PileStatus.Presence.ONLINE, NOW, NOW.plusSeconds(1))));
        assertThat(raw.sync().pttl("ohmgate:gun:" + gun.gun().digits()))
                .isBetween(RedisLive.KEPT.minusMinutes(1).toMillis(), RedisLive.KEPT.toMillis());
    }

    @Test
    void aBatchOfTheLargestSizeIsWrittenWhole() {
        List<GunLive> guns = IntStream.range(0, 2_000)
                .mapToObj(i -> charging(new PileNo("%014d".formatted(77_000_000_000_000L + i)).gun(1), i))
                .toList();
        // On a busy machine one of 2,000 answers may take longer than a command may; the batch is then written again.
        live.write(guns, List.of()).retry(5).block(PATIENCE);
        assertThat(Objects.requireNonNull(
                        live.lastKnownGuns(guns.stream().map(GunLive::gun).toList())
                                .retry(5)
                                .block(PATIENCE)))
                .hasSize(2_000);
    }

    @Test
    void flushingAllOfItLosesOnlyTheShadows() {
        GunLive gun = charging(PILE.gun(3), 1);
        live.write(List.of(gun), List.of()).block(PATIENCE);
        raw.sync().flushall();
        assertThat(live.lastKnownGuns(List.of(gun.gun())).block(PATIENCE)).isEmpty();
        live.write(List.of(gun), List.of()).block(PATIENCE);
        assertThat(live.lastKnownGuns(List.of(gun.gun())).block(PATIENCE)).containsKey(gun.gun());
    }

    @Test
    void aRedisThatStallsFailsABatchInTimeAndTakesTheNextOneWhenItGoesOn() throws Exception {
        GunLive gun = charging(PILE.gun(4), 1);
        live.write(List.of(gun), List.of()).block(PATIENCE);
        long before = live.failures();
        signal("STOP");
        try {
            long began = System.nanoTime();
            assertThatThrownBy(() -> live.write(List.of(gun), List.of()).block(PATIENCE))
                    .isInstanceOf(Exception.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(STALLED);
            assertThat(live.lastKnownGuns(List.of(gun.gun())).block(PATIENCE)).isEmpty();
        } finally {
            signal("CONT");
        }
        assertThat(live.failures()).isGreaterThan(before);
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            live.write(List.of(charging(PILE.gun(4), 99)), List.of()).block(PATIENCE);
            return true;
        });
        assertThat(Objects.requireNonNull(live.lastKnownGuns(List.of(gun.gun())).block(PATIENCE)))
                .extractingByKey(gun.gun())
                .extracting(GunShadow::chargedTenThousandthsKwh)
                .isEqualTo(99L);
    }

    @Test
    void aRedisThatIsNotThereIsToldAsAFailureAndKeepsNobodyFromStarting() {
        try (RedisConnections nobody =
                new RedisConnections(RedisAddress.parse("redis://127.0.0.1:" + TestServers.freePort()))) {
            RedisLive nowhere = new RedisLive(nobody, JsonMapper.builder().build());
            long began = System.nanoTime();
            assertThatThrownBy(() -> nowhere.write(List.of(charging(PILE.gun(5), 1)), List.of())
                            .block(PATIENCE))
                    .isInstanceOf(Exception.class);
            assertThat(nowhere.lastKnownGuns(List.of(PILE.gun(5))).block(PATIENCE))
                    .isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
            assertThat(nowhere.failures()).isEqualTo(2);
        }
    }

    private static void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(TestServers.redis().pid()))
                .start()
                .waitFor();
        assertThat(code).isZero();
    }

    private static GunLive charging(GunId gun, long energy) {
        OrderRef order =
                new OrderRef(new OrderId("01kjkrv5kvnvh5w5fewyb8zjw0"), 1, 1, gun, new TradeNo("0".repeat(32)), 7L);
        ChargeLive.PriceNow price = new ChargeLive.PriceNow(
                new Money(1_235),
                new Money(617),
                PriceLevel.FLAT,
                new Price(new UnitPrice(100_000), new UnitPrice(50_000)),
                null);
        return new GunLive(
                gun,
                1,
                1,
                GunState.CHARGING,
                true,
                false,
                0,
                new Telemetry(4_000, 3_000, null, 55, null, null, null, null, null),
                null,
                new ChargeLive(order, OrderState.CHARGING, NOW, Duration.ofMinutes(3), new Energy(energy), price),
                NOW);
    }

    private static PileStatus status(PileNo pile) {
        return new PileStatus(
                pile, PileStatus.Presence.ONLINE, true, false, NOW, NOW.plusSeconds(1), null, NOW, null, null);
    }
}
