package io.ohmgate.api.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ohmgate.api.e2e.LiveClient.Heard;
import io.ohmgate.api.e2e.Rest.Answer;
import io.ohmgate.api.e2e.Site.Driver;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.link.FleetOptions;
import io.ohmgate.simulator.link.PileFleet;
import io.ohmgate.simulator.script.PileScript;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A charge as people meet it: from an empty database to a bill, over the interfaces that everybody has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstLightIT {
    private static final PileNo PILE = new PileNo("32010699010001");
    private static final long CREDIT_FEN = 20_000;
    private static final long SEED = 20_261_122;
    private static final Duration SOON = Duration.ofSeconds(40);
    /** Piles tell energy every 15 s. */
    private static final Duration FOUR_REPORTS = Duration.ofSeconds(75);

    private static final Duration JITTER = Duration.ofMillis(400);
    /** What passes by itself while a pile logs in and takes its tariff. */
    private static final Set<String> NOT_YET = Set.of("PILE_OFFLINE", "GUN_NOT_PLUGGED", "PILE_TARIFF_NOT_READY");

    private RunningProduct product;
    private Rest rest;
    private Site site;
    private PileFleet fleet;

    @BeforeAll
    void open() throws Exception {
        RunningProduct.Place place = RunningProduct.Place.fresh("first-light");
        product = RunningProduct.start(place).ready();
        rest = product.rest();
        site = Site.open(rest, PILE, 2);
        fleet = PileFleet.start(
                FleetOptions.to("127.0.0.1", place.pilePort(), SEED), site.piles(), PileScript.nobody());
    }

    @AfterAll
    void close() {
        if (fleet != null) {
            fleet.close();
        }
        if (product != null) {
            product.close();
        }
    }

    @Test
    void aChargeIsSeenLiveAndPaidToTheFen() throws Exception {
        GunId gun = PILE.gun(1);
        Driver driver = site.driver("13900010001", CREDIT_FEN);
        String order = start(gun, driver);
        LiveClient live = rest.live(driver.token());
        live.subscribe("order:" + order);
        await().atMost(SOON)
                .until(() ->
                        !live.heard(heard -> heard.state().equals("CHARGING")).isEmpty());
        await().atMost(FOUR_REPORTS)
                .until(() -> energies(live).stream().distinct().count() >= 3);
        assertThat(live.heard().getFirst().type()).isEqualTo("snapshot");
        assertThat(energies(live)).isSorted();
        assertAtMostOneASecond(live.heard(heard -> heard.type().equals("telemetry")));

        rest.post("/api/v1/charging-orders/" + order + "/stop", driver.token(), Map.of())
                .good();
        await().atMost(SOON)
                .until(() ->
                        !live.heard(heard -> heard.state().equals("SETTLED")).isEmpty());
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(5))
                .until(() ->
                        live.heard(heard -> heard.state().equals("SETTLED")).size() == 1);
        assertThat(live.heard().stream().map(Heard::seq))
                .doesNotHaveDuplicates()
                .isSorted();
        live.cut();

        JsonNode bill = order(order, driver).get("bill");
        assertThat(live.heard().getLast().data().get("bill")).isEqualTo(bill);
        assertLinesAddUp(bill);
        assertThat(bill.get("payableFen").asLong())
                .isPositive()
                .isEqualTo(bill.get("paidFen").asLong());
        JsonNode wallet = rest.get("/api/v1/wallet", driver.token()).good();
        assertThat(wallet.get("balanceFen").asLong())
                .isEqualTo(CREDIT_FEN - bill.get("paidFen").asLong());
        assertThat(wallet.get("heldFen").asLong()).isZero();
        assertBooksRight();
    }

    @Test
    void aChargingGunIsBusyAndItsOrderIsNobodyElses() throws Exception {
        GunId gun = PILE.gun(2);
        Driver driver = site.driver("13900010002", CREDIT_FEN);
        Driver other = site.driver("13900010003", CREDIT_FEN);
        String order = start(gun, driver);
        awaitState(order, driver, "CHARGING");

        Answer second = rest.post("/api/v1/charging-orders", other.token(), Map.of("gunId", gun.digits()));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.code()).isEqualTo("GUN_BUSY");
        String path = "/api/v1/charging-orders/" + order;
        assertThat(rest.get(path, other.token()).status()).isEqualTo(404);
        assertThat(rest.post(path + "/stop", other.token(), Map.of()).status()).isEqualTo(404);
        LiveClient curious = rest.live(other.token());
        curious.subscribe("order:" + order);
        await().until(() -> curious.heard().size() == 1);
        assertThat(curious.heard().getFirst().type()).isEqualTo("error");
        curious.cut();
        assertThat(order(order, driver).get("state").asString()).isEqualTo("CHARGING");

        rest.post(path + "/stop", driver.token(), Map.of()).good();
        awaitState(order, driver, "SETTLED");
        assertThat(rest.get("/api/v1/wallet", other.token())
                        .good()
                        .get("balanceFen")
                        .asLong())
                .isEqualTo(CREDIT_FEN);
    }

    @Test
    void aCutSocketGoesOnAfterTheLastNumberItHeard() throws Exception {
        GunId gun = site.piles().getLast().pileNo().gun(1);
        Driver driver = site.driver("13900010004", CREDIT_FEN);
        String order = start(gun, driver);
        LiveClient before = rest.live(driver.token());
        before.subscribe("order:" + order);
        await().atMost(SOON)
                .until(() ->
                        !before.heard(heard -> heard.state().equals("CHARGING")).isEmpty());
        before.cut();
        long last = before.heard().getLast().seq();

        // What happens while nobody listens must be told afterwards.
        rest.post("/api/v1/charging-orders/" + order + "/stop", driver.token(), Map.of())
                .good();
        awaitState(order, driver, "SETTLED");
        LiveClient after = rest.live(driver.token());
        after.subscribe("order:" + order, last);
        await().atMost(SOON)
                .until(() ->
                        !after.heard(heard -> heard.state().equals("SETTLED")).isEmpty());
        assertThat(after.heard().stream().map(Heard::type)).doesNotContain("snapshot", "error");
        assertThat(after.heard().stream().map(Heard::seq))
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(seq -> seq > last);
        after.cut();
    }

    private String start(GunId gun, Driver driver) {
        fleet.plug(gun).toCompletableFuture().join();
        Map<String, Object> request = Map.of("gunId", gun.digits());
        Answer answer = await().atMost(SOON)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> rest.post("/api/v1/charging-orders", driver.token(), request),
                        found -> !NOT_YET.contains(found.code()));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
        return answer.body().get("id").asString();
    }

    private JsonNode order(String id, Driver driver) throws Exception {
        return rest.get("/api/v1/charging-orders/" + id, driver.token()).good();
    }

    private void awaitState(String id, Driver driver, String state) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> order(id, driver).get("state").asString(), state::equals);
    }

    private static List<Long> energies(LiveClient live) {
        return live.heard(heard -> heard.type().equals("telemetry") && heard.energy() > 0).stream()
                .map(Heard::energy)
                .toList();
    }

    /** Any stretch of messages takes its seconds, but for what the network and two busy threads may squeeze together. */
    private static void assertAtMostOneASecond(List<Heard> telemetry) {
        for (int first = 0; first < telemetry.size(); first++) {
            for (int last = first + 1; last < telemetry.size(); last++) {
                long nanos = telemetry.get(last).arrivedNanos()
                        - telemetry.get(first).arrivedNanos();
                assertThat(Duration.ofNanos(nanos).plus(JITTER)).isGreaterThan(Duration.ofSeconds(last - first));
            }
        }
    }

    private static void assertLinesAddUp(JsonNode bill) {
        long sum = 0;
        long energy = 0;
        for (JsonNode line : bill.get("lines")) {
            assertThat(line.get("electricityFen").asLong()
                            + line.get("serviceFen").asLong())
                    .isEqualTo(line.get("totalFen").asLong());
            sum += line.get("totalFen").asLong();
            energy += line.get("energy").asLong();
        }
        assertThat(sum).isEqualTo(bill.get("payableFen").asLong());
        assertThat(energy).isEqualTo(bill.get("energy").asLong());
        assertThat(bill.get("electricityFen").asLong() + bill.get("serviceFen").asLong())
                .isEqualTo(sum);
    }

    /** Asked once: the answer is kept for ten seconds. */
    private void assertBooksRight() throws Exception {
        JsonNode check = rest.get("/api/v1/ledger/check", site.admin()).good();
        assertThat(check.get("right").asBoolean()).isTrue();
        for (String fault : List.of(
                "sumFen",
                "unbalancedJournals",
                "balancesOff",
                "holdsOff",
                "overdrawn",
                "holdsLeft",
                "holdsMissing",
                "billsUnbooked")) {
            assertThat(check.get("finding").get(fault).asLong()).as(fault).isZero();
        }
    }
}
