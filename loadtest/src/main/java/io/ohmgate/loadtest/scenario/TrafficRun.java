package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.driver.Count;
import io.ohmgate.loadtest.driver.Drivers;
import io.ohmgate.loadtest.driver.Load;
import io.ohmgate.loadtest.driver.Load.Traffic;
import io.ohmgate.loadtest.driver.Outcome;
import io.ohmgate.loadtest.driver.Plan;
import io.ohmgate.loadtest.measure.HeapCensus;
import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.measure.LatencySeries;
import io.ohmgate.loadtest.measure.ProcessTable;
import io.ohmgate.loadtest.measure.Watch;
import io.ohmgate.loadtest.measure.Watch.Sample;
import io.ohmgate.loadtest.measure.Watch.Usages;
import io.ohmgate.loadtest.product.Server;
import io.ohmgate.loadtest.report.Result.Check;
import io.ohmgate.loadtest.report.Result.Run;
import io.ohmgate.loadtest.report.Result.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One server under an even load: sessions, their memory, and what each frame costs. The same for product and baseline, so
 * that the two can be divided by each other.
 */
final class TrafficRun {
    /** Sessions are kept alive by this while nothing is measured. */
    private static final Traffic KEEP_ALIVE = new Traffic(10_000, 0, 1);

    private static final int LOGIN_PATIENCE_SECONDS = 120;
    private static final int SETTLE_MILLIS = 3_000;

    private final Shape shape;

    TrafficRun(Shape shape) {
        this.shape = shape;
    }

    /** How much of what, for how long. */
    record Shape(int sessions, int loginsPerSecond, int warmUpSeconds, int seconds, Traffic traffic) {
        /** Product and baseline one after the other, each alone on the machine. */
        Run inTurn(Rig rig, int number, List<String> arguments) throws IOException, InterruptedException {
            List<Subject> subjects = new ArrayList<>();
            List<Check> checks = new ArrayList<>();
            for (String name : rig.subjects()) {
                try (Server server = rig.start(name, sessions, arguments)) {
                    Done done = new TrafficRun(this).measure(rig, server);
                    subjects.add(done.subject());
                    checks.addAll(done.checks());
                }
            }
            return new Run(number, subjects, checks);
        }

        Map<String, String> options() {
            Map<String, String> options = new LinkedHashMap<>();
            options.put("sessions", Integer.toString(sessions));
            options.put("seconds", Integer.toString(seconds));
            options.put("warmUp", Integer.toString(warmUpSeconds));
            options.put("beatMillis", Long.toString(traffic.beatMillis()));
            options.put("realtimeMillis", Long.toString(traffic.realtimeMillis()));
            return options;
        }
    }

    /** What came of it, and what must hold. */
    record Done(Subject subject, List<Check> checks) {}

    Done measure(Rig rig, Server server) throws IOException, InterruptedException {
        Map<String, Double> figures = new TreeMap<>();
        Map<String, Latency> latencies = new LinkedHashMap<>();
        List<Check> checks = new ArrayList<>();
        Memory empty = Memory.of(server);
        try (Load load = Drivers.start(rig.plan(server, shape.sessions(), Plan.AfterLogin.SILENT))) {
            load.traffic(KEEP_ALIVE);
            Rig.say(server.name() + ": " + shape.sessions() + " sessions dial in");
            Outcome logins = load.logIn(shape.sessions() * 1_000L / shape.loginsPerSecond(), LOGIN_PATIENCE_SECONDS);
            Thread.sleep(SETTLE_MILLIS);
            Memory full = Memory.of(server);
            memory(figures, empty, full);
            latencies.putAll(digests(logins));

            load.traffic(shape.traffic());
            Rig.say(server.name() + ": warming up for " + shape.warmUpSeconds() + " s");
            Thread.sleep(shape.warmUpSeconds() * 1_000L);
            Map<String, List<Long>> watched = new LinkedHashMap<>(server.processes());
            watched.put("driver", load.pids());
            Rig.say(server.name() + ": measuring for " + shape.seconds() + " s");
            Map<String, Usages> usages;
            Outcome outcome;
            try (Watch watch = Watch.over(watched)) {
                outcome = load.window(shape.seconds());
                usages = inWindow(watch.end(), shape.seconds());
            }
            latencies.putAll(digests(outcome));
            traffic(figures, server, outcome, usages);
            int open = load.sessions();
            figures.put("sessions", (double) open);
            checks.add(check(server, "sessions", open == shape.sessions(), open + " of " + shape.sessions()));
            checks.add(none(server, "sessions lost", outcome.count(Count.LOST) + logins.count(Count.LOST)));
            checks.add(none(server, "heartbeats unanswered", outcome.count(Count.BEATS_UNANSWERED)));
            checks.add(none(server, "answers that are no frame", outcome.count(Count.UNREADABLE)));
            return new Done(new Subject(server.name(), figures, latencies, usages, List.of()), checks);
        }
    }

    private static Check none(Server server, String what, long count) {
        return check(server, what, count == 0, Long.toString(count));
    }

    private static Check check(Server server, String what, boolean good, String detail) {
        return new Check(server.name() + ": " + what, good, detail);
    }

    /** Memory of all nodes together: as it stands, and after a full collection. */
    private record Memory(long rssKibibytes, long rssAfterCollection, long liveBytes) {
        static Memory of(Server server) throws IOException, InterruptedException {
            long rss = rss(server);
            long live = 0;
            for (long pid : server.pids()) {
                HeapCensus.collect(pid);
                live += HeapCensus.take(pid).bytes();
            }
            return new Memory(rss, rss(server), live);
        }

        private static long rss(Server server) {
            return server.pids().stream()
                    .mapToLong(pid -> ProcessTable.of(pid).rssKibibytes())
                    .sum();
        }
    }

    private void memory(Map<String, Double> figures, Memory empty, Memory full) {
        double sessions = Math.max(1, shape.sessions());
        figures.put("rssMiB", full.rssKibibytes / 1024.0);
        figures.put("rssKiBPerSession", (full.rssAfterCollection - empty.rssAfterCollection) / sessions);
        figures.put("rssKiBPerSessionUncollected", (full.rssKibibytes - empty.rssKibibytes) / sessions);
        figures.put("liveHeapBytesPerSession", (full.liveBytes - empty.liveBytes) / sessions);
        figures.put("liveHeapMiB", full.liveBytes / 1024.0 / 1024);
    }

    private void traffic(Map<String, Double> figures, Server server, Outcome outcome, Map<String, Usages> usages) {
        double frames = outcome.count(Count.FRAMES_OUT);
        double beats = Math.max(1, outcome.count(Count.BEATS_ANSWERED));
        double seconds = shape.seconds();
        Usages own = usages.getOrDefault(server.name(), new Usages(0, seconds, List.of()));
        figures.put("framesPerSecond", frames / seconds);
        figures.put("answersPerSecond", beats / seconds);
        figures.put("cpuPercent", own.cpuMicros() / 1e4 / seconds);
        figures.put("cpuMicrosPerFrame", own.cpuMicros() / Math.max(1, frames));
        figures.put("cpuMicrosPerRoundTrip", own.cpuMicros() / beats);
        Usages driver = usages.getOrDefault("driver", own);
        figures.put("driverCpuMicrosPerFrame", driver.cpuMicros() / Math.max(1, frames));
        double max =
                own.samples().stream().mapToDouble(Sample::rssMebibytes).max().orElse(0);
        figures.put("rssMaxMiB", max);
    }

    /** The watch looks a little longer than the window lasts: answers are waited for. */
    static Map<String, Usages> inWindow(Map<String, Usages> seen, int seconds) {
        Map<String, Usages> cut = new LinkedHashMap<>();
        seen.forEach((name, usages) -> {
            List<Sample> samples = usages.samples().stream()
                    .filter(sample -> sample.second() <= seconds)
                    .toList();
            double percent = samples.stream().mapToDouble(Sample::cpuPercent).sum();
            cut.put(name, new Usages(Math.round(percent * 1e4), samples.size(), samples));
        });
        return cut;
    }

    static Map<String, Latency> digests(Outcome outcome) {
        Map<String, Latency> digests = new LinkedHashMap<>();
        outcome.latencies()
                .forEach((name, encoded) ->
                        digests.put(name, LatencySeries.of(encoded).digest()));
        return digests;
    }
}
