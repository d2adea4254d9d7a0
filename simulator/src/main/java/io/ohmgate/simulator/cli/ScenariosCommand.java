package io.ohmgate.simulator.cli;

import io.ohmgate.simulator.scenario.Scenario;
import io.ohmgate.simulator.scenario.ScenarioLibrary;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the scenarios that come along. */
@Command(
        name = "scenarios",
        mixinStandardHelpOptions = true,
        description = {"列出内置场景；--show 打印其中一个。", "Lists the scenarios that come along; --show prints one."})
final class ScenariosCommand implements Callable<Integer> {
    @Option(
            names = "--show",
            paramLabel = "NAME",
            description = {"打印该场景的文件。", "Prints the file of this one."})
    private @Nullable String show;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (show != null) {
            String text = ScenarioLibrary.text(show);
            out.print(text);
            out.flush();
            return text.isEmpty() ? Simulator.FAILED : 0;
        }
        for (Scenario each : ScenarioLibrary.all()) {
            out.printf(
                    "%-28s %-8s %-5s %-4s %s%n",
                    each.name(),
                    each.certifies().name().toLowerCase(Locale.ROOT),
                    each.book(),
                    each.asks() ? "asks" : "",
                    each.title());
        }
        out.flush();
        return 0;
    }
}
