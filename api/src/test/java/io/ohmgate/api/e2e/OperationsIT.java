package io.ohmgate.api.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.api.testing.TestServers;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.message.GroundLockCommand;
import io.ohmgate.ykc.message.GroundLockReply;
import io.ohmgate.ykc.message.GroundLockReport;
import io.ohmgate.ykc.message.Ota;
import io.ohmgate.ykc.message.OtaReply;
import io.ohmgate.ykc.message.QrPrefix;
import io.ohmgate.ykc.message.QrPrefixReply;
import io.ohmgate.ykc.message.WorkParam;
import io.ohmgate.ykc.message.WorkParamReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** What operators do to piles, from the HTTP call to the frame and back, on the running product. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperationsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PASSWORD = "second-person-4711";
    private static final byte[] PROGRAM = "a program for piles, v9".getBytes(StandardCharsets.UTF_8);

    private RunningProduct.Place place;
    private RunningProduct product;
    private Rest rest;
    private Site site;
    private String admin;
    private String second;
    private PileNo first;

    @BeforeAll
    void starts() throws Exception {
        int ftp = TestServers.freePort() + 1_400;
        place = RunningProduct.Place.fresh(
                "operations",
                "--ohmgate.firmware.host=127.0.0.1",
                "--ohmgate.firmware.port=" + ftp,
                "--ohmgate.firmware.data-port-from=" + (ftp + 1),
                "--ohmgate.qr.base-url=https://charge.test/g/");
        product = RunningProduct.start(place).ready();
        rest = product.rest();
        first = new PileNo("32010600019201");
        site = Site.open(rest, first, 3);
        admin = site.admin();
        rest.post("/api/v1/staff", admin, Map.of("username", "second", "password", PASSWORD, "role", "OPERATOR"))
                .good();
        second = rest.post("/api/v1/auth/login", null, Map.of("username", "second", "password", PASSWORD))
                .good()
                .get("accessToken")
                .asString();
    }

    @AfterAll
    void ends() {
        product.close();
    }

    @Test
    @Order(1)
    void aLockGoesFromTheCallToTheFrameAndBackAndEachStepIsKept() throws Exception {
        try (WirePile pile = WirePile.logsIn(first, place.pilePort())) {
            String id = operate(Map.of("kind", "WORK_MODE", "locked", true, "maxPowerPercent", 80));
            assertThat(pile.hears(WorkParam.class)).isEqualTo(new WorkParam(first, WorkParam.LOCKED, 80));
            pile.says(new WorkParamReply(first, 1));
            JsonNode done = becomes(id, "ACKED");
            assertThat(done.get("finished").asBoolean()).isTrue();
            assertThat(done.get("steps").size()).isEqualTo(3);
            assertThat(done.get("requestedBy").asString()).startsWith("staff:");
            JsonNode controls = controls();
            assertThat(controls.get("workMode").get("locked").asBoolean()).isTrue();
            assertThat(controls.get("workMode").get("maxPowerPercent").asInt()).isEqualTo(80);
            assertThat(Math.abs(controls.get("clock").get("driftMs").asLong())).isLessThan(5_000);

            String lock = operate(Map.of("kind", "GROUND_LOCK", "gunNo", 2, "raise", true));
            pile.hears(GroundLockCommand.class);
            pile.says(new GroundLockReply(first, 2, 1, "00000000"));
            becomes(lock, "ACKED");
            pile.says(new GroundLockReport(first, 2, 0x55, 0x00, 15, 0x00, "00000000"));
            becomes(lock, "DONE");
            JsonNode arm = controls().get("groundLocks").get(0);
            assertThat(arm.get("position").asString()).isEqualTo("RAISED");
            assertThat(arm.get("batteryLow").asBoolean()).isTrue();
        }
    }

    @Test
    @Order(2)
    void whatAKindNeedsMustBeThereAndWhatItDoesNotMustNot() throws Exception {
        String path = "/api/v1/piles/" + first + "/operations";
        assertThat(rest.post(path, admin, Map.of("kind", "GROUND_LOCK", "raise", true))
                        .code())
                .isEqualTo("INVALID_REQUEST");
        assertThat(rest.post(path, admin, Map.of("kind", "SYNC_CLOCK", "raise", true))
                        .code())
                .isEqualTo("INVALID_REQUEST");
        assertThat(rest.post(path, admin, Map.of("kind", "WORK_MODE", "locked", true, "maxPowerPercent", 29))
                        .code())
                .isEqualTo("INVALID_REQUEST");
        assertThat(rest.post(path, admin, Map.of("kind", "UPDATE_FIRMWARE")).code())
                .isEqualTo("INVALID_REQUEST");
    }

    @Test
    @Order(3)
    void whatWaitsForAPileSurvivesAKilledProductAndGoesOutAtTheNextLogin() throws Exception {
        String id = operate(Map.of("kind", "WORK_MODE", "locked", false));
        assertThat(rest.post(
                                "/api/v1/piles/" + first + "/operations",
                                admin,
                                Map.of("kind", "WORK_MODE", "locked", true))
                        .code())
                .isEqualTo("OPERATION_OPEN");
        rest.put(
                        "/api/v1/piles/" + first + "/qr",
                        admin,
                        Map.of("form", "PREFIX_GUN", "text", "https://screen.test/q?No="))
                .good();
        product.kill();
        product = RunningProduct.start(place).ready();
        rest = product.rest();
        assertThat(operation(id).get("status").asString()).isEqualTo("WAITING");
        try (WirePile pile = WirePile.logsIn(first, place.pilePort())) {
            assertThat(pile.hears(WorkParam.class)).isEqualTo(new WorkParam(first, WorkParam.ALLOWED, 100));
            pile.says(new WorkParamReply(first, 1));
            becomes(id, "ACKED");
        }
        try (WirePile again = WirePile.logsIn(first, place.pilePort())) {
            QrPrefix prefix = again.hears(QrPrefix.class);
            assertThat(prefix.qrPrefix()).isEqualTo("https://screen.test/q?No=");
            again.says(new QrPrefixReply(first, 0));
        }
    }

    @Test
    @Order(4)
    void aProgramIsApprovedBySomebodyElseFetchedOnceAndItsPasswordIsNowhere() throws Exception {
        String file = rest.postBytes("/api/v1/firmware/files?name=main&version=V9&kind=DC", admin, PROGRAM)
                .good()
                .get("fileId")
                .asString();
        String campaign = rest.post(
                        "/api/v1/firmware/campaigns",
                        admin,
                        Map.of("name", "V9", "fileId", file, "pileNos", List.of(first.digits())))
                .good()
                .get("campaignId")
                .asString();
        String path = "/api/v1/firmware/campaigns/" + campaign;
        assertThat(rest.post(path + "/approve", admin, Map.of()).code()).isEqualTo("CAMPAIGN_SAME_PERSON");
        try (WirePile pile = WirePile.logsIn(first, place.pilePort())) {
            rest.post(path + "/approve", second, Map.of()).good();
            Ota ota = pile.hears(Ota.class);
            String password = Objects.requireNonNull(ota.password());
            FtpFetch fetch = new FtpFetch(
                    Objects.requireNonNull(ota.serverAddress()),
                    Objects.requireNonNull(ota.serverPort()),
                    Objects.requireNonNull(ota.username()),
                    password);
            assertThat(fetch.file(Objects.requireNonNull(ota.filePath()))).isEqualTo(PROGRAM);
            assertThat(fetch.login()).startsWith("530");
            pile.says(new OtaReply(first, 0));
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> "FINISHED"
                            .equals(rest.get(path, admin).good().get("status").asString()));
            String piles = rest.get(path + "/piles", admin).good().toString();
            assertThat(piles).contains("DONE");
            String seen = piles
                    + rest.get("/api/v1/operations?pileNo=" + first, admin).good()
                    + rest.get("/api/v1/audit-log", admin).good()
                    + rest.get("/api/v1/piles/" + first + "/frames", admin).body()
                    + rest.get("/api/v1/frame-log?pileNo=" + first, admin).body()
                    + product.output();
            assertThat(seen)
                    .doesNotContain(password)
                    .doesNotContain(
                            HexFormat.of().withUpperCase().formatHex(password.getBytes(StandardCharsets.US_ASCII)))
                    .doesNotContain(Objects.requireNonNull(ota.username()));
        }
    }

    @Test
    @Order(5)
    void theOverviewOfAVersionSaysWhoHoldsItAndWhoIsAway() throws Exception {
        JsonNode version =
                rest.get("/api/v1/tariffs", admin).good().get("items").get(0);
        String path = "/api/v1/tariffs/versions/" + version.get("id").asString() + "/delivery";
        try (WirePile pile = WirePile.logsIn(first, place.pilePort())) {
            pile.says(new io.ohmgate.ykc.message.BillingRequest(first));
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> rest.get(path, admin)
                                    .good()
                                    .get("counts")
                                    .path("HELD")
                                    .asInt(0)
                            == 1);
            JsonNode seen = rest.get(path, admin).good();
            assertThat(seen.get("piles").asInt()).isEqualTo(3);
            assertThat(seen.get("counts").get("OFFLINE").asInt()).isEqualTo(2);
            assertThat(seen.get("complete").asBoolean()).isFalse();
        }
    }

    @Test
    @Order(6)
    void aHundredCodesOfSixFormsLeadToTheirGunOrSayClearlyThatTheyDoNot() throws Exception {
        PileNo other = site.piles().get(1).pileNo();
        rest.put(
                        "/api/v1/piles/" + other + "/qr",
                        admin,
                        Map.of("form", "GUN_URL", "text", "https://screen.test/{pileNo}?gun={gunNo}"))
                .good();
        rest.post("/api/v1/qr/masks", admin, Map.of("name", "cec", "mask", "hlht://{gun}.MA005DBW1*"))
                .good();
        String driver = rest.loginAsDriver("13900000077");
        List<Sample> samples = new ArrayList<>();
        for (int gun = 1; gun <= 2; gun++) {
            String id = first.gun(gun).digits();
            for (int i = 0; i < 5; i++) {
                samples.add(new Sample(id, id, "PLAIN"));
                samples.add(new Sample(first + "-" + gun, id, "PLAIN"));
                samples.add(new Sample("https://charge.test/g/" + id + "?n=" + i, id, "OWN_URL"));
                samples.add(new Sample("HTTPS://Charge.Test/g/" + id, id, "OWN_URL"));
                samples.add(new Sample("https://screen.test/q?No=" + id, id, "PILE_PREFIX"));
                samples.add(new Sample("hlht://" + id + ".MA005DBW1/" + i, id, "MASK"));
                String second9e = other.gun(gun).digits();
                samples.add(new Sample("https://screen.test/" + other + "?gun=0" + gun, second9e, "GUN_URL"));
                samples.add(new Sample("https://elsewhere.test/q?No=" + id, null, "QR_NOT_OURS"));
                samples.add(new Sample("hlht://" + id + ".MA999" + i, null, "QR_NOT_OURS"));
                samples.add(new Sample("9" + id.substring(1), null, "QR_NOT_OURS"));
            }
        }
        assertThat(samples).hasSize(100);
        for (Sample sample : samples) {
            long began = System.nanoTime();
            Rest.Answer answer = rest.post("/api/v1/qr/resolve", driver, Map.of("text", sample.text()));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
            if (sample.gunId() == null) {
                assertThat(answer.code()).as(sample.text()).isEqualTo(sample.form());
            } else {
                assertThat(answer.good().get("gunId").asString())
                        .as(sample.text())
                        .isEqualTo(sample.gunId());
                assertThat(answer.body().get("form").asString())
                        .as(sample.text())
                        .isEqualTo(sample.form());
            }
        }
        rest.post("/api/v1/piles/" + other + "/disable", admin, Map.of()).good();
        assertThat(rest.post(
                                "/api/v1/qr/resolve",
                                driver,
                                Map.of("text", other.gun(1).digits()))
                        .code())
                .isEqualTo("QR_NOT_IN_SERVICE");
        assertThat(rest.post("/api/v1/qr/resolve", driver, Map.of("text", first.digits()))
                        .good()
                        .get("choices")
                        .size())
                .isEqualTo(2);
    }

    private record Sample(
            String text, @org.jspecify.annotations.Nullable String gunId, String form) {}

    private String operate(Map<String, Object> operation) throws Exception {
        return rest.post("/api/v1/piles/" + first + "/operations", admin, operation)
                .good()
                .get("operationId")
                .asString();
    }

    private JsonNode operation(String id) throws Exception {
        return rest.get("/api/v1/operations/" + id, admin).good();
    }

    private JsonNode controls() throws Exception {
        return rest.get("/api/v1/piles/" + first + "/controls", admin).good();
    }

    private JsonNode becomes(String id, String status) throws Exception {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> status.equals(operation(id).get("status").asString()));
        return operation(id);
    }
}
