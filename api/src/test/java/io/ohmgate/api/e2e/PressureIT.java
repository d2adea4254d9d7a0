package io.ohmgate.api.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.ohmgate.api.OhmgateApplication;
import io.ohmgate.api.e2e.Site.Driver;
import io.ohmgate.api.testing.TestServers;
import io.ohmgate.gateway.pile.PileNo;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** GW4, GW5, HT4, HT6 and B4 on the whole product: something is used up, and what matters goes on. */
@SpringBootTest(
        classes = OhmgateApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"ohmgate.demo.enabled=false", "spring.rsocket.server.port=0", "ohmgate.pile.port=0"})
@ContextConfiguration(initializers = TestServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class PressureIT {
    private static final Path DATA = freshDirectory();
    private static final PileNo FIRST = new PileNo("32010699040001");
    private static final int PILES = 3;
    private static final long CREDIT_FEN = 20_000;
    private static final int SLOW_POSTS = Integer.getInteger("ohmgate.test.slow-posts", 300);
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration AT_ONCE = Duration.ofSeconds(3);
    private static final Set<String> NOT_YET = Set.of("PILE_OFFLINE", "GUN_NOT_PLUGGED", "PILE_TARIFF_NOT_READY");

    @LocalServerPort
    private int port;

    @Autowired
    private Environment environment;

    @Autowired
    private ReactorResourceFactory http;

    @Autowired
    @Qualifier("criticalPool")
    private ConnectionPool criticalPool;

    @Autowired
    @Qualifier("generalPool")
    private ConnectionPool generalPool;

    @Autowired
    @Qualifier("reportPool")
    private ConnectionPool reportPool;

    private final List<BookPile> piles = new ArrayList<>();
    private Rest rest;
    private Site site;

    @DynamicPropertySource
    static void data(DynamicPropertyRegistry registry) {
        registry.add("ohmgate.data-dir", DATA::toString);
    }

    private static Path freshDirectory() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "pressure-it")), "run-")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    void open() throws Exception {
        rest = new Rest(port, DATA);
        site = Site.open(rest, FIRST, PILES);
        int pilePort = environment.getRequiredProperty("local.pile.port", Integer.class);
        for (int i = 0; i < PILES; i++) {
            BookPile pile = new BookPile(site.piles().get(i).pileNo().digits(), pilePort);
            pile.plug();
            piles.add(pile);
        }
    }

    @AfterAll
    void close() throws Exception {
        for (BookPile pile : piles) {
            pile.close();
        }
    }

    @Test
    @DisplayName("B4 a stop reaches its pile while no connection of the general and the critical pool is free")
    void b4AStopReachesItsPileWhileThePoolsAreExhausted() throws Exception {
        Driver driver = site.driver("13900040001", CREDIT_FEN);
        String order = charging(0, driver);
        List<Connection> held = new ArrayList<>();
        try {
            held.addAll(holdAll(generalPool, 20));
            held.addAll(holdAll(criticalPool, 10));
            long asked = System.nanoTime();
            rest.post("/api/v1/charging-orders/" + order + "/stop", driver.token(), Map.of())
                    .good();
            await().atMost(AT_ONCE).until(() -> piles.get(0).heard.contains(0x36));
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(AT_ONCE);
        } finally {
            giveBack(held);
        }
        awaitState(order, driver, "SETTLED");
    }

    @Test
    @DisplayName("GW5 with the report pool and bounded-elastic used up, records, stops and heartbeats go on")
    void gw5WithReportsAndBoundedElasticUsedUpRecordsStopsAndHeartbeatsGoOn() throws Exception {
        Driver driver = site.driver("13900040002", CREDIT_FEN);
        String order = charging(1, driver);
        CountDownLatch release = new CountDownLatch(1);
        List<Connection> held = holdAll(reportPool, 4);
        List<Thread> reports = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                Schedulers.boundedElastic().schedule(() -> standHere(release));
            }
            for (int i = 0; i < 30; i++) {
                reports.add(Thread.ofVirtual().start(this::asksForAReport));
            }
            long beats = beatsHeard(1);
            rest.post("/api/v1/charging-orders/" + order + "/stop", driver.token(), Map.of())
                    .good();
            awaitState(order, driver, "SETTLED");
            assertThat(piles.get(1).confirmed).as("its record").isTrue();
            await().atMost(SOON).until(() -> beatsHeard(1) > beats);
            assertThat(reportsRefused()).isTrue();
        } finally {
            release.countDown();
            giveBack(held);
            for (Thread report : reports) {
                report.join();
            }
        }
    }

    @Test
    @DisplayName("GW4 a blocked event loop makes the node not ready and is told with its stack; the other loops go on")
    void gw4ABlockedEventLoopIsToldAndTheOthersGoOn(CapturedOutput output) throws Exception {
        EventLoopGroup loops = http.getLoopResources().onServer(LoopResources.DEFAULT_NATIVE);
        // The last one: the first accepts connections, too, and without it nobody could ask.
        List<EventExecutor> all = new ArrayList<>();
        loops.forEach(all::add);
        EventExecutor blocked = all.getLast();
        CountDownLatch release = new CountDownLatch(1);
        long beats = beatsHeard(2);
        try {
            blocked.execute(() -> standHere(release));
            await().atMost(SOON).until(() -> statusOf("/actuator/health/readiness") == 503);
            assertThat(output)
                    .contains("a thread that must never wait is blocked")
                    .contains("standHere");
            assertThat(statusOf("/actuator/health/liveness")).isEqualTo(200);
            await().atMost(SOON).until(() -> beatsHeard(2) > beats);
        } finally {
            release.countDown();
        }
        await().atMost(SOON).until(() -> statusOf("/actuator/health/readiness") == 200);
    }

    @Test
    @DisplayName("HT4 the open socket of a driver who is barred is closed within 60 s")
    void ht4TheSocketOfABarredDriverIsClosed() throws Exception {
        Driver driver = site.driver("13900040004", CREDIT_FEN);
        LiveClient live = rest.live(driver.token());
        live.subscribe("gun:" + FIRST.gun(1).digits());
        await().atMost(SOON).until(() -> !live.heard().isEmpty());
        rest.post("/api/v1/drivers/" + driver.id() + "/bar", site.admin(), Map.of("reason", "test"))
                .good();
        await().atMost(Duration.ofSeconds(60)).until(() -> live.closedWith() == 4410);
    }

    @Test
    @DisplayName("HT6 many POSTs whose bodies come slowly are hung up on, and other clients do not notice them")
    void ht6SlowPostsAreHungUpOnAndOthersDoNotNotice() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_POSTS; i++) {
                slow.add(slowPost("127.0.1." + (1 + i % 4)));
            }
            for (int i = 0; i < 20; i++) {
                long asked = System.nanoTime();
                assertThat(rest.get("/api/v1/stations", site.admin()).status()).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(AT_ONCE);
                for (Socket each : slow) {
                    drip(each);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
            await().atMost(Duration.ofSeconds(25)).until(() -> slow.stream().allMatch(PressureIT::isHungUpOn));
        } finally {
            for (Socket each : slow) {
                each.close();
            }
        }
    }

    // ---- what is used up

    private static List<Connection> holdAll(ConnectionPool pool, int size) {
        List<Connection> held = new ArrayList<>();
        while (held.size() < size) {
            Connection connection = pool.create().onErrorComplete().block(Duration.ofSeconds(20));
            if (connection != null) {
                held.add(connection);
            }
        }
        return held;
    }

    private static void giveBack(List<Connection> held) {
        for (Connection connection : held) {
            Mono.from(connection.close()).onErrorComplete().block(Duration.ofSeconds(10));
        }
    }

    private static void standHere(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void asksForAReport() {
        try {
            rest.get("/api/v1/audit-log", site.admin());
        } catch (IOException over) {
            // Refused or late: reports may be.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean reportsRefused() throws IOException, InterruptedException {
        return rest.get("/api/v1/piles/" + FIRST.digits() + "/frames?type=0x01", site.admin())
                        .status()
                == 503;
    }

    private Socket slowPost(String source) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream()
                .write(
                        "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
        socket.setSoTimeout(1);
        return socket;
    }

    private static void drip(Socket socket) {
        try {
            socket.getOutputStream().write('{');
        } catch (IOException closed) {
            // That is what the test waits for.
        }
    }

    private static boolean isHungUpOn(Socket socket) {
        try {
            byte[] rest = new byte[4_096];
            int read = socket.getInputStream().read(rest);
            while (read > 0) {
                read = socket.getInputStream().read(rest);
            }
            return true;
        } catch (SocketException reset) {
            return true;
        } catch (IOException open) {
            return false;
        }
    }

    /** Over a new connection, which may land on the blocked loop: then there is no answer. */
    private int statusOf(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .timeout(Duration.ofSeconds(1))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (HttpTimeoutException blocked) {
            return 0;
        }
    }

    // ---- what goes on

    private long beatsHeard(int pile) {
        return Collections.frequency(List.copyOf(piles.get(pile).heard), 0x04);
    }

    private String charging(int pile, Driver driver) throws IOException, InterruptedException {
        String gun = site.piles().get(pile).pileNo().gun(1).digits();
        String order = await().atMost(SOON)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> rest.post("/api/v1/charging-orders", driver.token(), Map.of("gunId", gun)),
                        found -> !NOT_YET.contains(found.code()))
                .good()
                .get("id")
                .asString();
        awaitState(order, driver, "CHARGING");
        return order;
    }

    private void awaitState(String order, Driver driver, String state) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> rest.get("/api/v1/charging-orders/" + order, driver.token())
                                .body()
                                .path("state")
                                .asString(""),
                        state::equals);
    }
}
