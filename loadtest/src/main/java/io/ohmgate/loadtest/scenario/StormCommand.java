package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.driver.Count;
import io.ohmgate.loadtest.driver.Drivers;
import io.ohmgate.loadtest.driver.Load;
import io.ohmgate.loadtest.driver.Load.Traffic;
import io.ohmgate.loadtest.driver.Outcome;
import io.ohmgate.loadtest.driver.Plan;
import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.measure.Watch;
import io.ohmgate.loadtest.product.ProductServer;
import io.ohmgate.loadtest.product.Store;
import io.ohmgate.loadtest.report.Result.Check;
import io.ohmgate.loadtest.report.Result.Run;
import io.ohmgate.loadtest.report.Result.Subject;
import io.ohmgate.loadtest.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * 重连风暴. Every pile loses its connection and dials again, each with prices to ask for, two reports and a stored record.
 * Afterwards it is watched for a second wave: a platform that recovers only to fall again has not recovered.
 */
@Command(
        name = "storm",
        mixinStandardHelpOptions = true,
        description = "重连风暴：全部桩同时断线重连并补传账单，之后观察有无第二波 / reconnect storm, then watched for a second wave")
public final class StormCommand extends ScenarioCommand {
    private static final int CONFIRMED_WITHIN_SECONDS = 120;

    @Option(names = "--sessions", defaultValue = "10000", description = "每节点会话数 / sessions a node")
    private int sessions;

    @Option(names = "--spread-millis", defaultValue = "1000", description = "重拨分布时长 / all dials are due within")
    private long spreadMillis;

    @Option(names = "--calm-seconds", defaultValue = "60", description = "之后观察时长 / watched afterwards for")
    private int calmSeconds;

    @Option(names = "--patience", defaultValue = "120", description = "最多等待秒数 / seconds to wait for the last")
    private int patience;

    @Option(
            names = "--logins-per-second",
            defaultValue = "250",
            description = "首次登录速率，每节点 / first logins a second, a node")
    private int loginsPerSecond;

    @Override
    String id() {
        return "storm";
    }

    @Override
    String title() {
        return String.format(Locale.ROOT, "重连风暴 / reconnect storm, %d × %,d piles", rig.nodes, sessions);
    }

    @Override
    Map<String, String> options() {
        return Map.of(
                "sessionsPerNode", Integer.toString(sessions),
                "spreadMillis", Long.toString(spreadMillis),
                "calmSeconds", Integer.toString(calmSeconds));
    }

    @Override
    Run once(int number) throws IOException, InterruptedException {
        int piles = sessions * rig.nodes;
        Map<String, Double> figures = new TreeMap<>();
        List<Check> checks = new ArrayList<>();
        try (ProductServer server = rig.product(piles, List.of())) {
            Plan plan = rig.plan(server, piles, Plan.AfterLogin.EVERYTHING);
            try (Load load = Drivers.start(plan)) {
                load.traffic(new Traffic(10_000, 0, 1));
                Rig.say("product: " + piles + " piles dial in");
                load.logIn(piles * 1_000L / ((long) loginsPerSecond * rig.nodes), patience);
                Thread.sleep(10_000);
                Map<String, List<Long>> watched = new LinkedHashMap<>(server.processes());
                watched.put("driver", load.pids());
                Rig.say("product: the storm");
                try (Watch watch = Watch.over(watched)) {
                    load.dropAll();
                    Outcome storm = load.logIn(spreadMillis, patience);
                    Outcome calm = load.window(calmSeconds);
                    int open = load.sessions();
                    Latency latency = TrafficRun.digests(storm).get("login");
                    figures.put("allInSeconds", latency == null || open < piles ? Double.NaN : latency.max() / 1e3);
                    figures.put("dials", (double) storm.count(Count.DIALS));
                    figures.put("refused", (double) storm.count(Count.REFUSED));
                    figures.put("cutBeforeLogin", (double) storm.count(Count.CUT_BEFORE_LOGIN));
                    checks.add(new Check("all logged in", open == piles, open + " of " + piles));
                    long lost = calm.count(Count.LOST);
                    checks.add(
                            new Check("no second wave", lost == 0, lost + " sessions lost in " + calmSeconds + " s"));
                    List<String> confirmed = awaitConfirmed(load, 2 * piles);
                    figures.put("recordsConfirmed", (double) confirmed.size());
                    checks.add(new Check(
                            "every stored record confirmed",
                            confirmed.size() >= 2 * piles,
                            confirmed.size() + " of " + 2 * piles));
                    try (Store store = server.store()) {
                        checks.addAll(KeptRecords.check(store, plan.run(), confirmed));
                    }
                    Map<String, Latency> latencies = new LinkedHashMap<>(TrafficRun.digests(storm));
                    latencies.putAll(TrafficRun.digests(calm));
                    return new Run(
                            number,
                            List.of(new Subject("product", figures, latencies, watch.end(), List.of())),
                            checks);
                }
            }
        }
    }

    /** One from each login of each pile. */
    static List<String> awaitConfirmed(Load load, int expected) throws InterruptedException {
        List<String> confirmed = load.confirmedRecords();
        for (int i = 0; i < CONFIRMED_WITHIN_SECONDS && confirmed.size() < expected; i += 5) {
            Thread.sleep(5_000);
            confirmed = load.confirmedRecords();
        }
        return confirmed;
    }

    @Override
    List<Target> targets(List<Run> runs) {
        return List.of(Target.atMost(
                "storm.allIn", "全部重新登录", "all logged in again", "s", 30, Ratios.of(runs, "allInSeconds")));
    }
}
