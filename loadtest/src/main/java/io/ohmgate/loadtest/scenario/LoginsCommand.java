package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.driver.Count;
import io.ohmgate.loadtest.driver.Drivers;
import io.ohmgate.loadtest.driver.Load;
import io.ohmgate.loadtest.driver.Load.Traffic;
import io.ohmgate.loadtest.driver.Outcome;
import io.ohmgate.loadtest.driver.Plan;
import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.measure.Watch;
import io.ohmgate.loadtest.measure.Watch.Usages;
import io.ohmgate.loadtest.product.Server;
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

/** 冷启动登录. A process that has just started, and everybody dials at once. */
@Command(
        name = "logins",
        mixinStandardHelpOptions = true,
        description = "冷进程登录速率：全部桩同时拨入，与基线轮流测量 / logins a second of a cold process, all piles at once")
public final class LoginsCommand extends ScenarioCommand {
    /** What the product lets in by default is far less: this measures what it could. */
    static final List<String> NO_ACCEPT_LIMIT = List.of("--ohmgate.pile.accepts-per-second=100000");

    @Option(names = "--sessions", defaultValue = "15000", description = "会话数 / sessions")
    private int sessions;

    @Option(names = "--spread-millis", defaultValue = "500", description = "拨号分布时长 / all dials are due within")
    private long spreadMillis;

    @Option(names = "--patience", defaultValue = "90", description = "最多等待秒数 / seconds to wait for the last")
    private int patience;

    @Override
    String id() {
        return "logins";
    }

    @Override
    String title() {
        return String.format(Locale.ROOT, "冷启动登录 / logins of a cold process, %,d sessions", sessions);
    }

    @Override
    Map<String, String> options() {
        return Map.of("sessions", Integer.toString(sessions), "spreadMillis", Long.toString(spreadMillis));
    }

    @Override
    Run once(int number) throws IOException, InterruptedException {
        List<Subject> subjects = new ArrayList<>();
        List<Check> checks = new ArrayList<>();
        for (String name : rig.subjects()) {
            try (Server server = rig.start(name, sessions, NO_ACCEPT_LIMIT);
                    Load load = Drivers.start(rig.plan(server, sessions, Plan.AfterLogin.SILENT))) {
                load.traffic(new Traffic(10_000, 0, 1));
                Rig.say(name + ": " + sessions + " dial at once");
                Map<String, List<Long>> watched = new LinkedHashMap<>(server.processes());
                watched.put("driver", load.pids());
                try (Watch watch = Watch.over(watched)) {
                    Outcome outcome = load.logIn(spreadMillis, patience);
                    Map<String, Usages> usages = watch.end();
                    subjects.add(new Subject(name, figures(outcome), TrafficRun.digests(outcome), usages, List.of()));
                    checks.add(new Check(
                            name + ": all logged in",
                            load.sessions() == sessions,
                            load.sessions() + " of " + sessions + ", refused " + outcome.count(Count.REFUSED)
                                    + ", cut off before " + outcome.count(Count.CUT_BEFORE_LOGIN)));
                }
            }
        }
        return new Run(number, subjects, checks);
    }

    private Map<String, Double> figures(Outcome outcome) {
        Map<String, Double> figures = new TreeMap<>();
        Latency latency = TrafficRun.digests(outcome).get("login");
        double lastMillis = latency == null ? Double.NaN : Math.max((double) spreadMillis, latency.max());
        figures.put("loginsPerSecond", outcome.count(Count.LOGINS) * 1e3 / lastMillis);
        figures.put("lastLoginMillis", lastMillis);
        figures.put("dials", (double) outcome.count(Count.DIALS));
        return figures;
    }

    @Override
    List<Target> targets(List<Run> runs) {
        return List.of(Target.atLeast(
                "logins.rate",
                "冷进程每秒登录",
                "logins per second, cold process",
                "/s",
                8_000,
                Ratios.of(runs, "loginsPerSecond")));
    }
}
