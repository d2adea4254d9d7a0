package io.ohmgate.loadtest.report;

import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.measure.Watch.Usages;
import java.util.List;
import java.util.Map;

/**
 * What came of one scenario, as it is kept in a file: with the machine, the options, every run and every target, so that a
 * reader can recompute whatever the page says.
 */
public record Result(
        String scenario,
        String title,
        String at,
        Map<String, String> options,
        Map<String, String> machine,
        List<Run> runs,
        List<Target> targets) {
    public Result {
        runs = List.copyOf(runs);
        targets = List.copyOf(targets);
    }

    /** Everything was as it should be: all checks hold. Targets may be missed by a good run. */
    public boolean good() {
        return runs.stream().flatMap(run -> run.checks().stream()).allMatch(Check::good);
    }

    /** The targets alone, for a summary. */
    public Result withoutRuns() {
        return new Result(scenario, title, at, options, machine, List.of(), targets);
    }

    /** One of several equal runs. */
    public record Run(int number, List<Subject> subjects, List<Check> checks) {
        public Run {
            subjects = List.copyOf(subjects);
            checks = List.copyOf(checks);
        }
    }

    /** The product or the baseline in one run. */
    public record Subject(
            String name,
            Map<String, Double> figures,
            Map<String, Latency> latencies,
            Map<String, Usages> processes,
            List<String> notes) {
        public Subject {
            notes = List.copyOf(notes);
        }

        public double figure(String of) {
            return figures.getOrDefault(of, Double.NaN);
        }
    }

    /** Something that must hold, whatever the speed. */
    public record Check(String name, boolean good, String detail) {}
}
