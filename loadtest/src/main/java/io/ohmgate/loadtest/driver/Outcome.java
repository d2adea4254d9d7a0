package io.ohmgate.loadtest.driver;

import io.ohmgate.loadtest.driver.Tally.Timed;
import io.ohmgate.loadtest.measure.LatencySeries;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What came of a window or of a wave of logins; those of several loops and processes can be added up. */
public record Outcome(Map<Count, Long> counts, Map<String, LatencySeries.Encoded> latencies) {
    static Outcome of(Map<Count, Long> counts, Map<Timed, LatencySeries> latencies) {
        Map<String, LatencySeries.Encoded> encoded = new TreeMap<>();
        latencies.forEach((what, series) -> encoded.put(what.name().toLowerCase(Locale.ROOT), series.encoded()));
        return new Outcome(counts, encoded);
    }

    public static Outcome sum(List<Outcome> parts) {
        Map<Count, Long> counts = new EnumMap<>(Count.class);
        Map<String, List<LatencySeries>> series = new TreeMap<>();
        for (Outcome part : parts) {
            part.counts.forEach((count, number) -> counts.merge(count, number, Long::sum));
            part.latencies.forEach((name, encoded) ->
                    series.computeIfAbsent(name, fresh -> new ArrayList<>()).add(LatencySeries.of(encoded)));
        }
        Map<String, LatencySeries.Encoded> latencies = new TreeMap<>();
        series.forEach((name, all) -> {
            LatencySeries first = all.getFirst();
            all.subList(1, all.size()).forEach(first::add);
            latencies.put(name, first.encoded());
        });
        return new Outcome(counts, latencies);
    }

    public long count(Count what) {
        return counts.getOrDefault(what, 0L);
    }
}
