package io.ohmgate.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what the edge tolerated, refused or dropped, by name. Names come from protocols' enums; should one make them up
 * from data after all, everything beyond {@link #NAMES_MAX} is counted together (invariants 6.1).
 */
final class EdgeCounters {
    static final int NAMES_MAX = 200;
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final ConcurrentHashMap<Key, Counter> counters = new ConcurrentHashMap<>();

    EdgeCounters(MeterRegistry registry) {
        this.registry = registry;
        // Made at once, so that a rate over them is right from the first one on.
        for (String why : List.of("stale-session", "not-live")) {
            known(new Key("ohmgate.edge.dropped", "any", why));
        }
        for (String kind : List.of(
                "foreign-report",
                "foreign-record",
                "FOREIGN_PILE",
                "record-after-takeover",
                "unsupported-V1.8",
                "unsupported-V2")) {
            known(new Key("ohmgate.edge.security", "any", kind));
        }
        known(new Key("ohmgate.edge.paused", "any", "inbox-full"));
    }

    void oddity(String protocol, String anomaly) {
        count(new Key("ohmgate.edge.oddities", protocol, anomaly));
    }

    void security(String kind) {
        count(new Key("ohmgate.edge.security", "any", kind));
    }

    void dropped(String why) {
        count(new Key("ohmgate.edge.dropped", "any", why));
    }

    /** A pile was made to wait because the inbox of records was full. */
    void paused() {
        count(new Key("ohmgate.edge.paused", "any", "inbox-full"));
    }

    /** A pile was hung up on because too many records waited for room already. */
    void turnedAway() {
        count(new Key("ohmgate.edge.paused", "any", "too-many-wait"));
    }

    private void count(Key key) {
        Counter known = counters.get(key);
        if (known == null) {
            known = known(counters.size() < NAMES_MAX ? key : new Key(key.metric, "any", OTHER));
        }
        known.increment();
    }

    private Counter known(Key key) {
        return counters.computeIfAbsent(
                key, fresh -> registry.counter(fresh.metric, "protocol", fresh.protocol, "kind", fresh.kind));
    }

    private record Key(String metric, String protocol, String kind) {}
}
