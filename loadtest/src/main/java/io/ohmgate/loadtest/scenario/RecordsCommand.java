package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.driver.Count;
import io.ohmgate.loadtest.driver.Drivers;
import io.ohmgate.loadtest.driver.Load;
import io.ohmgate.loadtest.driver.Load.RecordLoad;
import io.ohmgate.loadtest.driver.Load.Traffic;
import io.ohmgate.loadtest.driver.Outcome;
import io.ohmgate.loadtest.driver.Plan;
import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.measure.Watch;
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
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * 账单洪峰. How many records a second are committed and confirmed; how long one waits at half of the rate wanted; how fast
 * they are settled. Afterwards each confirmation is looked up in the database.
 */
@Command(
        name = "records",
        mixinStandardHelpOptions = true,
        description =
                "账单洪峰：0x3B → 落库 → 0x40；之后逐条核对数据库 / records: 0x3B to 0x40, each looked up in the database afterwards")
public final class RecordsCommand extends ScenarioCommand {
    private static final String DECIDED = "SELECT COUNT(*) FROM record_inbox WHERE state <> 'PENDING'";
    private static final String PENDING = "SELECT COUNT(*) FROM record_inbox WHERE state = 'PENDING'";

    @Option(names = "--sessions", defaultValue = "1000", description = "会话数 / sessions")
    private int sessions;

    @Option(names = "--window", defaultValue = "20", description = "每桩未确认账单数 / unconfirmed records of each pile")
    private int window;

    @Option(names = "--seconds", defaultValue = "20", description = "每阶段时长 / seconds of each phase")
    private int seconds;

    @Option(
            names = "--per-second",
            defaultValue = "5000",
            description = "定速阶段每秒账单 / records a second in the paced phase")
    private int perSecond;

    @Option(
            names = "--settle-seconds",
            defaultValue = "180",
            description = "等待结算的最长时间 / how long settling is watched at most")
    private int settleSeconds;

    @Override
    String id() {
        return "records";
    }

    @Override
    String title() {
        return String.format(Locale.ROOT, "账单洪峰 / durable records, %,d piles", sessions);
    }

    @Override
    Map<String, String> options() {
        return Map.of(
                "sessions", Integer.toString(sessions),
                "window", Integer.toString(window),
                "seconds", Integer.toString(seconds),
                "perSecond", Integer.toString(perSecond));
    }

    @Override
    Run once(int number) throws IOException, InterruptedException {
        Map<String, Double> figures = new TreeMap<>();
        try (ProductServer server = rig.product(sessions, FloodCommand.NO_FRAME_LIMIT)) {
            Plan plan = rig.plan(server, sessions, Plan.AfterLogin.SILENT);
            try (Load load = Drivers.start(plan);
                    Store store = server.store()) {
                load.traffic(new Traffic(10_000, 0, 1));
                load.logIn(sessions * 4L, 60);
                Rig.say("product: warming up");
                load.records(new RecordLoad(Math.max(1, perSecond / 5), 0), 10);
                settled(store, settleSeconds);
                Map<String, List<Long>> watched = new LinkedHashMap<>(server.processes());
                watched.put("driver", load.pids());

                Rig.say("product: " + perSecond + " records a second");
                Outcome paced = load.records(new RecordLoad(perSecond, 0), seconds);
                settled(store, settleSeconds);

                Rig.say("product: as many as it takes");
                Map<String, Usages> usages;
                long decided = store.number(DECIDED);
                long start = System.nanoTime();
                Outcome eager;
                try (Watch watch = Watch.over(watched)) {
                    eager = load.records(new RecordLoad(0, window), seconds);
                    usages = TrafficRun.inWindow(watch.end(), seconds);
                }
                settled(store, settleSeconds);
                double took = (System.nanoTime() - start) / 1e9;
                figures.put("recordsPerSecond", eager.count(Count.RECORDS_CONFIRMED) / (double) seconds);
                figures.put("settledPerSecond", (store.number(DECIDED) - decided) / took);
                long cpu = usages.getOrDefault("product", new Usages(0, 1, List.of()))
                        .cpuMicros();
                figures.put("cpuMicrosPerRecord", cpu / Math.max(1.0, (double) eager.count(Count.RECORDS_CONFIRMED)));
                List<String> confirmed = load.confirmedRecords();
                List<Check> checks = new ArrayList<>(KeptRecords.check(store, plan.run(), confirmed));
                long unconfirmed = paced.count(Count.RECORDS) - paced.count(Count.RECORDS_CONFIRMED);
                checks.add(new Check("paced records unconfirmed", unconfirmed == 0, Long.toString(unconfirmed)));
                long refused = paced.count(Count.RECORDS_REFUSED) + eager.count(Count.RECORDS_REFUSED);
                checks.add(new Check("records refused", refused == 0, Long.toString(refused)));
                long pending = store.number(PENDING);
                checks.add(new Check("every record decided", pending == 0, pending + " pending"));
                List<String> notes =
                        List.of("inbox " + store.numbers("SELECT state, COUNT(*) FROM record_inbox GROUP BY state"));
                return new Run(
                        number,
                        List.of(new Subject("product", figures, TrafficRun.digests(paced), usages, notes)),
                        checks);
            }
        }
    }

    /** Until nothing waits, or it has taken too long. */
    private static void settled(Store store, int seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (store.number(PENDING) > 0 && System.nanoTime() < end) {
            Thread.sleep(500);
        }
    }

    @Override
    List<Target> targets(List<Run> runs) {
        return List.of(
                Target.atLeast(
                        "records.rate",
                        "每秒落库并确认的账单",
                        "durable records per second",
                        "/s",
                        10_000,
                        Ratios.of(runs, "recordsPerSecond")),
                Target.atMost(
                        "records.p99",
                        "半速时确认 p99",
                        "confirmation p99 at half the rate",
                        "ms",
                        500,
                        Ratios.latency(runs, "record", Latency::p99)),
                Target.atLeast(
                        "records.settled",
                        "每秒结算",
                        "settled per second",
                        "/s",
                        1_000,
                        Ratios.of(runs, "settledPerSecond")));
    }
}
