package io.ohmgate.api.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ohmgate.api.OhmgateApplication;
import io.ohmgate.api.testing.TestServers;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.link.FleetOptions;
import io.ohmgate.simulator.link.PileFleet;
import io.ohmgate.simulator.script.PileScript;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** One charge from the tap to the ledger: under one trace, and counted at each step. */
@SpringBootTest(
        classes = {OhmgateApplication.class, OrderTraceIT.Collector.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "ohmgate.demo.enabled=false",
            "spring.rsocket.server.port=0",
            "ohmgate.pile.port=0",
            "ohmgate.tracing.sampled-percent=100"
        })
@ContextConfiguration(initializers = TestServers.class)
class OrderTraceIT {
    private static final Path DATA = freshDirectory();
    private static final PileNo PILE = new PileNo("32010699020001");
    private static final long SEED = 26_001;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "00-" + TRACE + "-b7ad6b7169203331-01";

    @LocalServerPort
    private int port;

    @Autowired
    private Environment environment;

    @Autowired
    private InMemorySpanExporter collected;

    @Autowired
    private MeterRegistry meters;

    @TestConfiguration
    static class Collector {
        @Bean
        SpanExporter collector() {
            return InMemorySpanExporter.create();
        }
    }

    @DynamicPropertySource
    static void data(DynamicPropertyRegistry registry) {
        registry.add("ohmgate.data-dir", DATA::toString);
    }

    private static Path freshDirectory() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "trace-it")), "run-")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyStepOfAChargeBelongsToTheTraceOfTheTapAndIsMeasured() throws Exception {
        Site site = Site.open(rest(), PILE, 1);
        int piles = environment.getRequiredProperty("local.pile.port", Integer.class);
        try (PileFleet fleet =
                PileFleet.start(FleetOptions.to("127.0.0.1", piles, SEED), site.piles(), PileScript.nobody())) {
            GunId gun = PILE.gun(1);
            Site.Driver driver = site.driver("13900020001", 20_000);
            fleet.plug(gun).toCompletableFuture().join();
            String order = await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> start(gun, driver), id -> !id.isEmpty());
            awaitState(order, driver, "CHARGING");
            rest().post("/api/v1/charging-orders/" + order + "/stop", driver.token(), Map.of())
                    .good();
            awaitState(order, driver, "SETTLED");

            await().atMost(SOON).until(() -> names(TRACE).contains("settled, journal booked"));
            assertThat(names(TRACE))
                    .contains(
                            "start a charge",
                            "order opened",
                            "start written, 0x34",
                            "start answered, 0x33",
                            "charging seen, first 0x13",
                            "stop accepted",
                            "stop written, 0x36",
                            "stop answered, 0x35",
                            "record kept, 0x3B")
                    .filteredOn("charging seen, first 0x13"::equals)
                    .hasSize(1);
            assertOneTree(order);
            assertToldToPeople(order, site, driver);
            assertMeasured();
        }
    }

    /** Taps that were refused before belong to the caller's trace as well: they are taps, not steps. */
    private void assertOneTree(String order) {
        List<SpanData> spans = spans(TRACE);
        SpanData tap = spans.stream()
                .filter(span -> span.getName().equals("start a charge"))
                .filter(span -> span.getStatus().equals(StatusData.unset()))
                .findFirst()
                .orElseThrow();
        assertThat(tap.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        List<SpanData> steps = spans.stream()
                .filter(span -> !span.getName().equals("start a charge"))
                .toList();
        assertThat(steps)
                .allMatch(span -> span.getParentSpanId().equals(tap.getSpanId()))
                .allMatch(span -> span.getAttributes().asMap().containsValue(order))
                .allMatch(span -> span.getEndEpochNanos() >= span.getStartEpochNanos())
                .allMatch(span -> span.getStatus().equals(StatusData.unset()));
    }

    private void assertToldToPeople(String order, Site site, Site.Driver driver) throws Exception {
        String path = "/api/v1/charging-orders/" + order;
        for (String token : List.of(site.admin(), driver.token())) {
            JsonNode told = rest().get(path + "/explanation", token).good();
            assertThat(told.path("traceId").asString()).isEqualTo(TRACE);
        }
        JsonNode staff = rest().get(path, site.admin()).good().path("staff");
        assertThat(staff.path("traceId").asString()).isEqualTo(TRACE);
    }

    private void assertMeasured() {
        for (String timer : List.of(
                "ohmgate.orders.start.written",
                "ohmgate.orders.stop.written",
                "ohmgate.orders.stop.proven",
                "ohmgate.records.commit",
                "ohmgate.records.confirm",
                "ohmgate.records.answer",
                "ohmgate.records.settle")) {
            Timer found = meters.get(timer).timer();
            assertThat(found.count()).as(timer).isPositive();
            assertThat(found.max(TimeUnit.SECONDS)).as(timer).isLessThan((double) SOON.toSeconds());
        }
        for (String command : List.of("start", "stop")) {
            for (String stage : List.of("accepted", "written", "answered")) {
                Counter found = meters.get("ohmgate.orders.commands")
                        .tags("command", command, "stage", stage)
                        .counter();
                assertThat(found.count()).as(command + " " + stage).isPositive();
            }
        }
        for (String type : List.of("login", "remote_start_reply", "realtime", "trade_record")) {
            assertThat(meters.get("ohmgate.frames")
                            .tags("direction", "up", "type", type)
                            .functionCounter()
                            .count())
                    .as(type)
                    .isPositive();
        }
        assertThat(meters.get("ohmgate.records.unconfirmed").gauge().value()).isZero();
        assertThat(meters.get("ohmgate.outbound.commands").gauge().value()).isZero();
    }

    private Rest rest() {
        return new Rest(port, DATA);
    }

    private String start(GunId gun, Site.Driver driver) throws Exception {
        Rest.Answer answer =
                rest().postTraced("/api/v1/charging-orders", driver.token(), CALLER, Map.of("gunId", gun.digits()));
        return answer.status() == 202 ? answer.body().get("id").asString() : "";
    }

    private void awaitState(String order, Site.Driver driver, String state) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> rest().get("/api/v1/charging-orders/" + order, driver.token())
                                .good()
                                .get("state")
                                .asString(),
                        state::equals);
    }

    private List<SpanData> spans(String trace) {
        return collected.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(trace))
                .toList();
    }

    private List<String> names(String trace) {
        return spans(trace).stream().map(SpanData::getName).toList();
    }
}
