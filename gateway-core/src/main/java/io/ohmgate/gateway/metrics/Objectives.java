package io.ohmgate.gateway.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * The bounds at which durations are counted, so that an objective can be read from the counts of many nodes: quantiles of
 * single nodes cannot be added up. Each objective of invariants 6.5 is one of these bounds.
 */
public final class Objectives {
    /** From 5 ms to 20 s: what waits for a commit or a pile's next frame. */
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60)
    };

    private Objectives() {}

    /** A timer that counts at these bounds. */
    public static Timer.Builder timer(String name) {
        return Timer.builder(name).serviceLevelObjectives(BOUNDS);
    }
}
