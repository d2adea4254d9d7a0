package io.ohmgate.simulator.cli;

import io.ohmgate.simulator.scenario.Verdict;
import io.ohmgate.simulator.scenario.Verdict.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Verdicts as a table, as JSON, and as the XML that build servers read. */
final class VerdictReport {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int MILLIS_PER_TENTH = 100;

    private VerdictReport() {}

    static String line(Verdict verdict) {
        String sign = switch (verdict.outcome()) {
            case PASSED -> "通过 PASS";
            case FAILED -> "失败 FAIL";
            case SKIPPED -> "跳过 SKIP";
        };
        String line = "%s  %-28s %-6s %4d.%d s  %s"
                .formatted(
                        sign,
                        verdict.scenario().name(),
                        verdict.scenario().book(),
                        verdict.took().toSeconds(),
                        verdict.took().toMillisPart() / MILLIS_PER_TENTH,
                        verdict.scenario().title());
        return verdict.reason().isEmpty() ? line : line + System.lineSeparator() + "           " + verdict.reason();
    }

    static String summary(List<Verdict> verdicts) {
        long failed = count(verdicts, Outcome.FAILED);
        return "%s — %d passed, %d failed, %d skipped"
                .formatted(
                        failed == 0 ? "通过 / passed" : "未通过 / failed",
                        count(verdicts, Outcome.PASSED),
                        failed,
                        count(verdicts, Outcome.SKIPPED));
    }

    private static long count(List<Verdict> verdicts, Outcome outcome) {
        return verdicts.stream().filter(each -> each.outcome() == outcome).count();
    }

    static String json(List<Verdict> verdicts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("passed", count(verdicts, Outcome.PASSED));
        json.put("failed", count(verdicts, Outcome.FAILED));
        json.put("skipped", count(verdicts, Outcome.SKIPPED));
        json.put("scenarios", verdicts.stream().map(VerdictReport::scenario).toList());
        return JSON.writeValueAsString(json);
    }

    private static Map<String, Object> scenario(Verdict verdict) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", verdict.scenario().name());
        json.put("title", verdict.scenario().title());
        json.put("book", verdict.scenario().book());
        json.put("certifies", verdict.scenario().certifies().name().toLowerCase(Locale.ROOT));
        json.put("outcome", verdict.outcome().name().toLowerCase(Locale.ROOT));
        json.put("reason", verdict.reason());
        json.put("millis", verdict.took().toMillis());
        json.put("story", verdict.story());
        return json;
    }

    static String junit(List<Verdict> verdicts) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuite name=\"ohmgate-simulator\" tests=\"%d\" failures=\"%d\" skipped=\"%d\">\n"
                .formatted(verdicts.size(), count(verdicts, Outcome.FAILED), count(verdicts, Outcome.SKIPPED)));
        for (Verdict verdict : verdicts) {
            xml.append("  <testcase classname=\"%s\" name=\"%s\" time=\"%d.%03d\""
                    .formatted(
                            verdict.scenario().certifies().name().toLowerCase(Locale.ROOT),
                            escaped(verdict.scenario().name()),
                            verdict.took().toSeconds(),
                            verdict.took().toMillisPart()));
            switch (verdict.outcome()) {
                case PASSED -> xml.append("/>\n");
                case FAILED ->
                    xml.append(">\n    <failure message=\"")
                            .append(escaped(verdict.reason()))
                            .append("\"/>\n  </testcase>\n");
                case SKIPPED ->
                    xml.append(">\n    <skipped message=\"")
                            .append(escaped(verdict.reason()))
                            .append("\"/>\n  </testcase>\n");
            }
        }
        return xml.append("</testsuite>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
