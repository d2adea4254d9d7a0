package io.ohmgate.gateway.order;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the order's steps were taken, by our clock; null as long as they were not. */
public record OrderTimes(
        @Nullable Instant startSentAt,
        @Nullable Instant startAckedAt,
        @Nullable Instant chargingSeenAt,
        @Nullable Instant endedAt,
        @Nullable Instant closedAt) {
    public static final OrderTimes NONE = new OrderTimes(null, null, null, null, null);

    OrderTimes startSent(Instant at) {
        return new OrderTimes(at, startAckedAt, chargingSeenAt, endedAt, closedAt);
    }

    OrderTimes startAcked(Instant at) {
        return new OrderTimes(startSentAt, at, chargingSeenAt, endedAt, closedAt);
    }

    OrderTimes chargingSeen(Instant at) {
        return new OrderTimes(
                startSentAt, startAckedAt, chargingSeenAt == null ? at : chargingSeenAt, endedAt, closedAt);
    }

    OrderTimes ended(Instant at) {
        return new OrderTimes(startSentAt, startAckedAt, chargingSeenAt, endedAt == null ? at : endedAt, closedAt);
    }

    OrderTimes closed(Instant at) {
        return new OrderTimes(startSentAt, startAckedAt, chargingSeenAt, endedAt, at);
    }
}
