package io.ohmgate.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.measure.Watch.Sample;
import io.ohmgate.loadtest.measure.Watch.Usages;
import io.ohmgate.loadtest.report.Result.Check;
import io.ohmgate.loadtest.report.Result.Run;
import io.ohmgate.loadtest.report.Result.Subject;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;

class PageTest {
    @Test
    void thePageTellsTheMedianEveryRunAndWhetherTheTargetIsMet() {
        String page = Page.of(List.of(result("µs")));
        assertThat(page)
                .contains("<b>1.90</b> ×", "≤ 2", "1.80 · 1.90 · 2.70", "达到 met")
                .doesNotContain("not met");
        assertThat(page).contains("12.5 µs", "7.40 µs", "失败 failed", "2 lost");
    }

    @Test
    void theDrawingsAreWellFormedAndHaveALineForEachPercentile() throws Exception {
        String page = Page.of(List.of(result("µs")));
        List<String> drawings = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(match -> match.group())
                .toList();
        assertThat(drawings).hasSizeGreaterThanOrEqualTo(5);
        for (String drawing : drawings) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(drawing)));
            assertThat(drawing).doesNotContain("NaN", "Infinity");
        }
        assertThat(page).contains("p99.9</title>", "max</title>");
    }

    @Test
    void nothingIsFetchedFromAnywhereAndNothingRuns() {
        String page = Page.of(List.of(result("<script>alert(1)</script>")));
        assertThat(page).doesNotContain("<script", "http://", "https://", "url(", "@import", "<link", "<img");
        assertThat(page).contains("prefers-color-scheme:dark");
    }

    @Test
    void whatIsKeptInAFileIsReadAgainAsItWas() {
        JsonMapper json = JsonMapper.builder().build();
        Result result = result("µs");
        assertThat(json.readValue(json.writeValueAsString(result), Result.class))
                .isEqualTo(result);
    }

    @Test
    void theTableForThePerformancePageHasARowForEachTarget() {
        assertThat(ReportCommand.markdown(List.of(result("µs"))))
                .contains("| 每帧 CPU / CPU per frame | ≤ 2 × | **1.90** | 1.80 · 1.90 · 2.70 | 达到 met |");
    }

    private static Result result(String detail) {
        Latency latency = new Latency(
                300,
                1,
                0.2,
                0.4,
                0.9,
                4,
                30,
                IntStream.range(0, 30)
                        .mapToObj(second -> new Latency.Point(second, 10, 0.2, 0.9, 4, second))
                        .toList());
        Usages usages = new Usages(
                1_000_000,
                30,
                IntStream.range(1, 31)
                        .mapToObj(second -> new Sample(second, 20, 300 + second, 40, 0))
                        .toList());
        List<Subject> subjects = List.of(
                new Subject(
                        "product",
                        Map.of("cpuMicrosPerFrame", 12.5),
                        Map.of("heartbeat", latency),
                        Map.of("product", usages),
                        List.of()),
                new Subject(
                        "baseline",
                        Map.of("cpuMicrosPerFrame", 7.4),
                        Map.of("heartbeat", latency),
                        Map.of("baseline", usages),
                        List.of()));
        Run run = new Run(1, subjects, List.of(new Check("sessions", false, "2 lost")));
        Target target = Target.atMost("cpu", "每帧 CPU", "CPU per frame", "×", 2, List.of(1.8, 1.9, 2.7));
        return new Result(
                "steady",
                "平稳 / steady",
                "2026-11-23T00:00:00Z",
                Map.of("detail", detail),
                Map.of("cores", "2"),
                List.of(run),
                List.of(target));
    }
}
