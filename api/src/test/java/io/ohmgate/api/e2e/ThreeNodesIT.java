package io.ohmgate.api.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ohmgate.api.e2e.Rest.Answer;
import io.ohmgate.api.e2e.Site.Driver;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.link.FleetOptions;
import io.ohmgate.simulator.link.PileFleet;
import io.ohmgate.simulator.script.PileScript;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Two gateways and one API node: a driver at the one charges at piles of the others, as if there were one product. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThreeNodesIT {
    private static final PileNo ONE = new PileNo("32010699040001");
    private static final long CREDIT_FEN = 20_000;
    private static final long SEED = 20_261_123;
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Set<String> NOT_YET = Set.of("PILE_OFFLINE", "GUN_NOT_PLUGGED", "PILE_TARIFF_NOT_READY");

    private Cluster cluster;
    private Rest rest;
    private Site site;
    private PileNo two;
    private PileFleet atOne;
    private PileFleet atTwo;

    @BeforeAll
    void open() throws Exception {
        Map<String, String> nodes = new LinkedHashMap<>();
        nodes.put("api", "api,jobs");
        nodes.put("gateway-1", "gateway");
        nodes.put("gateway-2", "gateway");
        cluster = Cluster.of(nodes);
        rest = cluster.rest("api");
        site = Site.open(rest, ONE, 2);
        two = site.piles().getLast().pileNo();
        atOne = fleet("gateway-1", 0);
        atTwo = fleet("gateway-2", 1);
    }

    private PileFleet fleet(String node, int pile) {
        FleetOptions options = FleetOptions.to("127.0.0.1", cluster.place(node).pilePort(), SEED + pile);
        return PileFleet.start(options, List.of(site.piles().get(pile)), PileScript.alwaysPlugged());
    }

    @AfterAll
    void close() {
        if (atOne != null) {
            atOne.close();
        }
        if (atTwo != null) {
            atTwo.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void aDriverStartsWatchesStopsAndPaysAtPilesOfTwoGateways() throws Exception {
        for (PileNo pile : List.of(ONE, two)) {
            Driver driver = site.driver("1390004%s".formatted(pile.digits().substring(10)), CREDIT_FEN);
            String order = start(pile.gun(1), driver);
            LiveClient live = rest.live(driver.token());
            live.subscribe("order:" + order);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(live.heard(heard -> heard.energy() > 0))
                            .as("heard so far: %s", live.heard())
                            .hasSizeGreaterThanOrEqualTo(2));
            assertThat(live.heard().getFirst().type()).isEqualTo("snapshot");
            assertThat(order(order, driver).path("live").path("energy").asLong(0))
                    .as("REST reads the running charge, too")
                    .isPositive();
            Answer second = rest.post(
                    "/api/v1/charging-orders",
                    site.driver("1390005%s".formatted(pile.digits().substring(10)), CREDIT_FEN)
                            .token(),
                    Map.of("gunId", pile.gun(1).digits()));
            assertThat(second.code()).isEqualTo("GUN_BUSY");

            rest.post("/api/v1/charging-orders/" + order + "/stop", driver.token(), Map.of())
                    .good();
            await().atMost(SOON)
                    .until(() -> !live.heard(heard -> heard.state().equals("SETTLED"))
                            .isEmpty());
            live.cut();
            JsonNode bill = order(order, driver).get("bill");
            assertThat(bill.get("payableFen").asLong()).isPositive();
            assertThat(rest.get("/api/v1/wallet", driver.token())
                            .good()
                            .get("balanceFen")
                            .asLong())
                    .isEqualTo(CREDIT_FEN - bill.get("paidFen").asLong());
        }
        assertThat(rest.get("/api/v1/ledger/check", site.admin())
                        .good()
                        .get("right")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void staffSeeAndOperatePilesOfOtherNodes() throws Exception {
        for (PileNo pile : List.of(ONE, two)) {
            String path = "/api/v1/piles/" + pile.digits();
            await().atMost(SOON)
                    .until(() ->
                            rest.get(path, site.admin()).good().get("online").asBoolean());
            await().atMost(SOON)
                    .until(() -> !rest.get(path + "/frames?limit=5", site.admin())
                            .good()
                            .get("items")
                            .isEmpty());
            String id = rest.post(path + "/operations", site.admin(), Map.of("kind", "SYNC_CLOCK"))
                    .good()
                    .get("operationId")
                    .asString();
            await().atMost(SOON)
                    .until(() -> rest.get("/api/v1/operations/" + id, site.admin())
                            .good()
                            .get("status")
                            .asString()
                            .equals("ACKED"));
        }
        JsonNode piles = rest.get("/api/v1/piles", site.admin()).good().get("items");
        assertThat(piles).hasSize(2).allMatch(pile -> pile.get("online").asBoolean());
    }

    @Test
    void aGatewayAnswersNoRequestsButTellsItsHealth() throws Exception {
        Rest gateway = cluster.rest("gateway-1");
        assertThat(gateway.get("/api/v1/stations", site.admin()).status()).isEqualTo(404);
        assertThat(gateway.get("/actuator/health/tcp", site.admin()).status()).isEqualTo(200);
        assertThat(cluster.rest("api").get("/actuator/health/tcp", site.admin()).status())
                .isEqualTo(503);
    }

    private String start(GunId gun, Driver driver) throws Exception {
        String key = "tap-" + gun.digits();
        Answer answer = await().atMost(SOON)
                .until(
                        () -> rest.post(
                                "/api/v1/charging-orders",
                                driver.token(),
                                key + System.nanoTime(),
                                Map.of("gunId", gun.digits())),
                        tried -> !NOT_YET.contains(tried.code()));
        return answer.good().get("id").asString();
    }

    private JsonNode order(String id, Driver driver) throws Exception {
        return rest.get("/api/v1/charging-orders/" + id, driver.token()).good();
    }
}
