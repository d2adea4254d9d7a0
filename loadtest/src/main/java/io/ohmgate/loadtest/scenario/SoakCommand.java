package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.driver.Count;
import io.ohmgate.loadtest.driver.Drivers;
import io.ohmgate.loadtest.driver.Load;
import io.ohmgate.loadtest.driver.Load.RecordLoad;
import io.ohmgate.loadtest.driver.Load.Traffic;
import io.ohmgate.loadtest.driver.Outcome;
import io.ohmgate.loadtest.driver.Plan;
import io.ohmgate.loadtest.measure.HeapCensus;
import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.measure.Watch;
import io.ohmgate.loadtest.measure.Watch.Sample;
import io.ohmgate.loadtest.measure.Watch.Usages;
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

/** 长稳. Many sessions on all nodes for a long time: none drops, nothing grows, the end is as quick as the beginning. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = "长稳：全部节点长时间平稳负载，不掉线、不增长 / long and steady on all nodes: no drop, no growth")
public final class SoakCommand extends ScenarioCommand {
    @Option(names = "--sessions", defaultValue = "15000", description = "每节点会话数 / sessions a node")
    private int sessions;

    @Option(names = "--minutes", defaultValue = "15", description = "时长 / minutes")
    private int minutes;

    @Option(names = "--seconds", defaultValue = "0", description = "时长，优先于分钟 / seconds, before minutes")
    private int seconds;

    @Option(names = "--records-per-second", defaultValue = "10", description = "每秒账单 / records a second")
    private int recordsPerSecond;

    @Option(names = "--logins-per-second", defaultValue = "200", description = "登录速率，每节点 / logins a second, a node")
    private int loginsPerSecond;

    private int length() {
        return seconds > 0 ? seconds : minutes * 60;
    }

    @Override
    String id() {
        return "soak";
    }

    @Override
    String title() {
        return String.format(Locale.ROOT, "长稳 / soak, %d × %,d sessions, %,d s", rig.nodes, sessions, length());
    }

    @Override
    Map<String, String> options() {
        return Map.of(
                "sessionsPerNode", Integer.toString(sessions),
                "seconds", Integer.toString(length()),
                "recordsPerSecond", Integer.toString(recordsPerSecond));
    }

    @Override
    Run once(int number) throws IOException, InterruptedException {
        int piles = sessions * rig.nodes;
        Map<String, Double> figures = new TreeMap<>();
        List<Check> checks = new ArrayList<>();
        try (ProductServer server = rig.product(piles, List.of())) {
            Plan plan = rig.plan(server, piles, Plan.AfterLogin.SILENT);
            try (Load load = Drivers.start(plan)) {
                load.traffic(new Traffic(10_000, 15_000, 1));
                Rig.say("product: " + piles + " sessions dial in");
                load.logIn(piles * 1_000L / ((long) loginsPerSecond * rig.nodes), 180);
                Thread.sleep(20_000);
                long before = live(server);
                Map<String, List<Long>> watched = new LinkedHashMap<>(server.processes());
                watched.put("driver", load.pids());
                Rig.say("product: " + length() + " s");
                try (Watch watch = Watch.over(watched)) {
                    Outcome outcome = load.records(new RecordLoad(recordsPerSecond, 0), length());
                    Map<String, Usages> usages = TrafficRun.inWindow(watch.end(), length());
                    long after = live(server);
                    List<Sample> own = usages.getOrDefault("product", new Usages(0, 1, List.of()))
                            .samples();
                    int open = load.sessions();
                    figures.put("sessions", (double) open);
                    figures.put("drops", (double) outcome.count(Count.LOST));
                    figures.put("liveHeapGrowthMiB", (after - before) / 1024.0 / 1024);
                    if (!own.isEmpty()) {
                        figures.put("threadsFirst", (double) own.getFirst().threads());
                        figures.put("threadsLast", (double) own.getLast().threads());
                        figures.put("rssFirstMiB", own.getFirst().rssMebibytes());
                        figures.put("rssLastMiB", own.getLast().rssMebibytes());
                    }
                    checks.add(new Check("sessions", open == piles, open + " of " + piles));
                    long unanswered = outcome.count(Count.BEATS_UNANSWERED);
                    checks.add(new Check("heartbeats unanswered", unanswered == 0, Long.toString(unanswered)));
                    int left = load.sendAgain();
                    Thread.sleep(5_000);
                    left = left == 0 ? 0 : load.sendAgain();
                    checks.add(new Check("records unconfirmed", left == 0, Integer.toString(left)));
                    try (Store store = server.store()) {
                        checks.addAll(KeptRecords.check(store, plan.run(), load.confirmedRecords()));
                    }
                    return new Run(
                            number,
                            List.of(new Subject("product", figures, TrafficRun.digests(outcome), usages, List.of())),
                            checks);
                }
            }
        }
    }

    private static long live(ProductServer server) throws IOException, InterruptedException {
        long bytes = 0;
        for (long pid : server.pids()) {
            bytes += HeapCensus.take(pid).bytes();
        }
        return bytes;
    }

    @Override
    List<Target> targets(List<Run> runs) {
        return List.of(
                Target.atLeast(
                        "soak.sessions",
                        "同时在线会话",
                        "sessions at once",
                        "",
                        (double) sessions * rig.nodes,
                        Ratios.of(runs, "sessions")),
                Target.atMost("soak.drops", "掉线", "drops", "", 0, Ratios.of(runs, "drops")),
                Target.atMost(
                        "soak.p99",
                        "心跳 p99",
                        "heartbeat p99",
                        "ms",
                        50,
                        Ratios.latency(runs, "heartbeat", Latency::p99)));
    }
}
