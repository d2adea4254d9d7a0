package io.ohmgate.api.problem;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Counts every refusal by its code: failed and locked logins, refused access, limits, outages. */
@Component
class ProblemCounters {
    private final Map<ProblemCode, Counter> counters = new EnumMap<>(ProblemCode.class);

    ProblemCounters(MeterRegistry meters) {
        for (ProblemCode code : ProblemCode.values()) {
            counters.put(
                    code,
                    meters.counter("ohmgate.http.problems", "code", code.name().toLowerCase(Locale.ROOT)));
        }
    }

    void count(ProblemCode code) {
        Counter counter = counters.get(code);
        if (counter != null) {
            counter.increment();
        }
    }
}
