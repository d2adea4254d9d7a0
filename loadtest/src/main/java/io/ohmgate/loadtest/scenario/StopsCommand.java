package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.driver.Drivers;
import io.ohmgate.loadtest.driver.Fleet;
import io.ohmgate.loadtest.driver.Load;
import io.ohmgate.loadtest.driver.Load.Traffic;
import io.ohmgate.loadtest.driver.Plan;
import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.measure.Watch;
import io.ohmgate.loadtest.product.ProductServer;
import io.ohmgate.loadtest.report.Result.Check;
import io.ohmgate.loadtest.report.Result.Run;
import io.ohmgate.loadtest.report.Result.Subject;
import io.ohmgate.loadtest.report.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** 过载下的停充命令. From the tap that was due to the command at the pile, while three times the load of a busy evening comes in. */
@Command(
        name = "stops",
        mixinStandardHelpOptions = true,
        description = "3 倍设计负载下的停充命令延迟 / latency of stop commands under three times the design load")
public final class StopsCommand extends ScenarioCommand {
    @Option(names = "--charges", defaultValue = "200", description = "充电中的枪数 / charges that are stopped")
    private int charges;

    @Option(names = "--sessions", defaultValue = "4000", description = "产生负载的会话数 / sessions that make the load")
    private int sessions;

    @Option(
            names = "--frames-per-second",
            defaultValue = "19200",
            description = "上行帧速率，设计值 6,400 的 3 倍 / three times 6,400")
    private int framesPerSecond;

    @Option(names = "--seconds", defaultValue = "40", description = "停充分布时长 / the stops are spread over")
    private int seconds;

    @Override
    String id() {
        return "stops";
    }

    @Override
    String title() {
        return String.format(Locale.ROOT, "过载下停充 / stops under %,d frames/s", framesPerSecond);
    }

    @Override
    Map<String, String> options() {
        return Map.of(
                "charges", Integer.toString(charges),
                "sessions", Integer.toString(sessions),
                "framesPerSecond", Integer.toString(framesPerSecond));
    }

    @Override
    Run once(int number) throws IOException, InterruptedException {
        rig.drivers = 10;
        Map<String, Double> figures = new TreeMap<>();
        try (ProductServer server = rig.product(charges + sessions, FloodCommand.NO_FRAME_LIMIT)) {
            Plan all = rig.plan(server, charges + sessions, Plan.AfterLogin.PRICES);
            LiveOrders orders = new LiveOrders(server.product(), rig.ground(), charges, all.run());
            try (Fleet chargers = Fleet.start(all.range(0, charges, Plan.AfterLogin.PRICES));
                    Load load = Drivers.start(all.range(charges, sessions, Plan.AfterLogin.SILENT))) {
                chargers.listen(orders);
                chargers.traffic(new Traffic(10_000, 15_000, 1_000));
                load.traffic(new Traffic(10_000, 0, 1));
                chargers.logIn(charges * 10L, 60);
                load.logIn(sessions * 4L, 60);
                Thread.sleep(5_000);
                Rig.say("product: starting " + charges + " charges");
                orders.startAll(Duration.ofSeconds(Math.max(5, charges / 20)));
                // Two of five frames are heartbeats, as in the design's mix.
                long frameMillis = Math.max(1, 1_000L * sessions);
                load.traffic(new Traffic(
                        Math.max(1, frameMillis * 5 / (2L * framesPerSecond)),
                        Math.max(1, frameMillis * 5 / (3L * framesPerSecond)),
                        1));
                Thread.sleep(10_000);
                Map<String, List<Long>> watched = new LinkedHashMap<>(server.processes());
                watched.put("driver", load.pids());
                Rig.say("product: stopping them under load");
                try (Watch watch = Watch.over(watched)) {
                    Latency stops = orders.stopAll(seconds).digest();
                    figures.put("framesPerSecond", (double) framesPerSecond);
                    Map<String, Latency> latencies = Map.of("stop", stops);
                    Subject subject = new Subject("product", figures, latencies, watch.end(), List.of());
                    return new Run(
                            number,
                            List.of(subject),
                            List.of(
                                    new Check(
                                            "charges started",
                                            orders.started() == charges,
                                            orders.started() + " of " + charges + " " + orders.refusals()),
                                    new Check(
                                            "every stop reached its pile",
                                            orders.stopped() == charges,
                                            orders.stopped() + " of " + charges)));
                }
            }
        }
    }

    @Override
    List<Target> targets(List<Run> runs) {
        return List.of(Target.atMost(
                "stops.p99",
                "停充命令 p99，从应点击时刻到桩",
                "stop command p99, from the tap to the pile",
                "ms",
                1_000,
                Ratios.latency(runs, "stop", Latency::p99)));
    }
}
