package io.ohmgate.loadtest.report;

import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.measure.Watch.Usages;
import io.ohmgate.loadtest.report.Chart.Bar;
import io.ohmgate.loadtest.report.Chart.Line;
import io.ohmgate.loadtest.report.Result.Check;
import io.ohmgate.loadtest.report.Result.Run;
import io.ohmgate.loadtest.report.Result.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results as one page that needs nothing but itself: no script, no font, no picture from elsewhere. */
public final class Page {
    private static final String STYLE = "page.css";
    private static final int PRODUCT = 0;
    private static final int BASELINE = 1;
    private static final int OTHER = 2;

    private Page() {}

    public static String of(List<Result> results) {
        StringBuilder page = new StringBuilder("<!doctype html>\n<html lang='zh-CN'><head><meta charset='utf-8'>"
                + "<meta name='viewport' content='width=device-width, initial-scale=1'>"
                + "<title>Ohmgate 压力测试报告 / load test report</title><style>");
        page.append(style()).append("</style></head><body><main><header><h1>压力测试报告</h1>");
        page.append("<p class='en'>Load test report</p>");
        if (!results.isEmpty()) {
            page.append("<p class='at'>")
                    .append(Html.text(results.getFirst().at()))
                    .append("</p>");
        }
        page.append("</header>");
        summary(page, results);
        results.forEach(result -> result(page, result));
        if (!results.isEmpty()) {
            facts(page, "测试机器", "Machine", results.getFirst().machine());
        }
        page.append("<footer>延迟一律从“应当发生的时刻”起算。 All latencies count from the due time. 中位数为准。"
                + " The median of the runs counts.</footer></main></body></html>\n");
        return page.toString();
    }

    private static String style() {
        try (InputStream in = Page.class.getResourceAsStream(STYLE)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static void summary(StringBuilder page, List<Result> results) {
        List<Target> targets =
                results.stream().flatMap(result -> result.targets().stream()).toList();
        if (targets.isEmpty()) {
            return;
        }
        long met = targets.stream().filter(Target::met).count();
        page.append("<section><h2>目标<span class='en'>Targets</span></h2><p class='lead'>达到 <b>")
                .append(met)
                .append("</b> / ")
                .append(targets.size())
                .append("<span class='en'>met</span></p><div class='scroll'><table><thead><tr><th>指标 figure</th>"
                        + "<th class='n'>中位数 median</th><th class='n'>目标 target</th><th>各次 runs</th><th></th>"
                        + "</tr></thead><tbody>");
        for (Target target : targets) {
            page.append("<tr><td>").append(Html.text(target.zh())).append("<span class='en'>");
            page.append(Html.text(target.en())).append("</span></td><td class='n'><b>");
            page.append(Numbers.text(target.median())).append("</b> ").append(Html.text(target.unit()));
            page.append("</td><td class='n'>").append(target.bound().sign()).append(' ');
            page.append(Numbers.text(target.limit())).append("</td><td class='runs'>");
            page.append(String.join(
                    " · ", target.values().stream().map(Numbers::text).toList()));
            page.append("</td><td>")
                    .append(badge(target.met(), "达到 met", "未达到 not met"))
                    .append("</td></tr>");
        }
        page.append("</tbody></table></div></section>");
    }

    private static String badge(boolean good, String yes, String no) {
        return "<span class='badge " + (good ? "good" : "bad") + "'>" + (good ? yes : no) + "</span>";
    }

    private static void result(StringBuilder page, Result result) {
        page.append("<section><h2>").append(Html.text(result.title())).append("</h2>");
        comparison(page, result);
        for (Run run : result.runs()) {
            if (result.runs().size() > 1) {
                page.append("<h3>第 ")
                        .append(run.number())
                        .append(" 次<span class='en'>run ")
                        .append(run.number());
                page.append("</span></h3>");
            }
            latencies(page, run);
            throughput(page, run);
            processes(page, run);
            checks(page, run);
            figures(page, run);
        }
        facts(page, "选项", "Options", result.options());
        page.append("</section>");
    }

    /** Product beside baseline, every run a pair of bars. */
    private static void comparison(StringBuilder page, Result result) {
        bars(page, result, "cpuMicrosPerFrame", "每上行帧 CPU", "CPU per uplink frame", "µs");
        bars(page, result, "cpuMicrosPerRoundTrip", "每次心跳往返 CPU", "CPU per heartbeat round trip", "µs");
        bars(page, result, "liveHeapBytesPerSession", "每会话存活堆", "live heap per session", "bytes");
        bars(page, result, "rssKiBPerSession", "每会话 RSS 增长", "RSS growth per session", "KiB");
        bars(page, result, "loginsPerSecond", "每秒登录", "logins per second", "/s");
        bars(page, result, "recordsPerSecond", "每秒落库确认的账单", "durable records per second", "/s");
    }

    private static void bars(StringBuilder page, Result result, String figure, String zh, String en, String unit) {
        List<Bar> bars = new ArrayList<>();
        for (Run run : result.runs()) {
            for (Subject subject : run.subjects()) {
                Double value = subject.figures().get(figure);
                if (value != null) {
                    bars.add(new Bar(name(subject) + " #" + run.number(), style(subject), value));
                }
            }
        }
        String drawing = bars.isEmpty() ? "" : Chart.bars(unit, 0, bars);
        if (!drawing.isEmpty()) {
            figure(page, zh, en, drawing);
        }
    }

    private static int style(Subject subject) {
        return switch (subject.name()) {
            case "product" -> PRODUCT;
            case "baseline" -> BASELINE;
            default -> OTHER;
        };
    }

    private static String name(Subject subject) {
        return switch (subject.name()) {
            case "product" -> "产品 product";
            case "baseline" -> "基线 baseline";
            default -> subject.name();
        };
    }

    private static void figure(StringBuilder page, String zh, String en, String drawing) {
        page.append("<figure><figcaption>").append(Html.text(zh)).append("<span class='en'>");
        page.append(Html.text(en))
                .append("</span></figcaption>")
                .append(drawing)
                .append("</figure>");
    }

    private static void latencies(StringBuilder page, Run run) {
        for (Subject subject : run.subjects()) {
            subject.latencies().forEach((what, latency) -> {
                if (latency.points().size() > 1) {
                    figure(
                            page,
                            name(subject) + "：" + word(what) + "延迟",
                            what + " latency from the due time",
                            Chart.lines("ms", true, percentiles(latency)));
                }
            });
        }
    }

    private static String word(String what) {
        return switch (what) {
            case "heartbeat" -> "心跳";
            case "login" -> "登录";
            case "record" -> "账单确认";
            case "stop" -> "停充命令";
            case "follow" -> "订单推送";
            default -> what;
        };
    }

    private static List<Line> percentiles(Latency latency) {
        return List.of(
                new Line("p50", 0, of(latency, Latency.Point::p50)),
                new Line("p99", 1, of(latency, Latency.Point::p99)),
                new Line("p99.9", 2, of(latency, Latency.Point::p999)),
                new Line("max", 3, of(latency, Latency.Point::max)));
    }

    private interface Value {
        double of(Latency.Point point);
    }

    private static List<double[]> of(Latency latency, Value value) {
        return latency.points().stream()
                .map(point -> new double[] {point.second(), value.of(point)})
                .toList();
    }

    private static void throughput(StringBuilder page, Run run) {
        List<Line> lines = new ArrayList<>();
        for (Subject subject : run.subjects()) {
            subject.latencies().forEach((what, latency) -> {
                if (latency.points().size() > 2) {
                    lines.add(new Line(
                            name(subject) + " " + what,
                            Math.min(5, lines.size()),
                            of(latency, point -> (double) point.count() / latency.stepSeconds())));
                }
            });
        }
        if (!lines.isEmpty()) {
            figure(page, "吞吐量", "throughput", Chart.lines("/s", false, lines));
        }
    }

    private static void processes(StringBuilder page, Run run) {
        List<Line> cpu = new ArrayList<>();
        List<Line> memory = new ArrayList<>();
        for (Subject subject : run.subjects()) {
            subject.processes().forEach((process, usages) -> {
                String of = process.equals(subject.name()) ? name(subject) : name(subject) + " · " + process;
                cpu.add(new Line(of, Math.min(5, cpu.size()), samples(usages, true)));
                if (process.equals(subject.name())) {
                    memory.add(new Line(of, Math.min(5, memory.size()), samples(usages, false)));
                }
            });
        }
        if (!cpu.isEmpty()) {
            figure(page, "各进程 CPU（单核百分比）", "CPU of each process, % of one core", Chart.lines("%", false, cpu));
            figure(page, "常驻内存", "resident memory", Chart.lines("MiB", false, memory));
        }
    }

    private static List<double[]> samples(Usages usages, boolean cpu) {
        return usages.samples().stream()
                .map(sample -> new double[] {sample.second(), cpu ? sample.cpuPercent() : sample.rssMebibytes()})
                .toList();
    }

    private static void checks(StringBuilder page, Run run) {
        if (run.checks().isEmpty()) {
            return;
        }
        page.append("<h4>检查<span class='en'>Checks</span></h4><ul class='checks'>");
        for (Check check : run.checks()) {
            page.append("<li>")
                    .append(badge(check.good(), "通过 ok", "失败 failed"))
                    .append(' ');
            page.append(Html.text(check.name()))
                    .append(": ")
                    .append(Html.text(check.detail()))
                    .append("</li>");
        }
        page.append("</ul>");
    }

    private static void figures(StringBuilder page, Run run) {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        List<String> columns = new ArrayList<>();
        for (Subject subject : run.subjects()) {
            columns.add(subject.name());
            subject.figures()
                    .forEach((name, value) -> rows.computeIfAbsent(name, fresh -> new LinkedHashMap<>())
                            .put(subject.name(), Numbers.text(value)));
            subject.latencies()
                    .forEach((what, latency) -> rows.computeIfAbsent(
                                    what + " ms p50 / p99 / p99.9 / max", fresh -> new LinkedHashMap<>())
                            .put(
                                    subject.name(),
                                    String.format(
                                            Locale.ROOT,
                                            "%s / %s / %s / %s",
                                            Numbers.text(latency.p50()),
                                            Numbers.text(latency.p99()),
                                            Numbers.text(latency.p999()),
                                            Numbers.text(latency.max()))));
        }
        page.append("<details><summary>全部数值 <span class='en'>all numbers</span></summary><div class='scroll'>"
                + "<table><thead><tr><th></th>");
        columns.forEach(column ->
                page.append("<th class='n'>").append(Html.text(column)).append("</th>"));
        page.append("</tr></thead><tbody>");
        rows.forEach((name, values) -> {
            page.append("<tr><td>").append(Html.text(name)).append("</td>");
            columns.forEach(column -> page.append("<td class='n'>")
                    .append(Html.text(values.getOrDefault(column, "–")))
                    .append("</td>"));
            page.append("</tr>");
        });
        page.append("</tbody></table></div></details>");
    }

    private static void facts(StringBuilder page, String zh, String en, Map<String, String> facts) {
        page.append("<details><summary>")
                .append(zh)
                .append(" <span class='en'>")
                .append(en);
        page.append("</span></summary><dl>");
        facts.forEach((name, value) -> page.append("<dt>")
                .append(Html.text(name))
                .append("</dt><dd>")
                .append(Html.text(value))
                .append("</dd>"));
        page.append("</dl></details>");
    }
}
