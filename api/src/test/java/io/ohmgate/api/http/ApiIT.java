package io.ohmgate.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.api.OhmgateApplication;
import io.ohmgate.api.account.Passwords;
import io.ohmgate.api.account.StaffUsers;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.security.RouteRule;
import io.ohmgate.api.security.RouteTable;
import io.ohmgate.api.security.StaffRole;
import io.ohmgate.api.testing.TestServers;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/** The whole application over real HTTP on a real database: who may do what, and what every misuse comes to. */
@SpringBootTest(
        classes = {OhmgateApplication.class, ApiIT.Forgotten.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "ohmgate.demo.enabled=false",
            "spring.rsocket.server.port=0",
            "ohmgate.pile.port=0",
            "ohmgate.sms.per-address-hourly=1000",
            "ohmgate.sms.per-prefix-daily=1000"
        })
@ContextConfiguration(initializers = TestServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class ApiIT {
    private static final Path DATA = freshDirectory();
    private static final String PASSWORD = "canary-password-7731";
    private static final String PHONE = "13912345601";

    @LocalServerPort
    private int port;

    @Autowired
    private List<RequestMappingInfoHandlerMapping> mappings;

    @Autowired
    private StaffUsers users;

    @Autowired
    private Passwords passwords;

    @Autowired
    private Database general;

    private Api api;
    private String admin;
    private String driver;
    private String otherAdmin;
    private final Map<StaffRole, String> staff = new EnumMap<>(StaffRole.class);

    /** An endpoint that somebody forgot to write a rule for. */
    @RestController
    static class Forgotten {
        @GetMapping("/api/v1/forgotten")
        String secret() {
            return "everything";
        }
    }

    @DynamicPropertySource
    static void data(DynamicPropertyRegistry registry) {
        registry.add("ohmgate.data-dir", DATA::toString);
    }

    private static Path freshDirectory() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "api-it")), "run-")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    void people() {
        api = new Api(port, DATA);
        admin = api.adminToken();
        driver = api.driverToken(PHONE);
        for (StaffRole role : StaffRole.values()) {
            String name = "it-" + role.name().toLowerCase(java.util.Locale.ROOT);
            api.post(
                    "/api/v1/staff",
                    admin,
                    "{\"username\":\"%s\",\"password\":\"%s\",\"role\":\"%s\"}".formatted(name, PASSWORD, role));
            staff.put(role, api.staffToken(name, PASSWORD));
        }
        otherAdmin = adminOfAnotherTenant();
    }

    private String adminOfAnotherTenant() {
        general.sql()
                .sql("INSERT INTO tenant (code, name, created_at) VALUES ('other', 'Other', :now)")
                .bind("now", Instant.now())
                .then()
                .block();
        Long tenant = general.sql()
                .sql("SELECT id FROM tenant WHERE code = 'other'")
                .map(row -> Objects.requireNonNull(row.get("id", Long.class)))
                .one()
                .block();
        String hash = passwords.hash(PASSWORD).block();
        users.create(Objects.requireNonNull(tenant), "it-other", Objects.requireNonNull(hash), StaffRole.ADMIN)
                .block();
        return api.staffToken("it-other", PASSWORD);
    }

    // ------------------------------------------------------------------ routes

    @Test
    void everyMappedRouteHasARuleAndTheForgottenOneIsFound() {
        assertThat(unruled()).containsExactly("GET /api/v1/forgotten");
    }

    @Test
    void theForgottenRouteIsDeniedToEverybody() {
        assertThat(api.get("/api/v1/forgotten", admin).status()).isEqualTo(404);
        assertThat(api.get("/api/v1/forgotten", null).body()).doesNotContain("everything");
    }

    private Set<String> unruled() {
        Set<String> missing = new TreeSet<>();
        mappings.forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(route -> addUnruled(route, missing)));
        return missing;
    }

    private static void addUnruled(RequestMappingInfo route, Set<String> missing) {
        for (PathPattern pattern : route.getPatternsCondition().getPatterns()) {
            for (RequestMethod verb : route.getMethodsCondition().getMethods()) {
                HttpMethod method = HttpMethod.valueOf(verb.name());
                if (RouteTable.declared(method, pattern.getPatternString()).isEmpty()
                        && !isALibrarys(pattern.getPatternString())) {
                    missing.add(verb + " " + pattern.getPatternString());
                }
            }
        }
    }

    /** Libraries map more than we offer; what of theirs is not in the table is denied like all else. */
    private static boolean isALibrarys(String pattern) {
        return pattern.startsWith("/openapi.json")
                || pattern.startsWith("/swagger-ui")
                || pattern.startsWith("/actuator");
    }

    @Test
    void whatLibrariesMapBesidesIsDenied() {
        for (String path : List.of("/actuator", "/actuator/env", "/openapi.json.yaml", "/v3/api-docs", "/webjars/x")) {
            assertThat(api.get(path, admin).status()).as(path).isEqualTo(404);
        }
        assertThat(api.get("/actuator/prometheus", null).status()).isEqualTo(401);
        assertThat(api.get("/actuator/prometheus", admin).status()).isEqualTo(200);
        assertThat(api.get("/actuator/health/liveness", null).status()).isEqualTo(200);
    }

    @Test
    void theOpenApiDocumentAndTheTableOfRoutesNameTheSameOperations() {
        var document = api.get("/openapi.json", null).json();
        Set<String> documented = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> documented.add(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        documented.remove("GET /api/v1/forgotten");
        Set<String> ruled = Stream.of(RouteRule.values())
                .filter(rule -> rule.pattern().getPatternString().startsWith("/api/"))
                .map(rule -> rule.method() + " " + rule.pattern().getPatternString())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(ruled);
        assertThat(document.path("openapi").asString()).startsWith("3.1");
        assertThat(document.path("info").path("title").asString())
                .contains("充电")
                .contains("charging");
        assertThat(document.at("/components/schemas/Problem/properties/code").isMissingNode())
                .isFalse();
    }

    @Test
    void thePageOfTheApiCanBeRead() {
        Api.Answer page = api.get("/swagger-ui/index.html", null);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src 'self'");
        assertThat(api.get("/openapi.json/swagger-config", null).status()).isEqualTo(200);
        assertThat(api.get("/docs", null).status()).isEqualTo(302);
    }

    // ------------------------------------------------------------------ who may what

    @Test
    void everyRouteAdmitsExactlyWhomTheTableNames() {
        List<String> wrong = new ArrayList<>();
        for (RouteRule rule : RouteRule.values()) {
            if (!rule.pattern().getPatternString().startsWith("/api/") || rule == RouteRule.LOGOUT) {
                continue;
            }
            check(rule, null, null, wrong);
            check(rule, driver, new Caller.Driver(1, 1, 1), wrong);
            staff.forEach((role, token) -> check(rule, token, new Caller.Staff(1, 1, "x", role, 1), wrong));
        }
        assertThat(wrong).isEmpty();
    }

    private void check(RouteRule rule, @Nullable String token, @Nullable Caller caller, List<String> wrong) {
        Api.Answer answer = api.call(rule.method().name(), examplePath(rule), token, "{}");
        boolean refused = answer.status() == 403
                || (answer.status() == 401 && answer.code().equals("UNAUTHENTICATED"));
        if (refused == rule.who().admits(caller) || answer.status() >= 500) {
            wrong.add(rule + " by " + caller + " gave " + answer.status() + " " + answer.body());
        }
    }

    private static String examplePath(RouteRule rule) {
        return rule.pattern()
                .getPatternString()
                .replace("{gunId}", "9999999999999901")
                .replace("{pileNo}", "99999999999999")
                .replaceAll("\\{[^}]*}", "999999999");
    }

    @Test
    void whatBelongsToAnotherTenantIsNotThere() {
        String station = station("IDOR");
        String pile = "44010600000001";
        api.csv(admin, pile + ",IDOR,名,DC,2,60\n");
        String tariff = tariff("idor");
        String driverId = driverId(PHONE);
        List<String[]> calls = List.of(
                new String[] {"GET", "/api/v1/stations/" + station, ""},
                new String[] {"PUT", "/api/v1/stations/" + station, stationJson("IDOR2")},
                new String[] {"POST", "/api/v1/stations/" + station + "/close", ""},
                new String[] {"PUT", "/api/v1/stations/" + station + "/tariff", "{\"tariffVersionId\":\"1\"}"},
                new String[] {"GET", "/api/v1/tariffs/" + tariff, ""},
                new String[] {"POST", "/api/v1/tariffs/" + tariff + "/versions", flatJson()},
                new String[] {"GET", "/api/v1/piles/" + pile, ""},
                new String[] {"POST", "/api/v1/piles/" + pile + "/disable", ""},
                new String[] {"GET", "/api/v1/guns/" + pile + "01", ""},
                new String[] {"GET", "/api/v1/drivers/" + driverId, ""},
                new String[] {"POST", "/api/v1/drivers/" + driverId + "/bar", "{\"reason\":\"x\"}"},
                new String[] {"POST", "/api/v1/drivers/" + driverId + "/credit", "{\"amountFen\":1,\"reason\":\"x\"}"});
        for (String[] call : calls) {
            Api.Answer foreign = api.call(call[0], call[1], otherAdmin, call[2]);
            assertThat(foreign.status()).as("%s %s", call[0], call[1]).isEqualTo(404);
            assertThat(foreign.code()).as("%s %s", call[0], call[1]).isEqualTo("NOT_FOUND");
        }
        assertThat(api.get("/api/v1/stations/" + station, admin)
                        .json()
                        .path("open")
                        .asBoolean())
                .isTrue();
        assertThat(api.get("/api/v1/piles/" + pile, admin)
                        .json()
                        .path("enabled")
                        .asBoolean())
                .isTrue();
        assertThat(api.get("/api/v1/stations", otherAdmin).json().path("items").size())
                .isZero();
        assertThat(api.csv(otherAdmin, pile + ",IDOR,名,DC,2,60\n")
                        .json()
                        .path("imported")
                        .asInt())
                .isZero();
    }

    // ------------------------------------------------------------------ tokens, passwords, codes

    @Test
    void aDisabledMemberOfStaffIsOutAtOnce() {
        String id = api.post(
                        "/api/v1/staff",
                        admin,
                        "{\"username\":\"it-leaver\",\"password\":\"" + PASSWORD + "\",\"role\":\"VIEWER\"}")
                .text("id");
        String token = api.staffToken("it-leaver", PASSWORD);
        assertThat(api.get("/api/v1/tariffs", token).status()).isEqualTo(200);
        assertThat(api.post("/api/v1/staff/" + id + "/disable", admin, "").status())
                .isEqualTo(200);
        assertThat(api.get("/api/v1/tariffs", token).status()).isEqualTo(401);
        assertThat(login("it-leaver", PASSWORD).code()).isEqualTo("LOGIN_FAILED");
    }

    @Test
    void aTokenThatWasLoggedOutOpensNothing() {
        String token = api.staffToken("it-viewer", PASSWORD);
        assertThat(api.post("/api/v1/auth/logout", token, "").status()).isEqualTo(204);
        assertThat(api.get("/api/v1/tariffs", token).code()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void wrongUnknownAndLockedAccountsAnswerAlike() {
        for (String name : List.of("it-finance", "nobody-at-all")) {
            for (int i = 0; i < 5; i++) {
                assertThat(login(name, "wrong-" + i).code()).isEqualTo("LOGIN_FAILED");
            }
            Api.Answer locked = login(name, "wrong-6");
            assertThat(locked.code()).isEqualTo("LOGIN_LOCKED");
            assertThat(locked.headers().firstValue("Retry-After")).isPresent();
        }
        assertThat(login("it-finance", PASSWORD).code()).isEqualTo("LOGIN_LOCKED");
    }

    @Test
    void ofTwentyCodesAskedForAtOnceOneIsSent() throws Exception {
        String phone = "13712345602";
        List<Integer> answers = atOnce(
                20,
                () -> api.post("/api/v1/auth/sms-codes", null, "{\"phone\":\"" + phone + "\"}")
                        .status());
        assertThat(answers.stream().filter(status -> status == 202)).hasSize(1);
        assertThat(answers.stream().filter(status -> status == 429)).hasSize(19);
        assertThat(api.codesFor(phone)).hasSize(1);
    }

    @Test
    void aCodeIsUsedOnceAndGuessedAtFiveTimes() {
        String phone = "13712345603";
        api.driverToken(phone);
        assertThat(smsLogin(phone, api.codeFor(phone)).code()).isEqualTo("SMS_CODE_WRONG");
        String guessed = "13712345604";
        api.post("/api/v1/auth/sms-codes", null, "{\"phone\":\"" + guessed + "\"}");
        String right = api.codeFor(guessed);
        String wrong = right.equals("000000") ? "000001" : "000000";
        for (int i = 0; i < 5; i++) {
            assertThat(smsLogin(guessed, wrong).code()).isEqualTo("SMS_CODE_WRONG");
        }
        assertThat(smsLogin(guessed, right).status()).isNotEqualTo(200);
    }

    @Test
    void theSameCodeAtOnceOpensOneDoor() throws Exception {
        String phone = "13712345605";
        api.post("/api/v1/auth/sms-codes", null, "{\"phone\":\"" + phone + "\"}");
        String code = api.codeFor(phone);
        List<Integer> answers = atOnce(5, () -> smsLogin(phone, code).status());
        assertThat(answers.stream().filter(status -> status == 200)).hasSize(1);
    }

    private Api.Answer login(String name, String password) {
        return api.post(
                "/api/v1/auth/login", null, "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}");
    }

    private Api.Answer smsLogin(String phone, String code) {
        return api.post("/api/v1/auth/sms-login", null, "{\"phone\":\"" + phone + "\",\"code\":\"" + code + "\"}");
    }

    // ------------------------------------------------------------------ problems

    @Test
    void everyMisuseIsAProblemWithItsCode() {
        assertProblem(api.get("/api/v1/nowhere", admin), 404, "NOT_FOUND");
        assertProblem(api.call("DELETE", "/api/v1/stations", admin, ""), 405, "METHOD_NOT_ALLOWED");
        assertProblem(api.post("/api/v1/stations", admin, "{"), 400, "BAD_JSON");
        assertProblem(api.post("/api/v1/stations", admin, "{\"tenantId\":2}"), 400, "UNKNOWN_PROPERTY");
        assertProblem(api.post("/api/v1/stations", admin, "{}"), 400, "INVALID_REQUEST");
        assertProblem(api.get("/api/v1/stations?limit=201", admin), 400, "INVALID_REQUEST");
        assertProblem(api.get("/api/v1/stations?limit=x", admin), 400, "INVALID_REQUEST");
        assertProblem(api.get("/api/v1/stations?cursor=!!", admin), 400, "INVALID_REQUEST");
        assertProblem(api.get("/api/v1/stations?lat=91&lon=0", admin), 400, "INVALID_REQUEST");
        assertProblem(api.get("/api/v1/stations", driver), 400, "INVALID_REQUEST");
        assertProblem(api.post("/api/v1/stations", admin, "\"" + "x".repeat(1_100_000) + "\""), 413, "BODY_TOO_LARGE");
        // A program for piles is larger than any other body may be.
        assertThat(api.send(api.request("/api/v1/firmware/files?name=big&version=V1&kind=DC", admin)
                                .header("Content-Type", "application/octet-stream")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1_100_000])))
                        .status())
                .isLessThan(300);
        assertProblem(
                api.send(api.request("/api/v1/stations", admin)
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("x"))),
                415,
                "MEDIA_TYPE_NOT_SUPPORTED");
        assertProblem(
                api.send(api.request("/api/v1/stations", admin)
                        .header("Accept", "application/xml")
                        .GET()),
                406,
                "NOT_ACCEPTABLE");
    }

    @Test
    void moneyIsAWholeNumberOrNothing() {
        String path = "/api/v1/drivers/" + driverId(PHONE) + "/credit";
        for (String amount : List.of("1.5", "\"100\"", "1e2", "true", "null", "99999999999999999999")) {
            Api.Answer answer = api.post(path, admin, "{\"amountFen\":" + amount + ",\"reason\":\"x\"}");
            assertThat(answer.status()).as(amount).isEqualTo(400);
        }
        assertProblem(api.post(path, admin, "{\"amountFen\":-1,\"reason\":\"x\"}"), 400, "INVALID_REQUEST");
        assertProblem(api.post(path, admin, "{\"amountFen\":1,\"amountFen\":2,\"reason\":\"x\"}"), 400, "BAD_JSON");
    }

    private static void assertProblem(Api.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).isEqualTo("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.text("nextAction")).isNotEmpty();
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("at io.");
    }

    // ------------------------------------------------------------------ money and idempotency

    @Test
    void aCreditAskedForTwentyTimesAtOnceIsBookedOnce() throws Exception {
        String phone = "13712345606";
        String token = api.driverToken(phone);
        String path = "/api/v1/drivers/" + driverId(phone) + "/credit";
        String body = "{\"amountFen\":700,\"reason\":\"test\"}";
        atOnce(20, () -> api.keyed(path, admin, "credit-key-1", body).status());
        assertThat(api.keyed(path, admin, "credit-key-1", body).status()).isEqualTo(200);
        assertThat(api.get("/api/v1/wallet", token).json().path("balanceFen").asLong())
                .isEqualTo(700);
        assertProblem(
                api.keyed(path, admin, "credit-key-1", "{\"amountFen\":701,\"reason\":\"test\"}"),
                422,
                "IDEMPOTENCY_KEY_REUSED");
        assertThat(api.get("/api/v1/wallet", token).json().path("balanceFen").asLong())
                .isEqualTo(700);
        assertThat(api.get("/api/v1/ledger/check", admin).json().path("right").asBoolean())
                .isTrue();
    }

    @Test
    void aStartNeedsAKeyAndARefusalNamesItsOneReason() {
        Api.Answer without = api.send(api.request("/api/v1/charging-orders", driver)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"gunId\":\"9999999999999901\"}")));
        assertProblem(without, 400, "IDEMPOTENCY_KEY_MISSING");
        assertProblem(
                api.post("/api/v1/charging-orders", driver, "{\"gunId\":\"9999999999999901\"}"), 404, "GUN_UNKNOWN");
        station("START");
        api.csv(admin, "44010600000009,START,名,DC,1,60\n");
        assertProblem(
                api.post("/api/v1/charging-orders", driver, "{\"gunId\":\"4401060000000901\"}"), 409, "PILE_OFFLINE");
        var gun = api.get("/api/v1/guns/4401060000000901", driver).json();
        assertThat(gun.at("/checks/canStart").asBoolean()).isFalse();
        assertThat(gun.at("/checks/reasons/0/code").asString()).isEqualTo("PILE_OFFLINE");
    }

    // ------------------------------------------------------------------ staff work

    @Test
    void everyChangeByStaffLeavesExactlyOneRowInTheAuditLog() {
        long before = auditRows();
        station("AUDIT");
        api.post("/api/v1/stations", admin, stationJson("AUDIT"));
        api.post("/api/v1/piles/12345678901234/disable", admin, "");
        assertThat(auditRows()).isEqualTo(before + 3);
        var newest = api.get("/api/v1/audit-log?limit=3", admin).json().path("items");
        assertThat(newest.get(0).path("result").asString()).isEqualTo("NOT_FOUND");
        assertThat(newest.get(1).path("result").asString()).isEqualTo("STATION_CODE_TAKEN");
        assertThat(newest.get(2).path("result").asString()).isEqualTo("OK");
    }

    private long auditRows() {
        return Objects.requireNonNull(general.sql()
                .sql("SELECT COUNT(*) AS n FROM audit_log")
                .map(row -> Objects.requireNonNull(row.get("n", Long.class)))
                .one()
                .block());
    }

    @Test
    void twentyThousandPilesAreImportedInTime() {
        station("BULK");
        StringBuilder file = new StringBuilder("pileNo,stationCode,name,kind,guns,ratedKw\n");
        for (int i = 0; i < 20_000; i++) {
            file.append("55%012d,BULK,桩 %d,DC,2,120\n".formatted(i, i));
        }
        file.append("55000000000001,BULK,again,DC,2,120\n").append("x,BULK,bad,DC,2,120\n");
        long began = System.nanoTime();
        Api.Answer answer = api.csv(admin, file.toString());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("rejected").size()).isGreaterThanOrEqualTo(1);
        assertThat(answer.json()
                        .path("rejected")
                        .path(answer.json().path("rejected").size() - 1)
                        .path("line")
                        .asLong())
                .isEqualTo(20_003);
        assertThat(took).isLessThan(Duration.ofSeconds(30));
        assertThat(api.get("/api/v1/piles/55000000019999", admin)
                        .json()
                        .path("guns")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void stationsNearAPointComeByDistanceOrByPriceAndPageStably() {
        String flat = flatJson();
        List<String> codes = List.of("NEAR1", "NEAR2", "NEAR3");
        for (int i = 0; i < codes.size(); i++) {
            String id = api.post(
                            "/api/v1/stations",
                            admin,
                            "{\"code\":\"%s\",\"name\":\"n\",\"lat\":10.00%d,\"lon\":20.0}".formatted(codes.get(i), i))
                    .text("id");
            String version = api.post(
                            "/api/v1/tariffs",
                            admin,
                            "{\"name\":\"near%d\",\"prices\":%s}"
                                    .formatted(i, flat.replace("80000", Integer.toString(80_000 - i))))
                    .text("id");
            api.call("PUT", "/api/v1/stations/" + id + "/tariff", admin, "{\"tariffVersionId\":\"" + version + "\"}");
        }
        assertThat(codesOf(api.get("/api/v1/stations?lat=10&lon=20&radius=5000", driver)))
                .containsExactly("NEAR1", "NEAR2", "NEAR3");
        Api.Answer first = api.get("/api/v1/stations?lat=10&lon=20&radius=5000&sort=price&limit=2", driver);
        assertThat(codesOf(first)).containsExactly("NEAR3", "NEAR2");
        assertThat(codesOf(api.get(
                        "/api/v1/stations?lat=10&lon=20&radius=5000&sort=price&limit=2&cursor="
                                + first.text("nextCursor"),
                        driver)))
                .containsExactly("NEAR1");
    }

    private static List<String> codesOf(Api.Answer answer) {
        return StreamSupport.stream(answer.json().path("items").spliterator(), false)
                .map(item -> item.path("code").asString())
                .toList();
    }

    // ------------------------------------------------------------------ nothing leaks

    @Test
    void noPasswordPhoneTokenOrCodeIsEverLogged(CapturedOutput output) {
        String phone = "13712399887";
        String token = api.driverToken(phone);
        String code = api.codeFor(phone);
        login("it-operator", "canary-wrong-4242");
        api.post(
                "/api/v1/auth/sms-login", null, "{\"phone\":\"" + phone + "\",\"code\":\"canary\",\"x\":\"canary-x\"}");
        api.get("/api/v1/wallet", token + "canary");
        api.get("/api/v1/drivers?phone=" + phone, admin);
        assertThat(output.getAll())
                .doesNotContain(phone, token, PASSWORD, "canary", admin)
                .doesNotContainPattern("\\b" + code + "\\b");
        String stored = Objects.requireNonNull(general.sql()
                .sql("SELECT CONCAT(HEX(phone_encrypted), HEX(phone_hash)) AS kept FROM driver ORDER BY id DESC"
                        + " LIMIT 1")
                .map(row -> Objects.requireNonNull(row.get("kept", String.class)))
                .one()
                .block());
        assertThat(stored)
                .doesNotContain(java.util.HexFormat.of()
                        .withUpperCase()
                        .formatHex(phone.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    // ------------------------------------------------------------------ helpers

    private String station(String code) {
        return api.post("/api/v1/stations", admin, stationJson(code)).text("id");
    }

    private static String stationJson(String code) {
        return "{\"code\":\"%s\",\"name\":\"站\",\"lat\":39.9,\"lon\":116.4}".formatted(code);
    }

    private String tariff(String name) {
        return api.post("/api/v1/tariffs", admin, "{\"name\":\"%s\",\"prices\":%s}".formatted(name, flatJson()))
                .text("tariffId");
    }

    private static String flatJson() {
        return "{\"flat\":{\"electricity\":80000,\"service\":40000}}";
    }

    private String driverId(String phone) {
        return api.get("/api/v1/drivers?phone=" + phone, admin)
                .json()
                .at("/items/0/id")
                .asString();
    }

    private static <T> List<T> atOnce(int times, java.util.concurrent.Callable<T> call) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                running.add(threads.submit(call));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }
}
