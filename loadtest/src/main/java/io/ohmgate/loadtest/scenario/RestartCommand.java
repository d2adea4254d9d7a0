package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.product.ProductServer;
import io.ohmgate.loadtest.report.Result.Run;
import io.ohmgate.loadtest.report.Result.Subject;
import io.ohmgate.loadtest.report.Target;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** 重启. From the start of the process to the first answer at the pile port and readiness. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = "重启耗时：进程启动到接受充电桩 / restart: from the start of the process to taking piles")
public final class RestartCommand extends ScenarioCommand {
    @Option(names = "--piles", defaultValue = "15000", description = "已登记的桩数 / piles it knows")
    private int piles;

    @Override
    String id() {
        return "restart";
    }

    @Override
    String title() {
        return "重启 / restart";
    }

    @Override
    Map<String, String> options() {
        return Map.of("piles", Integer.toString(piles));
    }

    @Override
    Run once(int number) throws IOException, InterruptedException {
        Map<String, Double> figures = new TreeMap<>();
        try (ProductServer server = rig.product(piles, List.of())) {
            figures.put("firstStartSeconds", server.startMillis().getFirst() / 1e3);
            server.stop(0);
            figures.put("restartSeconds", server.restart(0) / 1e3);
        }
        return new Run(number, List.of(new Subject("product", figures, Map.of(), Map.of(), List.of())), List.of());
    }

    @Override
    List<Target> targets(List<Run> runs) {
        return List.of(Target.atMost(
                "restart", "热重启到可接桩", "warm restart to taking piles", "s", 5, Ratios.of(runs, "restartSeconds")));
    }
}
