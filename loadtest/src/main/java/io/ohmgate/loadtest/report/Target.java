package io.ohmgate.loadtest.report;

import java.util.List;

/**
 * A figure to reach. {@code values} are those of the runs in their order; what counts is their median.
 *
 * @param id stable, for those who compare files
 */
public record Target(String id, String zh, String en, String unit, Bound bound, double limit, List<Double> values) {
    public Target {
        values = List.copyOf(values);
    }

    /** Which side is good. */
    public enum Bound {
        AT_MOST("≤"),
        AT_LEAST("≥");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    public static Target atMost(String id, String zh, String en, String unit, double limit, List<Double> values) {
        return new Target(id, zh, en, unit, Bound.AT_MOST, limit, values);
    }

    public static Target atLeast(String id, String zh, String en, String unit, double limit, List<Double> values) {
        return new Target(id, zh, en, unit, Bound.AT_LEAST, limit, values);
    }

    /** NaN if a run has no value: a missing one must not be hidden by the others. */
    public double median() {
        return median(values);
    }

    public static double median(List<Double> values) {
        if (values.isEmpty() || values.stream().anyMatch(value -> value.isNaN())) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    public boolean met() {
        double median = median();
        return bound == Bound.AT_MOST ? median <= limit : median >= limit;
    }
}
