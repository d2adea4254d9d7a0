package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.report.Page;
import io.ohmgate.loadtest.report.Result;
import io.ohmgate.loadtest.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** 全部指标. Every figure of the table in docs/performance.md, one scenario after the other, as one page. */
@Command(
        name = "figures",
        mixinStandardHelpOptions = true,
        description = "一条命令测出性能页的全部指标，每项多次取中位数 / every figure of the performance page in one command")
public final class FiguresCommand implements Callable<Integer> {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    @Option(names = "--runs", defaultValue = "3", description = "每项重复次数 / runs of each")
    private int runs;

    @Option(names = "--scale", defaultValue = "100", description = "规模百分比，试跑用 / per cent of the full size, for a trial")
    private int scale;

    @Option(names = "--out", defaultValue = "loadtest-results", description = "结果目录 / where results are kept")
    private Path out = Path.of("loadtest-results");

    @Option(names = "--skip", split = ",", description = "跳过的场景 / scenarios to leave out")
    private List<String> skip = new ArrayList<>();

    @Parameters(description = "转给每个场景的选项，写在 -- 之后 / options for every scenario, after --")
    private List<String> more = new ArrayList<>();

    private int sized(int full) {
        return Math.max(1, full * scale / 100);
    }

    /** A scenario and the options that make it a row of the table. */
    private record Row(ScenarioCommand command, List<String> options) {}

    private List<Row> rows() {
        return List.of(
                new Row(new RestartCommand(), List.of("--piles=" + sized(15_000))),
                new Row(new SteadyCommand(), List.of("--sessions=" + sized(15_000))),
                new Row(new FloodCommand(), List.of("--sessions=" + sized(1_000), "--per-second=" + sized(20_000))),
                new Row(new LoginsCommand(), List.of("--sessions=" + sized(15_000))),
                new Row(new RecordsCommand(), List.of("--sessions=" + sized(1_000), "--per-second=" + sized(5_000))),
                new Row(new SlowReadersCommand(), List.of()),
                new Row(new StopsCommand(), List.of("--frames-per-second=" + sized(19_200))),
                new Row(new FollowersCommand(), List.of("--clients=" + sized(10_000))),
                new Row(new StormCommand(), List.of("--nodes=3", "--sessions=" + sized(10_000))),
                new Row(
                        new SoakCommand(),
                        List.of("--nodes=3", "--sessions=" + sized(15_000), "--seconds=" + Math.max(30, sized(900)))));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Result> results = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (Row row : rows()) {
            if (skip.contains(row.command.id())) {
                continue;
            }
            List<String> options = new ArrayList<>(row.options);
            options.add("--runs=" + runs);
            options.add("--out=" + out);
            options.addAll(more);
            ScenarioCommand command = CommandLine.populateCommand(row.command, options.toArray(String[]::new));
            Rig.say("\n===== " + command.title());
            try {
                results.add(command.result());
            } catch (IllegalStateException | IOException broken) {
                // One figure that cannot be taken must not cost the others, which took an hour.
                Rig.say(command.id() + " could not be measured: " + broken);
                failed.add(command.id());
            }
        }
        Path page = out.resolve("figures-" + STAMP.format(Clock.systemUTC().instant()) + ".html");
        Files.createDirectories(out);
        Files.writeString(page, Page.of(results));
        results.forEach(result -> Table.print(result.withoutRuns(), System.out));
        Rig.say("\n" + page);
        if (!failed.isEmpty()) {
            Rig.say("not measured: " + failed);
        }
        return failed.isEmpty() && results.stream().allMatch(Result::good) ? 0 : 1;
    }
}
