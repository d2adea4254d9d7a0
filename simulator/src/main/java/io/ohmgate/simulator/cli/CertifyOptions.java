package io.ohmgate.simulator.cli;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.scenario.Certification;
import io.ohmgate.simulator.scenario.Opposite;
import io.ohmgate.simulator.scenario.Scenario;
import io.ohmgate.simulator.scenario.Scenario.Side;
import io.ohmgate.simulator.scenario.ScenarioFault;
import io.ohmgate.simulator.scenario.ScenarioLibrary;
import io.ohmgate.simulator.scenario.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What both certifications are asked with. */
final class CertifyOptions {
    private static final String ALL = "all";

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = {
                "场景文件，或内置场景名（见 scenarios），或 all。",
                "Scenario files, names of scenarios that come along (see scenarios), or all."
            })
    private List<String> files = List.of();

    @Option(
            names = "--pile",
            defaultValue = "32010600000001",
            description = {"桩编号（默认 ${DEFAULT-VALUE}）。", "The pile's number."})
    private String pile = "";

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = {"随机种子（默认 ${DEFAULT-VALUE}）。", "The seed."})
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = {
                "场景中的名称，如 card=00000000D1000000、vin=…，可重复。",
                "Names of scenarios, such as card=00000000D1000000 or vin=…, may be repeated."
            })
    private Map<String, String> names = new LinkedHashMap<>();

    @Option(
            names = "--trigger",
            paramLabel = "COMMAND",
            description = {
                "场景需要对方操作时执行的命令，操作词作为参数（如 start 1）；退出码 0 为成功。",
                "Runs when a scenario asks the other side to do something, with its words as arguments (start 1)."
            })
    private @Nullable String trigger;

    @Option(
            names = "--attended",
            description = {"由人操作对方：打印提示后继续。", "A person does what is asked: it is printed."})
    private boolean attended;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = {"结果写为 JSON。", "Writes the result as JSON."})
    private @Nullable Path json;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = {"结果写为 JUnit XML。", "Writes the result as JUnit XML."})
    private @Nullable Path junit;

    int run(CommandLine commandLine, Side side, String host, int port) throws IOException, InterruptedException {
        PrintWriter out = commandLine.getOut();
        List<Scenario> scenarios;
        Certification certification;
        try {
            scenarios = scenarios(side);
            Opposite opposite = new Opposite(host, port, new PileNo(pile), seed, names);
            certification = new Certification(opposite, asker(out), InstantSource.system());
        } catch (ScenarioFault | IllegalArgumentException wrong) {
            throw new ParameterException(commandLine, wrong.getMessage(), wrong);
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            Verdict verdict = certification.play(scenario);
            verdicts.add(verdict);
            out.println(VerdictReport.line(verdict));
            out.flush();
        }
        out.println(VerdictReport.summary(verdicts));
        out.flush();
        if (json != null) {
            Files.writeString(json, VerdictReport.json(verdicts));
        }
        if (junit != null) {
            Files.writeString(junit, VerdictReport.junit(verdicts));
        }
        return verdicts.stream().anyMatch(Verdict::failed) ? Simulator.FAILED : 0;
    }

    private List<Scenario> scenarios(Side side) {
        List<Scenario> found = new ArrayList<>();
        for (String file : files) {
            if (file.equals(ALL)) {
                ScenarioLibrary.all().stream()
                        .filter(each -> each.certifies() == side)
                        .forEach(found::add);
                continue;
            }
            Scenario scenario = ScenarioLibrary.named(file);
            if (scenario.certifies() != side) {
                throw new IllegalArgumentException(scenario.name() + " certifies a "
                        + (side == Side.PLATFORM ? "pile: use certify-pile" : "platform: use certify"));
            }
            found.add(scenario);
        }
        return found;
    }

    private @Nullable Predicate<String> asker(PrintWriter out) {
        if (trigger != null) {
            return new TriggerCommand(trigger);
        }
        if (!attended) {
            return null;
        }
        return what -> {
            out.println("   >>> 请操作 / please do: " + what);
            out.flush();
            return true;
        };
    }
}
