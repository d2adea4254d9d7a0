package io.ohmgate.gateway.order;

import java.time.Duration;
import java.util.List;

/** The waits of an order (ykc.md 7.3, 7.5, 7.6, 8; invariants A6, B3). */
public record OrderTimings(
        Duration plugGrace,
        Duration startDeadline,
        List<Duration> firstStopResends,
        Duration laterStopResend,
        Duration stopAlarm,
        Duration recordDue,
        Duration recordGiveUp) {
    /** What the book says: the pile watches the plug for 60 s, and 5 s are for the way. */
    public static final OrderTimings BOOK = new OrderTimings(
            Duration.ofSeconds(65),
            Duration.ofSeconds(90),
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20)),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofHours(24));

    public OrderTimings {
        firstStopResends = List.copyOf(firstStopResends);
    }

    /** How long to wait after the {@code sends}-th stop before the next: 5, 10, 20 s, then every 30 s. */
    Duration afterStop(int sends) {
        return sends <= firstStopResends.size() ? firstStopResends.get(sends - 1) : laterStopResend;
    }
}
