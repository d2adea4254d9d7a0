package io.ohmgate.api.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.ohmgate.api.e2e.Rest.Answer;
import io.ohmgate.api.e2e.Site.Driver;
import io.ohmgate.api.testing.TestServers;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.battery.Battery;
import io.ohmgate.simulator.battery.BatteryPack;
import io.ohmgate.simulator.battery.Vehicle;
import io.ohmgate.simulator.link.FleetOptions;
import io.ohmgate.simulator.link.FrameTap;
import io.ohmgate.simulator.link.PileFleet;
import io.ohmgate.simulator.link.PilePlan;
import io.ohmgate.simulator.pile.PileView;
import io.ohmgate.simulator.pile.StartAtPile;
import io.ohmgate.simulator.scenario.Certification;
import io.ohmgate.simulator.scenario.Opposite;
import io.ohmgate.simulator.scenario.Scenario;
import io.ohmgate.simulator.scenario.Scenario.Side;
import io.ohmgate.simulator.scenario.ScenarioLibrary;
import io.ohmgate.simulator.scenario.Verdict;
import io.ohmgate.simulator.script.PileScript;
import io.ohmgate.ykc.message.FrameType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The whole table of types, said and heard between the running product and simulated piles; and the book's scenarios. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryFrameIT {
    private static final PileNo FIRST = new PileNo("32010699030001");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration SLOW = Duration.ofSeconds(150);
    private static final Set<String> NOT_YET = Set.of("PILE_OFFLINE", "GUN_NOT_PLUGGED", "PILE_TARIFF_NOT_READY");
    private static final String SECOND_PASSWORD = "second-person-4711";
    private static final int ACTORS = 6;
    private static final long CREDIT_MAX_FEN = 1_000_000;
    /** Scenarios that need nobody at the platform and are played here; the others say why not. */
    private static final Map<String, String> NOT_HERE = Map.of(
            "7.6-silence", "lasts two minutes; the order machine has its own test",
            "PL3-mute", "lasts a minute; FaultMatrixTest has it on a socket of its own",
            "PL8-flapping", "its ban would hold off the others, who come from the same address");

    private final Set<FrameType> seen = ConcurrentHashMap.newKeySet();
    private RunningProduct product;
    private RunningProduct.Place place;
    private Rest rest;
    private Site site;
    private PileFleet fleet;
    private String second;
    /** Whose cards all charges at the piles are: only so many codes go to one address in an hour. */
    private Driver cardDriver;

    @BeforeAll
    void open() throws Exception {
        int ftp = TestServers.freePort() + 1_500;
        place = RunningProduct.Place.fresh(
                "every-frame",
                "--ohmgate.firmware.host=127.0.0.1",
                "--ohmgate.firmware.port=" + ftp,
                "--ohmgate.firmware.data-port-from=" + (ftp + 1),
                "--ohmgate.start.active-orders-max=60");
        product = RunningProduct.start(place).ready();
        rest = product.rest();
        List<Scenario> scenarios = played();
        site = Site.open(rest, FIRST, ACTORS + scenarios.size());
        rest.put(
                        "/api/v1/stations/" + site.stationId() + "/start-rule",
                        site.admin(),
                        Map.of("takesCards", true, "takesVehicles", true))
                .good();
        rest.post(
                        "/api/v1/staff",
                        site.admin(),
                        Map.of("username", "second", "password", SECOND_PASSWORD, "role", "OPERATOR"))
                .good();
        second = rest.post("/api/v1/auth/login", null, Map.of("username", "second", "password", SECOND_PASSWORD))
                .good()
                .get("accessToken")
                .asString();
        cardDriver = site.driver("13900030002", CREDIT_MAX_FEN);
        for (int i = 0; i < 3; i++) {
            credit(cardDriver, CREDIT_MAX_FEN);
        }
        fleet = PileFleet.start(FleetOptions.to("127.0.0.1", place.pilePort(), 11), plans(), tap());
        await().atMost(SOON).until(() -> fleet.statistics().online() == ACTORS);
    }

    private List<PilePlan> plans() {
        List<PilePlan> plans = new ArrayList<>();
        for (int i = 0; i < ACTORS; i++) {
            plans.add(PilePlan.good(site.piles().get(i), PileScript.nobody()));
        }
        plans.set(0, plans.get(0).with("groundLocks").with("otaTakes=3"));
        plans.set(1, plans.get(1).with("protocolVersion=1.7"));
        plans.set(2, plans.get(2).with("protocolVersion=1.4"));
        plans.set(3, plans.get(3).with("startFails"));
        return plans;
    }

    private FrameTap tap() {
        return (PileNo pileNo, boolean up, ByteBuf frame) -> {
            FrameType type = FrameType.ofCode(frame.getUnsignedByte(frame.readerIndex() + 5));
            if (type != null && type.isUplink() == up) {
                seen.add(type);
            }
        };
    }

    private PileNo pile(int index) {
        return site.piles().get(index).pileNo();
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
    void everyTypeOfTheTableIsSaidAndHeard() throws Exception {
        aChargeByTheApp();
        chargesByCard();
        twoGunsTogether();
        cardsForTimesWithoutALink();
        operations();
        newFirmware();

        Set<FrameType> missing = EnumSet.allOf(FrameType.class);
        await().atMost(SLOW).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            missing.removeAll(seen);
            assertThat(missing).as("types that were not said").isEmpty();
        });
    }

    private void aChargeByTheApp() throws Exception {
        Driver driver = site.driver("13900030001", 20_000);
        GunId gun = pile(0).gun(1);
        plug(gun);
        String order = start(driver, Map.of("gunId", gun.digits()));
        awaitState(order, driver, "CHARGING");
        credit(driver, 5_000);
        awaitSeen(FrameType.BALANCE_UPDATE_REPLY);
        rest.post("/api/v1/charging-orders/" + order + "/stop", driver.token(), Map.of())
                .good();
        awaitState(order, driver, "SETTLED");
    }

    private void credit(Driver driver, long fen) throws Exception {
        Map<String, Object> credit = Map.of("amountFen", fen, "reason", "test");
        rest.post("/api/v1/drivers/" + driver.id() + "/credit", site.admin(), credit)
                .good();
    }

    private void plug(GunId gun) {
        fleet.plug(gun).toCompletableFuture().join();
    }

    private String start(Driver driver, Map<String, Object> request) {
        Answer answer = await().atMost(SOON)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> rest.post("/api/v1/charging-orders", driver.token(), request),
                        found -> !NOT_YET.contains(found.code()));
        return answer.good().get("id").asString();
    }

    private void awaitState(String id, Driver driver, String state) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> rest.get("/api/v1/charging-orders/" + id, driver.token())
                                .good()
                                .get("state")
                                .asString(),
                        state::equals);
    }

    private void awaitSeen(FrameType type) {
        await().alias("" + type).atMost(SOON).until(() -> seen.contains(type));
    }

    /** Asked again under the same key if the database, busy with others, does not answer in time. */
    private String card(String number) {
        Map<String, Object> card = Map.of("cardNo", number, "driverId", cardDriver.id());
        Answer answer = await().atMost(SOON)
                .until(
                        () -> rest.post("/api/v1/cards", site.admin(), "card-" + number, card),
                        found -> found.status() != 503);
        return answer.good().get("id").asString();
    }

    /** A record of V1.7, one of V1.4, a handshake that fails, and a battery that has enough. */
    private void chargesByCard() throws Exception {
        for (int i = 1; i <= 3; i++) {
            String number = "00000000D20000%02d".formatted(i);
            card(number);
            GunId gun = pile(i).gun(1);
            plug(gun);
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            fleet.swipe(gun, number).toCompletableFuture().join();
        }
        card("00000000D2000004");
        GunId gun = pile(5).gun(1);
        Battery half = Battery.at(BatteryPack.FAMILY_CAR, 500, Battery.MILD_CELSIUS);
        fleet.plug(gun, new Vehicle("LOHM0000000000009", half, 503))
                .toCompletableFuture()
                .join();
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        fleet.swipe(gun, "00000000D2000004").toCompletableFuture().join();
        awaitSeen(FrameType.BMS_ABORT);
        for (int i = 1; i <= 2; i++) {
            fleet.unplug(pile(i).gun(1)).toCompletableFuture().join();
        }
        awaitSeen(FrameType.TRADE_RECORD_V14);
        awaitSeen(FrameType.TRADE_RECORD_V17);
    }

    private void twoGunsTogether() throws Exception {
        Driver driver = cardDriver;
        GunId one = pile(4).gun(1);
        GunId two = pile(4).gun(2);
        plug(one);
        plug(two);
        String order = start(driver, Map.of("gunId", one.digits(), "alsoGunId", two.digits()));
        awaitState(order, driver, "CHARGING");
        rest.post("/api/v1/charging-orders/" + order + "/stop", driver.token(), Map.of())
                .good();
        awaitState(order, driver, "SETTLED");

        card("00000000D2000005");
        fleet.identifyInParallel(List.of(one, two), StartAtPile.card("00000000D2000005"))
                .toCompletableFuture()
                .join();
        awaitSeen(FrameType.PARALLEL_CONFIRM);
    }

    private void cardsForTimesWithoutALink() throws Exception {
        String id = card("00000000D2000006");
        String path = "/api/v1/piles/" + pile(0) + "/cards";
        rest.post(path, site.admin(), Map.of("cardIds", List.of(id))).good();
        awaitSeen(FrameType.CARD_SYNC_REPLY);
        rest.post(path + "/check", site.admin(), Map.of()).good();
        awaitSeen(FrameType.CARD_QUERY_REPLY);
        rest.post(path + "/clear", site.admin(), Map.of("cardIds", List.of(id))).good();
        awaitSeen(FrameType.CARD_CLEAR_REPLY);
    }

    private void operations() throws Exception {
        operate(Map.of("kind", "WORK_MODE", "locked", false, "maxPowerPercent", 90), FrameType.WORK_PARAM_REPLY);
        operate(Map.of("kind", "READ_GUN", "gunNo", 1), FrameType.READ_REALTIME);
        operate(Map.of("kind", "SYNC_CLOCK"), FrameType.TIME_SYNC_REPLY);
        operate(Map.of("kind", "GROUND_LOCK", "gunNo", 2, "raise", true), FrameType.GROUND_LOCK_REPLY);
        operate(Map.of("kind", "QR_PREFIX", "text", "https://e.test/?No="), FrameType.QR_PREFIX_REPLY);
        operate(
                Map.of("kind", "GUN_QR", "gunNo", 1, "text", "https://e.test/1", "withPileNo", true),
                FrameType.GUN_QR_CODE);
        operate(
                Map.of("kind", "GUN_QR", "gunNo", 2, "text", "https://e.test/2", "withPileNo", false),
                FrameType.PILELESS_GUN_QR_CODE);
        operate(Map.of("kind", "PUSH_TARIFF"), FrameType.BILLING_SET_REPLY);
        operate(Map.of("kind", "REBOOT", "whenIdle", false), FrameType.REBOOT_REPLY);
    }

    private void operate(Map<String, Object> operation, FrameType until) throws Exception {
        Answer answer = rest.post("/api/v1/piles/" + pile(0) + "/operations", site.admin(), operation);
        assertThat(answer.status()).as("%s: %s", operation, answer.body()).isEqualTo(202);
        awaitSeen(until);
    }

    private void newFirmware() throws Exception {
        byte[] program = "a program".getBytes(StandardCharsets.UTF_8);
        String file = rest.postBytes("/api/v1/firmware/files?name=e2e&version=V2&kind=DC", site.admin(), program)
                .good()
                .get("fileId")
                .asString();
        String campaign = rest.post(
                        "/api/v1/firmware/campaigns",
                        site.admin(),
                        Map.of("name", "V2", "fileId", file, "pileNos", List.of(pile(0).digits())))
                .good()
                .get("campaignId")
                .asString();
        rest.post("/api/v1/firmware/campaigns/" + campaign + "/approve", second, Map.of())
                .good();
        await().atMost(SLOW)
                .until(() -> fleet.pile(pile(0))
                        .toCompletableFuture()
                        .thenApply(PileView::softwareVersion)
                        .join()
                        .equals("OHM1.1"));
    }

    // The book's scenarios

    /** Each scenario that needs nobody on the platform's side. */
    private static List<Scenario> played() {
        return ScenarioLibrary.all().stream()
                .filter(each -> each.certifies() == Side.PLATFORM && !each.asks())
                .filter(each -> !NOT_HERE.containsKey(each.name()))
                .toList();
    }

    @Test
    void theProductKeepsToTheBookInEveryScenarioThatNeedsNobody() throws Exception {
        List<Scenario> scenarios = played();
        Map<String, Future<Verdict>> verdicts = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(scenarios.size())) {
            for (int i = 0; i < scenarios.size(); i++) {
                String card = "00000000D30000%02d".formatted(i);
                card(card);
                Opposite opposite =
                        new Opposite("127.0.0.1", place.pilePort(), pile(ACTORS + i), 7, Map.of("card", card));
                Scenario scenario = scenarios.get(i);
                verdicts.put(
                        scenario.name(),
                        threads.submit(() -> new Certification(opposite, null, InstantSource.system()).play(scenario)));
            }
        }
        Map<String, String> failed = new LinkedHashMap<>();
        for (Map.Entry<String, Future<Verdict>> each : verdicts.entrySet()) {
            if (each.getValue().get().failed()) {
                failed.put(each.getKey(), each.getValue().get().reason());
            }
        }
        assertThat(failed.entrySet().stream()
                        .map(each -> each.getKey() + ": " + each.getValue())
                        .collect(Collectors.joining("\n")))
                .isEmpty();
    }
}
