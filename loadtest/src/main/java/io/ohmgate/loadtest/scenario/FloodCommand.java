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

/** 心跳洪峰. CPU of a round trip at a rate far above what piles do, against the baseline. */
@Command(
        name = "flood",
        mixinStandardHelpOptions = true,
        description = "心跳洪峰：少量会话、高频心跳，与基线轮流测量 / heartbeat flood, in turn with the baseline")
public final class FloodCommand extends ScenarioCommand {
    /** Otherwise the product would stop reading from piles that say this much, and rightly. */
    static final List<String> NO_FRAME_LIMIT =
            List.of("--ohmgate.pile.frames-per-second=1000000", "--ohmgate.pile.frames-burst=1000000");

    @Option(names = "--sessions", defaultValue = "1000", description = "会话数 / sessions")
    private int sessions;

    @Option(
            names = "--per-second",
            defaultValue = "20000",
            description = "全部会话每秒心跳数 / heartbeats a second, all sessions together")
    private int perSecond;

    @Option(names = "--seconds", defaultValue = "30", description = "测量时长 / seconds measured")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "20", description = "预热时长 / seconds of the same load before")
    private int warmUp;

    @Option(names = "--logins-per-second", defaultValue = "250", description = "登录速率 / logins a second")
    private int loginsPerSecond;

    private TrafficRun.Shape shape() {
        long beatMillis = Math.max(1, 1_000L * sessions / perSecond);
        return new TrafficRun.Shape(sessions, loginsPerSecond, warmUp, seconds, new Traffic(beatMillis, 0, 1));
    }

    @Override
    String id() {
        return "flood";
    }

    @Override
    String title() {
        return String.format(Locale.ROOT, "心跳洪峰 / flood, %,d sessions, %,d/s", sessions, perSecond);
    }

    @Override
    Map<String, String> options() {
        return shape().options();
    }

    @Override
    Run once(int number) throws IOException, InterruptedException {
        return shape().inTurn(rig, number, NO_FRAME_LIMIT);
    }

    @Override
    List<Target> targets(List<Run> runs) {
        return List.of(
                Target.atMost(
                        "flood.cpu",
                        "每次往返 CPU，对基线之比",
                        "CPU per round trip, by baseline",
                        "×",
                        1.5,
                        Ratios.ofBaseline(runs, "cpuMicrosPerRoundTrip")),
                Target.atMost(
                        "flood.p99",
                        "心跳 p99",
                        "heartbeat p99",
                        "ms",
                        50,
                        Ratios.latency(runs, "heartbeat", Latency::p99)));
    }
}
