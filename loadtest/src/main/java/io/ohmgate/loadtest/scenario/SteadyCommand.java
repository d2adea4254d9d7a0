package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.driver.Load.Traffic;
import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.report.Result.Run;
import io.ohmgate.loadtest.report.Target;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** 平稳负载：心跳 10 s、0x13 15 s. CPU of a frame, latency, memory of a session, against the baseline. */
@Command(
        name = "steady",
        mixinStandardHelpOptions = true,
        description = "平稳负载：每桩心跳 10 s、实时数据 15 s，与基线轮流测量 / steady mix, in turn with the baseline")
public final class SteadyCommand extends ScenarioCommand {
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

    private TrafficRun.Shape shape() {
        return new TrafficRun.Shape(
                sessions, loginsPerSecond, warmUp, seconds, new Traffic(beatMillis, realtimeMillis, 1));
    }

    @Override
    String id() {
        return "steady";
    }

    @Override
    String title() {
        return String.format(Locale.ROOT, "平稳负载 / steady, %,d sessions", sessions);
    }

    @Override
    Map<String, String> options() {
        return shape().options();
    }

    @Override
    Run once(int number) throws IOException, InterruptedException {
        return shape().inTurn(rig, number, List.of());
    }

    @Override
    List<Target> targets(List<Run> runs) {
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
