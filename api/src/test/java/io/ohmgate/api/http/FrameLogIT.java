package io.ohmgate.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.ohmgate.api.OhmgateApplication;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.testing.TestServers;
import io.ohmgate.ykc.describe.FrameDescriber;
import io.ohmgate.ykc.describe.FrameDescription;
import io.ohmgate.ykc.frame.Crc16;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a pile says on a real socket, found and read over HTTP: masked, escaped, exported and played back. */
@SpringBootTest(
        classes = OhmgateApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"ohmgate.demo.enabled=false", "spring.rsocket.server.port=0", "ohmgate.pile.port=0"})
@ContextConfiguration(initializers = TestServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrameLogIT {
    private static final Path DATA = freshDirectory();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PILE = "32010600019236";
    private static final String CARD = "D14B0A54";
    private static final String VIN = "LGAG4PY33S6013235";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final JsonMapper JSON = JsonMapper.shared();

    @LocalServerPort
    private int port;

    @Autowired
    private Environment environment;

    @Autowired
    private Database general;

    private Api api;
    private String admin;

    @DynamicPropertySource
    static void data(DynamicPropertyRegistry registry) {
        registry.add("ohmgate.data-dir", DATA::toString);
    }

    private static Path freshDirectory() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "frames-it")), "run-")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    void aPileSaysManyThings() throws IOException {
        api = new Api(port, DATA);
        admin = api.adminToken();
        api.post(
                "/api/v1/stations",
                admin,
                "{\"code\":\"f\",\"name\":\"报文站\",\"lat\":32.05,\"lon\":118.78,\"open\":true}");
        Api.Answer created = api.post(
                "/api/v1/piles",
                admin,
                "{\"pileNo\":\"%s\",\"stationCode\":\"f\",\"name\":\"桩\",\"kind\":\"DC\",\"guns\":1,\"ratedKw\":120}"
                        .formatted(PILE));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        try (Socket pile = dial()) {
            say(pile, 0x01, login());
            hear(pile);
            say(pile, 0x13, realtime("0000"));
            say(pile, 0x13, realtime("4000"));
            say(pile, 0x31, swipe());
            hear(pile);
            byte[] bad = HEX.parseHex(frame(0x03, PILE + "0100"));
            bad[bad.length - 1] ^= 0x11;
            pile.getOutputStream().write(bad);
            say(pile, 0x03, PILE + "0100");
            await().atMost(SOON)
                    .until(() -> frames("?type=0x31").size() == 1
                            && frames("?type=0x13").size() == 2);
        }
    }

    @Test
    void aSwipeIsReadFieldByFieldAndItsCardAndVehicleAreMasked() {
        JsonNode swipe = frames("?type=0x31&direction=UP").get(0);
        assertThat(swipe.get("name").asString()).isEqualTo("pileStartRequest");
        assertThat(swipe.get("nameZh").asString()).isEqualTo("充电桩主动申请启动充电");
        assertThat(swipe.get("fields").get("pileNo").asString()).isEqualTo(PILE);
        assertThat(swipe.get("fields").get("accountOrCard").asString()).isEqualTo("************0A54");
        assertThat(swipe.get("crc").get("valid").asBoolean()).isTrue();
        assertThat(swipe.get("masked").toString()).contains("accountOrCard", "password", "vinWire");
        assertThat(swipe.get("durable").asBoolean()).isTrue();
    }

    @Test
    void neitherTheDatabaseNorAnyAnswerHasTheCardTheVehicleOrThePassword() {
        String backwards = new StringBuilder(VIN).reverse().toString();
        String everything = api.get(path("?limit=200"), admin).body()
                + api.get(path("/export"), admin).body();
        for (String canary : List.of(CARD, VIN, backwards, hex(VIN), hex(backwards), hex("0f1e2d3c4b5a6978"))) {
            assertThat(everything).doesNotContain(canary);
            assertThat(Objects.requireNonNull(general.sql()
                            .sql("SELECT COUNT(*) AS n FROM frame_log WHERE HEX(frame) LIKE '%" + canary + "%'")
                            .map(row -> row.get("n", Long.class))
                            .one()
                            .block()))
                    .isZero();
        }
    }

    @Test
    void controlCharactersInAProgramVersionAreEscaped() {
        Api.Answer answer = api.get(path("?type=0x01"), admin);
        assertThat(answer.body().chars().filter(c -> c < 0x20)).isEmpty();
        assertThat(answer.json()
                        .get("items")
                        .get(0)
                        .get("fields")
                        .get("softwareVersion")
                        .asString())
                .isEqualTo("v\r\n\u001b[2J");
    }

    @Test
    void whatWasNotUnderstoodIsThereTooAndHeartbeatsWhileMemoryHasThem() {
        List<JsonNode> heartbeats = frames("?type=0x03").valueStream().toList();
        assertThat(heartbeats).anyMatch(frame -> !frame.get("crc").get("valid").asBoolean());
        assertThat(heartbeats)
                .anyMatch(frame -> frame.get("acceptable").asBoolean()
                        && !frame.get("durable").asBoolean());
    }

    @Test
    void pagesFollowEachOtherWithoutAGapOrARepetition() {
        Api.Answer first = api.get(path("?limit=2"), admin);
        String cursor = first.json().get("nextCursor").asString();
        Api.Answer second = api.get(path("?limit=2&cursor=" + cursor), admin);
        List<String> ids = Stream.of(first, second)
                .flatMap(page -> page.json().get("items").valueStream())
                .map(frame -> frame.get("id").asString())
                .toList();
        assertThat(ids).hasSize(4).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void anExportIsPlayedBackAndAnswered() throws IOException {
        Api.Answer export = api.get(path("/export"), admin);
        assertThat(export.status()).isEqualTo(200);
        assertThat(export.headers().firstValue("Content-Disposition").orElse(""))
                .contains("frames-" + PILE);
        List<JsonNode> lines = export.body().lines().map(JSON::readTree).toList();
        assertThat(lines.getFirst().get("type").asString()).isEqualTo("0x01");
        try (Socket again = dial()) {
            for (JsonNode line : lines) {
                FrameDescription frame =
                        FrameDescriber.describe(line.get("hex").asString()).orElseThrow();
                boolean up = line.get("direction").asString().equals("up");
                if (up && frame.acceptable() && (frame.typeCode() == 0x01 || frame.typeCode() == 0x31)) {
                    again.getOutputStream().write(HEX.parseHex(line.get("hex").asString()));
                }
            }
            FrameDescription answer = hear(again);
            assertThat(answer.typeCode()).isEqualTo(0x02);
            assertThat(answer.fields().get("loginResult")).hasToString("0");
        }
        assertThat(api.get("/api/v1/audit-log", admin).body()).contains("FRAMES_EXPORTED");
    }

    @Test
    void aFaultBitBecameAWorkOrderInWords() {
        await().atMost(SOON).until(() -> !workOrders().isEmpty());
        JsonNode order = workOrders().get(0);
        assertThat(order.get("fault").get("zh").asString()).isEqualTo("电度表通信中断");
        assertThat(order.get("fault").get("operatorAdviceZh").asString()).isNotBlank();
        JsonNode pile = api.get("/api/v1/piles/" + PILE, admin).json();
        assertThat(pile.get("guns").get(0).get("faults").get(0).get("code").asString())
                .isEqualTo("0x40");
    }

    private JsonNode workOrders() {
        return api.get("/api/v1/work-orders", admin).json().get("items");
    }

    @Test
    void whoeverSpeaksHttpAtThePortIsSeenByAddress() throws IOException {
        try (Socket stranger = dial()) {
            stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            stranger.getOutputStream().flush();
            await().atMost(SOON)
                    .until(() -> api.get("/api/v1/refused-frames", admin).body().contains("127.0.0.1"));
        }
        JsonNode refused =
                api.get("/api/v1/refused-frames/127.0.0.1", admin).json().get("items");
        assertThat(refused.valueStream().map(frame -> frame.get("hex").asString()))
                .anyMatch(shown -> shown.startsWith(hex("GET / HTTP")));
    }

    @Test
    void driversReadCodesAndNoFrames() {
        String driver = api.driverToken("13912345677");
        assertThat(api.get(path(""), driver).status()).isEqualTo(403);
        assertThat(api.get(path(""), null).status()).isEqualTo(401);
        assertThat(api.get("/api/v1/piles/99999999999999/frames", admin).status())
                .isEqualTo(404);
        String codes = api.get("/api/v1/codes", driver).body();
        assertThat(codes).contains("急停").doesNotContain("operatorAdviceZh");
        assertThat(api.get("/api/v1/frame-log", admin).json().get("lost").asLong())
                .isZero();
    }

    // ---- the pile ----

    private static String path(String query) {
        return "/api/v1/piles/" + PILE + "/frames" + query;
    }

    private JsonNode frames(String query) {
        return api.get(path(query), admin).json().get("items");
    }

    private Socket dial() throws IOException {
        int pilePort = environment.getRequiredProperty("local.pile.port", Integer.class);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), pilePort);
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    private static String login() {
        return PILE + "00" + "01" + "10" + padded(hex("v\r\n\u001b[2J"), 8) + "00" + "00".repeat(10) + "00";
    }

    private static String swipe() {
        String vinBackwards = new StringBuilder(VIN).reverse().toString();
        return PILE + "01" + "01" + "01" + "00000000" + CARD + hex("0f1e2d3c4b5a6978") + hex(vinBackwards);
    }

    private static String realtime(String faults) {
        return "00".repeat(16) + PILE + "01" + "02" + "02" + "00" + "00".repeat(31) + faults;
    }

    private static String hex(String text) {
        return HEX.formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String padded(String hex, int bytes) {
        return hex + "00".repeat(bytes - hex.length() / 2);
    }

    private static String frame(int type, String body) {
        String counted = "000000%02X%s".formatted(type, body);
        byte[] range = HEX.parseHex(counted);
        int crc = Crc16.of(Unpooled.wrappedBuffer(range), 0, range.length);
        return "68%02X%s%02X%02X".formatted(range.length, counted, crc & 0xFF, crc >>> 8);
    }

    private static void say(Socket pile, int type, String body) throws IOException {
        pile.getOutputStream().write(HEX.parseHex(frame(type, body)));
        pile.getOutputStream().flush();
    }

    /** The next frame from the platform. */
    private static FrameDescription hear(Socket pile) throws IOException {
        InputStream in = pile.getInputStream();
        byte[] begin = in.readNBytes(2);
        byte[] rest = in.readNBytes((begin[1] & 0xFF) + 2);
        return FrameDescriber.describe(HEX.formatHex(begin) + HEX.formatHex(rest))
                .orElseThrow();
    }
}
