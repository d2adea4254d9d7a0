package io.ohmgate.api.trace;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where traces go. Every order has a trace id whether its trace is exported or not.
 *
 * @param endpoint an OTLP/HTTP collector, such as {@code http://collector:4318/v1/traces}; empty: nothing is exported
 * @param sampledPercent of a hundred orders so many are exported whole; which, follows from the trace id on every node alike
 */
@ConfigurationProperties("ohmgate.tracing")
record TraceSettings(
        @DefaultValue("") String endpoint,
        @DefaultValue("10") int sampledPercent) {
    private static final int ALL = 100;

    TraceSettings {
        endpoint = endpoint.strip();
        if (sampledPercent < 0 || sampledPercent > ALL) {
            throw new IllegalArgumentException("ohmgate.tracing.sampled-percent is 0 to 100");
        }
    }

    boolean exported() {
        return !endpoint.isEmpty() && sampledPercent > 0;
    }
}
