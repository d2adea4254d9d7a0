package io.ohmgate.gateway.order;

import java.time.Duration;
import java.util.List;

/**
 * The waits of an order (ykc.md 7.3, 7.5, 7.6, 8; invariants A6, B3). {@code firstStopGaps} are the waits before the
 * second, third, fourth stop. {@code stopTakesEffect} is how long a pile may still report charging after it said that it
 * stops: a report may have been under way.
 */
public record OrderTimings(
        Duration plugGrace,
        Duration startDeadline,
        Duration chargeMax,
        List<Duration> firstStopGaps,
        Duration laterStopGap,
        Duration stopTakesEffect,
        Duration stopAlarm,
        Duration recordDue,
        Duration recordGiveUp) {
    /**
     * What the book says. The pile watches the plug for 60 s, and 5 s are for the way. Stops go out again 5, 10 and 20 s
     * after the first, then every 30 s.
     */
    public static final OrderTimings BOOK = new OrderTimings(
            Duration.ofSeconds(65),
            Duration.ofSeconds(90),
            Duration.ofDays(2),
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10)),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofDays(1));

    public OrderTimings {
        firstStopGaps = List.copyOf(firstStopGaps);
    }

    /** How long to wait after the {@code sends}-th stop before the next. */
    Duration afterStop(int sends) {
        return sends <= firstStopGaps.size() ? firstStopGaps.get(sends - 1) : laterStopGap;
    }
}
