package io.ohmgate.loadtest.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** 由结果文件生成报告. One page and one Markdown table of any results that were kept. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "由已保存的 JSON 生成一页 HTML 与 Markdown 表 / one HTML page and a Markdown table of kept results")
public final class ReportCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Parameters(arity = "1..*", description = "结果文件 / result files")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--html", defaultValue = "report.html", description = "输出页面 / the page")
    private Path html = Path.of("report.html");

    @Override
    public Integer call() throws IOException {
        List<Result> results = new ArrayList<>();
        for (Path file : files) {
            results.add(JSON.readValue(Files.readString(file), Result.class));
        }
        Files.writeString(html, Page.of(results));
        System.out.println(markdown(results));
        System.out.println(html);
        return 0;
    }

    /** Rows for docs/performance.md. */
    static String markdown(List<Result> results) {
        StringBuilder table =
                new StringBuilder("| 指标 figure | 目标 target | 中位数 median | 各次 runs | |\n|---|---|---|---|---|\n");
        for (Result result : results) {
            for (Target target : result.targets()) {
                table.append("| ").append(target.zh()).append(" / ").append(target.en());
                table.append(" | ").append(target.bound().sign()).append(' ');
                table.append(Numbers.text(target.limit())).append(' ').append(target.unit());
                table.append(" | **").append(Numbers.text(target.median())).append("** | ");
                table.append(String.join(
                        " · ", target.values().stream().map(Numbers::text).toList()));
                table.append(" | ")
                        .append(target.met() ? "达到 met" : "未达到 not met")
                        .append(" |\n");
            }
        }
        return table.toString();
    }
}
