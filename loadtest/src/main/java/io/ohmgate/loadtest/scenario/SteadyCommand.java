package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.driver.Load.Traffic;
import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.product.Server;
import io.ohmgate.loadtest.report.Result;
import io.ohmgate.loadtest.report.Result.Check;
import io.ohmgate.loadtest.report.Result.Run;
import io.ohmgate.loadtest.report.Result.Subject;
import io.ohmgate.loadtest.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** 平稳负载：心跳 10 s、0x13 15 s. CPU of a frame, latency, memory of a session, against the baseline. */
@Command(
        name = "steady",
        mixinStandardHelpOptions = true,
        description = "平稳负载：每桩心跳 10 s、实时数据 15 s，与基线轮流测量 / steady mix, in turn with the baseline")
public final class SteadyCommand implements Callable<Integer> {
    @Mixin
    private Rig rig = new Rig();

    @Option(names = "--sessions", defaultValue = "15000", description = "会话数 / sessions")
    private int sessions;

    @Option(names = "--seconds", defaultValue = "60", description = "测量时长 / seconds measured")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "30", description = "预热时长 / seconds of the same load before")
    private int warmUp;

    @Option(names = "--beat-millis", defaultValue = "10000", description = "心跳间隔 / between heartbeats of a pile")
    private long beatMillis;

    @Option(
            names = "--realtime-millis",
            defaultValue = "15000",
            description = "0x13 间隔，0 为不发 / between 0x13 of a pile; 0 is none")
    private long realtimeMillis;

    @Option(names = "--logins-per-second", defaultValue = "250", description = "登录速率 / logins a second")
    private int loginsPerSecond;

    @Override
    public Integer call() throws IOException, InterruptedException {
        TrafficRun.Shape shape = new TrafficRun.Shape(
                sessions, loginsPerSecond, warmUp, seconds, new Traffic(beatMillis, realtimeMillis, 1));
        List<Run> runs = runs(rig, shape);
        Result result =
                rig.keep("steady", "平稳负载 / steady, " + sessions + " sessions", options(shape), runs, targets(runs));
        return result.good() ? 0 : 1;
    }

    static List<Run> runs(Rig rig, TrafficRun.Shape shape) throws IOException, InterruptedException {
        List<Run> runs = new ArrayList<>();
        for (int number = 1; number <= rig.runs; number++) {
            List<Subject> subjects = new ArrayList<>();
            List<Check> checks = new ArrayList<>();
            for (String name : rig.subjects()) {
                try (Server server = rig.start(name, shape.sessions())) {
                    TrafficRun.Done done = new TrafficRun(shape).measure(rig, server);
                    subjects.add(done.subject());
                    checks.addAll(done.checks());
                }
            }
            runs.add(new Run(number, subjects, checks));
        }
        return runs;
    }

    static Map<String, String> options(TrafficRun.Shape shape) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("sessions", Integer.toString(shape.sessions()));
        options.put("seconds", Integer.toString(shape.seconds()));
        options.put("warmUp", Integer.toString(shape.warmUpSeconds()));
        options.put("beatMillis", Long.toString(shape.traffic().beatMillis()));
        options.put("realtimeMillis", Long.toString(shape.traffic().realtimeMillis()));
        return options;
    }

    private static List<Target> targets(List<Run> runs) {
        return List.of(
                Target.atMost(
                        "steady.cpu",
                        "每上行帧 CPU，对基线之比",
                        "CPU per uplink frame, by baseline",
                        "×",
                        2,
                        Ratios.ofBaseline(runs, "cpuMicrosPerFrame")),
                Target.atMost(
                        "steady.p99",
                        "心跳 p99",
                        "heartbeat p99",
                        "ms",
                        1,
                        Ratios.latency(runs, "heartbeat", Latency::p99)),
                Target.atMost(
                        "steady.p999",
                        "心跳 p99.9",
                        "heartbeat p99.9",
                        "ms",
                        10,
                        Ratios.latency(runs, "heartbeat", Latency::p999)),
                Target.atMost(
                        "steady.heap",
                        "每空闲会话存活堆",
                        "live heap per idle session",
                        "bytes",
                        4_096,
                        Ratios.of(runs, "liveHeapBytesPerSession")),
                Target.atMost(
                        "steady.rss",
                        "每会话 RSS 增长",
                        "RSS growth per session",
                        "KiB",
                        10,
                        Ratios.of(runs, "rssKiBPerSession")));
    }
}
