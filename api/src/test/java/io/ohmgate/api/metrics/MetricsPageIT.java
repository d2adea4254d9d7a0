package io.ohmgate.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.api.OhmgateApplication;
import io.ohmgate.api.testing.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** docs/metrics.md against what the running product exports, and who may read it. */
@SpringBootTest(
        classes = OhmgateApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "ohmgate.demo.enabled=false",
            "spring.rsocket.server.port=0",
            "ohmgate.pile.port=0",
            "ohmgate.metrics.token=" + MetricsPageIT.TOKEN
        })
@ContextConfiguration(initializers = TestServers.class)
class MetricsPageIT {
    static final String TOKEN = "collector-0123456789-0123456789-0123456789";
    private static final String PREFIX = "ohmgate_";
    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE ([a-z0-9_]+) ([a-z]+)$");
    private static final Pattern SERIES = Pattern.compile("(?m)^([a-z0-9_]+)(?:\\{([^}]*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
    /** The most that one metric may come to: every problem code, or every frame type. */
    private static final int SERIES_MAX = 200;

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void data(DynamicPropertyRegistry registry) {
        registry.add("ohmgate.data-dir", MetricsPageIT::freshDirectory);
    }

    private static String freshDirectory() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "metrics-it"));
            return Files.createTempDirectory(parent, "run-").toAbsolutePath().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thePageNamesWhatTheProductExportsAndTheOtherWayRound() throws Exception {
        System.gc(); // the pauses are a metric from the first one on
        Set<String> exported = families(scraped());
        Set<String> page = MetricsPage.names();

        assertThat(ours(page)).containsExactlyElementsOf(ours(exported));
        assertThat(exported).containsAll(page);
    }

    @Test
    void noLabelCanGrowWithPilesUsersOrOrders() throws Exception {
        Map<String, Integer> series = new HashMap<>();
        Matcher line = SERIES.matcher(scraped());
        while (line.find()) {
            if (!line.group(1).startsWith(PREFIX) || line.group(2) == null) {
                continue;
            }
            series.merge(line.group(1), 1, Integer::sum);
            Matcher label = LABEL.matcher(line.group(2));
            while (label.find()) {
                assertThat(label.group(1)).as(line.group()).isNotIn("pile", "user", "driver", "order", "tenant");
                assertThat(label.group(2)).as(line.group()).doesNotMatch(".*\\d{7,}.*");
            }
        }
        assertThat(series).isNotEmpty();
        assertThat(series.values()).allMatch(count -> count <= SERIES_MAX);
    }

    @Test
    void theCollectorsTokenOpensTheMetricsAndNothingElse() throws Exception {
        assertThat(get("/actuator/prometheus", TOKEN).statusCode()).isEqualTo(200);
        for (String path : List.of("/api/v1/piles", "/api/v1/staff", "/actuator/info")) {
            assertThat(get(path, TOKEN).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(get("/actuator/prometheus", TOKEN + "x").statusCode()).isEqualTo(401);
        assertThat(get("/actuator/prometheus", "").statusCode()).isEqualTo(401);
    }

    private static Set<String> ours(Set<String> names) {
        Set<String> found = new TreeSet<>(names);
        found.removeIf(name -> !name.startsWith(PREFIX));
        return found;
    }

    /** A timer's maximum is no metric of its own. */
    private static Set<String> families(String text) {
        Set<String> all = new TreeSet<>();
        Matcher family = FAMILY.matcher(text);
        while (family.find()) {
            all.add(family.group(1));
        }
        Set<String> whole = new TreeSet<>(all);
        whole.removeIf(name -> name.endsWith("_max") && all.contains(name.substring(0, name.length() - 4)));
        return whole;
    }

    private String scraped() throws Exception {
        HttpResponse<String> answer = get("/actuator/prometheus", TOKEN);
        // The first request of a process is not among its own metrics yet.
        return answer.body().contains("http_server_requests_seconds_count")
                ? answer.body()
                : get("/actuator/prometheus", TOKEN).body();
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .header("Authorization", "Bearer " + token)
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
