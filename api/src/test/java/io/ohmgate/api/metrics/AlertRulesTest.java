package io.ohmgate.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The alert rules and the dashboard, against the metrics there are and the runbooks that explain them. */
class AlertRulesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path RULES =
            ROOT.resolve("deploy").resolve("prometheus").resolve("ohmgate.rules.yml");
    private static final Path DASHBOARDS = ROOT.resolve("deploy").resolve("grafana");
    private static final Path RUNBOOKS = ROOT.resolve("docs").resolve("runbooks");
    /** Prometheus makes it itself. */
    private static final String UP = "up";

    private static final List<String> OF_TIMERS = List.of("_bucket", "_count", "_sum", "_max");
    private static final int COLUMNS = 24;

    private record Alert(String name, String expr, JsonNode rule) {}

    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
        Set<String> alerts = new TreeSet<>();
        for (Alert alert : alerts()) {
            assertThat(alerts.add(alert.name())).as("twice: " + alert.name()).isTrue();
            JsonNode notes = alert.rule().path("annotations");
            assertThat(notes.path("runbook").asString()).isEqualTo("docs/runbooks/" + alert.name() + ".md");
            assertThat(notes.path("summary").asString()).contains(" / ");
            assertThat(alert.rule().path("labels").path("severity").asString()).isIn("page", "ticket");
        }
        try (Stream<Path> pages = Files.list(RUNBOOKS)) {
            assertThat(pages.map(page -> page.getFileName().toString().replace(".md", ""))
                            .filter(name -> !name.equals("README")))
                    .containsExactlyInAnyOrderElementsOf(alerts);
        }
        String index = Files.readString(RUNBOOKS.resolve("README.md"));
        assertThat(alerts).allMatch(name -> index.contains("(" + name + ".md)"));
    }

    @Test
    void everyRunbookSaysWhatItMeansWhatToLookAtAndWhatToDo() throws IOException {
        for (Alert alert : alerts()) {
            String page = Files.readString(RUNBOOKS.resolve(alert.name() + ".md"));
            assertThat(page)
                    .as(alert.name())
                    .contains("## 含义 / What it means", "## 看什么 / What to look at", "## 做什么 / What to do")
                    .contains("\n1. ")
                    .contains(alert.expr());
        }
    }

    @Test
    void everyExpressionIsPromQlOverMetricsThatExist() throws IOException {
        Set<String> known = MetricsPage.names();
        for (Alert alert : alerts()) {
            assertThat(asked(alert.expr())).as(alert.name()).isNotEmpty().allMatch(name -> known(known, name));
        }
        for (JsonNode target : targets()) {
            String expr = target.path("expr").asString().replace("$__rate_interval", "5m");
            assertThat(asked(expr)).as(expr).isNotEmpty().allMatch(name -> known(known, name));
        }
    }

    @Test
    void countersAreOnlyAskedForTheirGrowth() throws IOException {
        List<String> all = new ArrayList<>(alerts().stream().map(Alert::expr).toList());
        targets().forEach(target -> all.add(target.path("expr").asString()));
        for (String expr : all) {
            assertThat(expr.replaceAll("(?:rate|increase)\\([a-z_]+(?:\\{[^}]*})?\\[[^]]+]\\)", ""))
                    .as(expr)
                    .doesNotContain("_total", "_bucket");
        }
    }

    @Test
    void whatMustBeZeroHasAnAlert() throws IOException {
        String all = alerts().stream().map(Alert::expr).collect(Collectors.joining("\n"));
        assertThat(all)
                .contains("ohmgate_ledger_sum_fen", "ohmgate_ledger_faults", "energy_without_order")
                .contains("ohmgate_records_answer_seconds", "ohmgate_records_settle_seconds")
                .contains("ohmgate_orders_start_written_seconds", "ohmgate_orders_stop_written_seconds")
                .contains("ohmgate_orders_stop_proven_seconds", "ohmgate_orders_stops_age_seconds")
                .contains("ohmgate_orders_timers_age_seconds", "http_server_requests_seconds_count");
    }

    @Test
    void theDashboardsPanelsHaveTheirPlaceAndNameASource() throws IOException {
        for (JsonNode dashboard : dashboards()) {
            assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThan(30);
            assertThat(dashboard.path("uid").asString()).isNotEmpty();
            Set<Integer> ids = new HashSet<>();
            Set<String> cells = new HashSet<>();
            for (JsonNode panel : dashboard.path("panels")) {
                assertThat(ids.add(panel.path("id").asInt())).isTrue();
                assertThat(panel.path("title").asString()).isNotEmpty();
                JsonNode at = panel.path("gridPos");
                assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(COLUMNS);
                for (int x = at.path("x").asInt();
                        x < at.path("x").asInt() + at.path("w").asInt();
                        x++) {
                    for (int y = at.path("y").asInt();
                            y < at.path("y").asInt() + at.path("h").asInt();
                            y++) {
                        assertThat(cells.add(x + "," + y))
                                .as(panel.path("title").asString())
                                .isTrue();
                    }
                }
                if (!panel.path("type").asString().equals("row")) {
                    assertThat(panel.path("targets").size()).isPositive();
                    assertThat(panel.path("datasource").path("uid").asString()).isEqualTo("${datasource}");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(rate(a_total))",
                "sum(a[5m])",
                "rate(a_total[5m]",
                "a{b=c}",
                "a b",
                "sum by a (b)",
                "rat(a_total[5m]) > 0",
                "a > ",
                "a ~ b"
            })
    void aSlipOfThePenIsFound(String expr) {
        assertThatIllegalArgumentException().isThrownBy(() -> PromQl.metricsOf(expr));
    }

    private static Set<String> asked(String expr) {
        return PromQl.metricsOf(expr);
    }

    private static boolean known(Set<String> known, String name) {
        return name.equals(UP)
                || known.contains(name)
                || OF_TIMERS.stream()
                        .filter(name::endsWith)
                        .anyMatch(suffix -> known.contains(name.substring(0, name.length() - suffix.length())));
    }

    private static List<Alert> alerts() throws IOException {
        JsonNode file = JsonMapper.shared()
                .valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(RULES)));
        List<Alert> alerts = new ArrayList<>();
        for (JsonNode group : file.path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                alerts.add(new Alert(
                        rule.path("alert").asString(),
                        rule.path("expr").asString().strip(),
                        rule));
            }
        }
        assertThat(alerts).hasSizeGreaterThan(20);
        return alerts;
    }

    private static List<JsonNode> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            List<JsonNode> found = files.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> JsonMapper.shared().readTree(file.toFile()))
                    .toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    private static List<JsonNode> targets() throws IOException {
        List<JsonNode> targets = new ArrayList<>();
        for (JsonNode dashboard : dashboards()) {
            dashboard.path("panels").forEach(panel -> panel.path("targets").forEach(targets::add));
        }
        return targets;
    }
}
