package io.ohmgate.loadtest.report;

import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.report.Result.Check;
import io.ohmgate.loadtest.report.Result.Run;
import io.ohmgate.loadtest.report.Result.Subject;
import java.io.PrintStream;
import java.util.Locale;

/** A result on a terminal. */
public final class Table {
    private Table() {}

    public static void print(Result result, PrintStream out) {
        out.println();
        out.println(result.title());
        for (Run run : result.runs()) {
            print(run, out);
        }
        out.println();
        for (Target target : result.targets()) {
            out.printf(
                    Locale.ROOT,
                    "  %-7s %-52s %10s  %s %s %s  %s%n",
                    target.met() ? "met" : "NOT MET",
                    target.en(),
                    Numbers.text(target.median()),
                    target.bound().sign(),
                    Numbers.text(target.limit()),
                    target.unit(),
                    target.values().stream().map(Numbers::text).toList());
        }
    }

    public static void print(Run run, PrintStream out) {
        out.println();
        out.println("run " + run.number());
        for (Subject subject : run.subjects()) {
            out.println("  " + subject.name());
            subject.figures()
                    .forEach((name, value) -> out.printf(Locale.ROOT, "    %-34s %14s%n", name, Numbers.text(value)));
            subject.latencies().forEach((name, latency) -> row(out, name, latency));
            subject.processes()
                    .forEach((name, usages) -> out.printf(
                            Locale.ROOT,
                            "    %-34s %14s %% of a core%n",
                            "cpu " + name,
                            Numbers.text(usages.cpuMicros() / 1e4 / Math.max(0.001, usages.seconds()))));
            subject.notes().forEach(note -> out.println("    " + note));
        }
        for (Check check : run.checks()) {
            out.println("  " + (check.good() ? "ok    " : "FAILED ") + check.name() + ": " + check.detail());
        }
    }

    private static void row(PrintStream out, String name, Latency latency) {
        out.printf(
                Locale.ROOT,
                "    %-20s n %-9d p50 %s  p90 %s  p99 %s  p99.9 %s  max %s ms%n",
                name,
                latency.count(),
                Numbers.text(latency.p50()),
                Numbers.text(latency.p90()),
                Numbers.text(latency.p99()),
                Numbers.text(latency.p999()),
                Numbers.text(latency.max()));
    }
}
