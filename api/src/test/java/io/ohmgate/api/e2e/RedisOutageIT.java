package io.ohmgate.api.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ohmgate.api.e2e.Rest.Answer;
import io.ohmgate.api.e2e.Site.Driver;
import io.ohmgate.api.testing.RedisProcess;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.link.FleetOptions;
import io.ohmgate.simulator.link.PileFleet;
import io.ohmgate.simulator.pile.PileSpec;
import io.ohmgate.simulator.script.PileScript;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * E6 and E10: what Redis suffers changes no order and no money, ends no session, and is forgotten a minute later. Two piles
 * live the same charge, one of them while Redis is emptied, killed, frozen and full.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisOutageIT {
    private static final PileNo FIRST = new PileNo("32010699030001");
    private static final int PILES = 6;
    private static final long CREDIT_FEN = 20_000;
    private static final long SEED = 20_261_123;
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration RIGHT_AGAIN = Duration.ofSeconds(60);
    private static final Duration CHARGES_FOR = Duration.ofSeconds(8);
    private static final Set<String> NOT_YET = Set.of("PILE_OFFLINE", "GUN_NOT_PLUGGED", "PILE_TARIFF_NOT_READY");

    private RedisProcess redis;
    private RunningProduct.Place place;
    private RunningProduct product;
    private Rest rest;
    private Site site;
    private PileFleet fleet;

    @BeforeAll
    void open() throws Exception {
        redis = RedisProcess.start();
        place = RunningProduct.Place.fresh("redis-outage", "--ohmgate.redis.url=" + redis.url());
        // Kept before it is ready, so that one that never is gets closed too.
        product = RunningProduct.start(place);
        product.ready();
        rest = product.rest();
        site = Site.open(rest, FIRST, PILES);
        // The first two are played by hand.
        fleet = PileFleet.start(
                FleetOptions.to("127.0.0.1", place.pilePort(), SEED),
                site.piles().subList(2, PILES),
                PileScript.nobody());
    }

    @AfterAll
    void close() {
        if (fleet != null) {
            fleet.close();
        }
        if (product != null) {
            product.close();
        }
        if (redis != null) {
            redis.close();
        }
    }

    /** What a charge came to; its energy hangs on the pile's clock alone, which is moved by hand. */
    private record Outcome(Set<String> states, long energy, long payableFen, long paidFen, long walletFen) {}

    @Test
    void noOrderAndNoMoneyDifferFromARunWithoutTheFault() throws Exception {
        Outcome undisturbed = lived(site.piles().get(0).pileNo(), "13900030001", () -> {}, () -> {});
        Outcome disturbed = lived(
                site.piles().get(1).pileNo(),
                "13900030002",
                () -> {
                    redis.ask(commands -> commands.flushall());
                    redis.kill();
                    othersChargeWithoutRedis();
                },
                () -> {
                    redis.restart();
                    redis.ask(
                            commands -> commands.configSet(Map.of("maxmemory-policy", "noeviction", "maxmemory", "1")));
                    redis.freeze();
                });
        redis.thaw();
        redis.ask(commands -> commands.configSet("maxmemory", "0"));

        assertThat(disturbed).isEqualTo(undisturbed);
        assertThat(disturbed.energy()).isPositive();
        JsonNode check = rest.get("/api/v1/ledger/check", site.admin()).good();
        assertThat(check.get("right").asBoolean()).isTrue();
        await().atMost(RIGHT_AGAIN).pollInterval(Duration.ofMillis(500)).untilAsserted(this::liveStateIsRight);

        redis.ask(commands -> commands.flushall());
        await().atMost(RIGHT_AGAIN).pollInterval(Duration.ofMillis(500)).untilAsserted(this::liveStateIsRight);
    }

    /** RE2: charges begin and end, codes are sent and their limit holds, and the node says that it can work. */
    private void othersChargeWithoutRedis() throws Exception {
        long heartbeats = fleet.statistics().framesReceived();
        Driver driver = site.driver("13900030009", CREDIT_FEN);
        assertThat(rest.post("/api/v1/auth/sms-codes", null, Map.of("phone", "13900030009"))
                        .status())
                .as("a second code within a minute")
                .isEqualTo(429);
        GunId gun = site.piles().get(2).pileNo().gun(1);
        fleet.plug(gun).toCompletableFuture().join();
        String order = started(gun, driver);
        awaitState(order, driver, "CHARGING");
        rest.post("/api/v1/charging-orders/" + order + "/stop", driver.token(), Map.of())
                .good();
        awaitState(order, driver, "SETTLED");
        for (String probe : List.of("liveness", "readiness", "tcp")) {
            assertThat(rest.get("/actuator/health/" + probe, "none").status())
                    .as(probe)
                    .isEqualTo(200);
        }
        assertThat(fleet.statistics().framesReceived()).isGreaterThan(heartbeats);
        assertThat(product.output()).contains("Redis does not take live values");
    }

    private Outcome lived(PileNo pileNo, String phone, Fault whileItBegins, Fault whileItEnds) throws Exception {
        Driver driver = site.driver(phone, CREDIT_FEN);
        AtomicLong clock = new AtomicLong();
        try (BookPile pile = new BookPile(pileNo.digits(), place.pilePort(), clock::get)) {
            pile.plug();
            String order = started(pileNo.gun(1), driver);
            whileItBegins.strike();
            awaitState(order, driver, "CHARGING");
            // As long as it says: the platform compares energy with time.
            await().pollDelay(CHARGES_FOR).atMost(CHARGES_FOR.plusSeconds(5)).until(() -> true);
            clock.addAndGet(CHARGES_FOR.toNanos());
            whileItEnds.strike();
            rest.post("/api/v1/charging-orders/" + order + "/stop", driver.token(), Map.of())
                    .good();
            awaitState(order, driver, "SETTLED");
            assertThat(pile.confirmed).isTrue();
            assertThat(Collections.frequency(pile.heard, 0x34)).isOne();
            return outcome(order, driver);
        }
    }

    private Outcome outcome(String order, Driver driver) throws Exception {
        JsonNode bill = order(order, driver).get("bill");
        Set<String> states;
        try (Evidence evidence = Evidence.of(product, place.data())) {
            states = evidence.names("SELECT CONCAT(order_version, ' ', kind, ' ', to_state) FROM order_event"
                    + " WHERE order_id = '" + order + "' ORDER BY order_version");
        }
        return new Outcome(
                states,
                bill.get("energy").asLong(),
                bill.get("payableFen").asLong(),
                bill.get("paidFen").asLong(),
                rest.get("/api/v1/wallet", driver.token())
                        .good()
                        .get("balanceFen")
                        .asLong());
    }

    /** Every pile that is connected is there as online, with its guns. */
    private void liveStateIsRight() {
        for (PileSpec pile : site.piles().subList(2, PILES)) {
            assertThat(Objects.toString(
                            redis.get("ohmgate:pile:" + pile.pileNo().digits())))
                    .contains("ONLINE");
            for (int gunNo = 1; gunNo <= Site.GUNS; gunNo++) {
                assertThat(Objects.toString(redis.get(
                                "ohmgate:gun:" + pile.pileNo().gun(gunNo).digits())))
                        .contains("state");
            }
        }
    }

    private String started(GunId gun, Driver driver) {
        Answer answer = await().atMost(SOON)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> rest.post("/api/v1/charging-orders", driver.token(), Map.of("gunId", gun.digits())),
                        found -> !NOT_YET.contains(found.code()));
        return answer.good().get("id").asString();
    }

    private JsonNode order(String id, Driver driver) throws IOException, InterruptedException {
        return rest.get("/api/v1/charging-orders/" + id, driver.token()).good();
    }

    private void awaitState(String id, Driver driver, String state) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> order(id, driver).get("state").asString(), state::equals);
    }

    /** Something that happens to Redis. */
    private interface Fault {
        void strike() throws Exception;
    }
}
