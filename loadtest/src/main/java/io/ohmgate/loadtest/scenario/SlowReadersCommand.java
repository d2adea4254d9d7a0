package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.driver.Count;
import io.ohmgate.loadtest.driver.Drivers;
import io.ohmgate.loadtest.driver.Load;
import io.ohmgate.loadtest.driver.Load.Traffic;
import io.ohmgate.loadtest.driver.Lurkers;
import io.ohmgate.loadtest.driver.Lurkers.Kind;
import io.ohmgate.loadtest.driver.Lurkers.NeverReads;
import io.ohmgate.loadtest.driver.Outcome;
import io.ohmgate.loadtest.driver.Plan;
import io.ohmgate.loadtest.measure.HeapCensus;
import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.measure.Watch;
import io.ohmgate.loadtest.measure.Watch.Sample;
import io.ohmgate.loadtest.measure.Watch.Usages;
import io.ohmgate.loadtest.product.ProductServer;
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
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** 慢读与沉默. What those cost who do not listen, do not speak, or speak too slowly; and what the others notice of it. */
@Command(
        name = "slow-readers",
        mixinStandardHelpOptions = true,
        description = "从不读取的桩、沉默连接、半帧、慢写；其他桩的登录不变慢 / piles that never read, silent and slow connections")
public final class SlowReadersCommand extends ScenarioCommand {
    private static final int NEVER_READS_SECONDS = 75;
    private static final double LIMIT_SECONDS = 15;

    @Option(names = "--megabytes", defaultValue = "64", description = "发送量 / megabytes sent by a pile that never reads")
    private int megabytes;

    @Option(names = "--lurkers", defaultValue = "50", description = "每种沉默连接数 / connections of each kind")
    private int lurkers;

    @Option(names = "--logins", defaultValue = "600", description = "被测量的登录数 / logins that are timed")
    private int logins;

    @Override
    String id() {
        return "slow-readers";
    }

    @Override
    String title() {
        return "慢读与沉默 / slow readers and silent connections";
    }

    @Override
    Map<String, String> options() {
        return Map.of(
                "megabytes", Integer.toString(megabytes),
                "lurkers", Integer.toString(lurkers),
                "logins", Integer.toString(logins));
    }

    @Override
    Run once(int number) throws IOException, InterruptedException {
        Map<String, Double> figures = new TreeMap<>();
        Map<String, Latency> latencies = new LinkedHashMap<>();
        List<Check> checks = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        long first = Long.parseLong(Rig.FIRST_PILE.digits());
        try (ProductServer server = rig.product(logins + 1, FloodCommand.NO_FRAME_LIMIT);
                Load load = Drivers.start(rig.plan(server, logins, Plan.AfterLogin.SILENT))) {
            load.traffic(new Traffic(10_000, 0, 1));
            // The first wave warms up, the second is the quiet one.
            load.logIn(logins * 10L, 60);
            latencies.put("login quiet", login(again(load)));

            HeapCensus.collect(server.pids().getFirst());
            Watch watch = Watch.over(server.processes());
            Thread.sleep(2_000);
            Rig.say("product: a pile that never reads");
            CompletableFuture<NeverReads> deaf = new CompletableFuture<>();
            Thread thread = Thread.ofPlatform().daemon().start(() -> neverRead(server, first + logins, deaf));
            latencies.put("login beside", login(again(load)));
            thread.join();
            NeverReads ended = deaf.join();
            Map<String, Usages> usages = watch.end();
            List<Sample> samples =
                    usages.getOrDefault("product", new Usages(0, 1, List.of())).samples();
            double before = samples.isEmpty() ? Double.NaN : samples.getFirst().rssMebibytes();
            double most =
                    samples.stream().mapToDouble(Sample::rssMebibytes).max().orElse(Double.NaN);
            figures.put("rssGrowthMiB", most - before);
            figures.put("bytesTaken", (double) ended.bytesTaken());
            figures.put("closedAfterSeconds", ended.closedAfterSeconds());
            boolean held = !Double.isNaN(ended.closedAfterSeconds()) || ended.stalledSeconds() > 5;
            checks.add(new Check(
                    "who never reads is closed or paused",
                    held,
                    String.format(
                            Locale.ROOT,
                            "%,d bytes taken, closed after %.1f s, stalled for %.1f s",
                            ended.bytesTaken(),
                            ended.closedAfterSeconds(),
                            ended.stalledSeconds())));
            double quiet = Objects.requireNonNull(latencies.get("login quiet")).p99();
            double beside =
                    Objects.requireNonNull(latencies.get("login beside")).p99();
            figures.put("loginP99Ratio", beside / Math.max(0.1, quiet));

            for (Kind kind : Kind.values()) {
                Rig.say("product: " + kind);
                List<Double> seconds =
                        Lurkers.closedAfterSeconds(server.targets().getFirst(), kind, lurkers, first);
                double worst = seconds.stream().anyMatch(one -> one.isNaN())
                        ? Double.NaN
                        : seconds.stream()
                                .mapToDouble(Double::doubleValue)
                                .max()
                                .orElse(Double.NaN);
                figures.put("closedSeconds." + kind.name().toLowerCase(Locale.ROOT), worst);
            }
            return new Run(number, List.of(new Subject("product", figures, latencies, usages, notes)), checks);
        }
    }

    private void neverRead(ProductServer server, long pile, CompletableFuture<NeverReads> done) {
        try {
            done.complete(
                    Lurkers.neverRead(server.targets().getFirst(), pile, megabytes * 1_000_000L, NEVER_READS_SECONDS));
        } catch (IOException failed) {
            done.completeExceptionally(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            done.completeExceptionally(stopped);
        }
    }

    private Outcome again(Load load) throws InterruptedException {
        load.dropAll();
        Thread.sleep(1_000);
        Outcome outcome = load.logIn(logins * 10L, 60);
        if (outcome.count(Count.LOGINS) < logins) {
            Rig.say("only " + outcome.count(Count.LOGINS) + " of " + logins + " piles are in");
        }
        return outcome;
    }

    private static Latency login(Outcome outcome) {
        Latency latency = TrafficRun.digests(outcome).get("login");
        if (latency == null) {
            throw new IllegalStateException("nobody could log in");
        }
        return latency;
    }

    @Override
    List<Target> targets(List<Run> runs) {
        List<Target> targets = new ArrayList<>();
        targets.add(Target.atMost(
                "slow.rss",
                "一个从不读取的桩：内存增长",
                "a pile that never reads: growth",
                "MiB",
                32,
                Ratios.of(runs, "rssGrowthMiB")));
        targets.add(Target.atMost(
                "slow.logins",
                "同时其他桩登录 p99 之比",
                "others' login p99, by the quiet one",
                "×",
                1.5,
                Ratios.of(runs, "loginP99Ratio")));
        for (Kind kind : Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            targets.add(Target.atMost(
                    "slow." + name,
                    "登录前" + zh(kind) + "：断开",
                    name + " before login: closed",
                    "s",
                    LIMIT_SECONDS,
                    Ratios.of(runs, "closedSeconds." + name)));
        }
        return targets;
    }

    private static String zh(Kind kind) {
        return switch (kind) {
            case SILENT -> "沉默";
            case HALF_FRAME -> "半帧";
            case SLOW_LORIS -> "逐字节慢写";
        };
    }
}
