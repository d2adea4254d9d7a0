package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.report.Result.Run;
import io.ohmgate.loadtest.report.Result.Subject;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Figures of runs, one value a run; NaN where a run has none. */
final class Ratios {
    private Ratios() {}

    private static Optional<Subject> subject(Run run, String name) {
        return run.subjects().stream()
                .filter(subject -> subject.name().equals(name))
                .findFirst();
    }

    /** Product by baseline, within one run. */
    static List<Double> ofBaseline(List<Run> runs, String figure) {
        return runs.stream()
                .map(run -> subject(run, "product").map(it -> it.figure(figure)).orElse(Double.NaN)
                        / subject(run, "baseline").map(it -> it.figure(figure)).orElse(Double.NaN))
                .toList();
    }

    static List<Double> of(List<Run> runs, String figure) {
        return runs.stream()
                .map(run -> subject(run, "product").map(it -> it.figure(figure)).orElse(Double.NaN))
                .toList();
    }

    static List<Double> latency(List<Run> runs, String what, ToDoubleFunction<Latency> percentile) {
        return runs.stream()
                .map(run -> subject(run, "product")
                        .map(it -> it.latencies().get(what))
                        .map(percentile::applyAsDouble)
                        .orElse(Double.NaN))
                .toList();
    }
}
