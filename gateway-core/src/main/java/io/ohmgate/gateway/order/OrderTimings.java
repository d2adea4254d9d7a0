package io.ohmgate.gateway.order;

import java.time.Duration;
import java.util.List;

/**
 * The waits of an order (ykc.md 7.3, 7.5, 7.6, 8; invariants A6, B3). {@code firstStopGaps} are the waits before the
 * second, third, fourth stop. {@code stopTakesEffect} is how long a pile may still report charging after it said that it
 * stops: a report may have been under way. After {@code silenceAsk} without a report a charging gun of a pile that is
 * online is asked, {@code silenceWarn} later a person is told; after {@code silenceMax}, online or not, the order is closed
 * in the books, for its driver must be free to charge elsewhere. A charge over night outlives a broken line for so long.
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
        Duration recordGiveUp,
        Duration silenceAsk,
        Duration silenceWarn,
        Duration silenceMax) {
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
            Duration.ofDays(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofHours(12));

    public OrderTimings {
        firstStopGaps = List.copyOf(firstStopGaps);
    }

    /** How long to wait after the {@code sends}-th stop before the next. */
    Duration afterStop(int sends) {
        return sends <= firstStopGaps.size() ? firstStopGaps.get(sends - 1) : laterStopGap;
    }
}
