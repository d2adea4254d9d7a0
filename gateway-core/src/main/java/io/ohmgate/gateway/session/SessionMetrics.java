package io.ohmgate.gateway.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.gateway.event.PileEvent.TakeoverRule;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.trust.Trust;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** What is counted of sessions. Every label is an enum's: none can grow (invariants 6.1). */
final class SessionMetrics {
    private final Counter accepted;
    private final Counter offline;
    private final Counter staleEpochs;
    private final Counter fenced;
    private final Counter moved;
    private final Map<Trust, Counter> trusts;
    private final Map<LoginRefusal, Counter> banned;
    private final Map<LoginRefusal, Counter> refusals;
    private final Map<TakeoverRule, Counter> takeovers;
    private final Map<CloseReason, Counter> closes;

    /** @param byTrust how many sessions are open that are believed that much */
    SessionMetrics(
            MeterRegistry registry,
            Supplier<Number> openSessions,
            Supplier<Number> bans,
            ToIntFunction<Trust> byTrust) {
        for (Trust level : Trust.values()) {
            Gauge.builder("ohmgate.sessions.by.trust", byTrust, open -> open.applyAsInt(level))
                    .tag("level", level.name().toLowerCase(Locale.ROOT))
                    .strongReference(true)
                    .register(registry);
        }
        // A strong reference: nobody else holds on to the supplier.
        Gauge.builder("ohmgate.sessions.open", openSessions, open -> open.get().doubleValue())
                .strongReference(true)
                .register(registry);
        Gauge.builder("ohmgate.sessions.bans", bans, now -> now.get().doubleValue())
                .strongReference(true)
                .register(registry);
        accepted = registry.counter("ohmgate.sessions.logins", "result", "accepted");
        trusts = counters(registry, Trust.class, "ohmgate.sessions.trust", "level");
        banned = counters(registry, LoginRefusal.class, "ohmgate.sessions.bans.begun", "cause");
        offline = registry.counter("ohmgate.sessions.offline");
        staleEpochs = registry.counter("ohmgate.sessions.epoch.conflicts");
        fenced = registry.counter("ohmgate.sessions.commands.fenced");
        moved = registry.counter("ohmgate.sessions.moved");
        refusals = counters(registry, LoginRefusal.class, "ohmgate.sessions.logins", "result");
        takeovers = counters(registry, TakeoverRule.class, "ohmgate.sessions.takeovers", "rule");
        closes = counters(registry, CloseReason.class, "ohmgate.sessions.closes", "cause");
    }

    void accepted(Trust trust) {
        accepted.increment();
        count(trusts, trust);
    }

    void banned(LoginRefusal reason) {
        count(banned, reason);
    }

    void wentOffline() {
        offline.increment();
    }

    void staleEpoch() {
        staleEpochs.increment();
    }

    /** A command was not written, since this node could not know whether the pile is still its own. */
    void fenced() {
        fenced.increment();
    }

    /** A pile is another node's now. */
    void moved() {
        moved.increment();
    }

    void refused(LoginRefusal reason) {
        count(refusals, reason);
    }

    void takenOver(TakeoverRule rule) {
        count(takeovers, rule);
    }

    void closed(CloseReason reason) {
        count(closes, reason);
    }

    private static <E extends Enum<E>> void count(Map<E, Counter> counters, E key) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }

    private static <E extends Enum<E>> Map<E, Counter> counters(
            MeterRegistry registry, Class<E> type, String name, String label) {
        Map<E, Counter> counters = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            counters.put(constant, registry.counter(name, label, constant.name().toLowerCase(Locale.ROOT)));
        }
        return counters;
    }
}
