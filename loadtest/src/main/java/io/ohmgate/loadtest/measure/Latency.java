package io.ohmgate.loadtest.measure;

import java.util.List;

/** Percentiles in milliseconds from the due time, of all of a run and of each step of it. */
public record Latency(
        long count, int stepSeconds, double p50, double p90, double p99, double p999, double max, List<Point> points) {
    public Latency {
        points = List.copyOf(points);
    }

    /** One step; {@code second} counts from the start of the measurement. */
    public record Point(int second, long count, double p50, double p99, double p999, double max) {}
}
