package io.ohmgate.gateway.record;

import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OfflineCharges;
import io.ohmgate.gateway.order.OrderOrigin;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How long a charge took. A pile's clock may stand in 1970: if what it says cannot be true beside what we saw, our own
 * times are taken, and the longest that they allow (ykc.md 7.5, invariants PL9).
 *
 * @param duration null if nobody knows
 * @param clockWrong whether the pile's own times were not believed
 */
record ChargeTimes(@Nullable Duration duration, boolean clockWrong) {
    /** The pile's clock and ours agree within this, or one of them is not to be believed. */
    static final Duration APART_MAX = Duration.ofHours(24);

    static ChargeTimes of(ChargeRecord record, @Nullable ChargingOrder order, Instant receivedAt, ZoneId site) {
        LocalDateTime start = record.startedAt();
        LocalDateTime end = record.endedAt();
        Duration told = start == null || end == null ? null : Duration.between(start, end);
        if (order == null) {
            return new ChargeTimes(told, false);
        }
        if (order.terms().source().origin() == OrderOrigin.OFFLINE_CARD) {
            return offline(record, told, receivedAt, site);
        }
        Instant began = order.times().chargingSeenAt();
        Instant since = began == null ? order.terms().createdAt() : began;
        boolean believable = told != null
                && !told.isNegative()
                && start != null
                && end != null
                && near(start.atZone(site).toInstant(), since)
                && !end.atZone(site).toInstant().isAfter(receivedAt.plus(APART_MAX));
        if (believable) {
            return new ChargeTimes(told, false);
        }
        Duration seen = Duration.between(since, receivedAt);
        return new ChargeTimes(seen.isNegative() ? Duration.ZERO : seen.compareTo(LONGEST) > 0 ? LONGEST : seen, true);
    }

    /** We saw nothing of it, and it may lie weeks back: there is only the pile's clock, believed as its prices are. */
    private static ChargeTimes offline(ChargeRecord record, @Nullable Duration told, Instant receivedAt, ZoneId site) {
        LocalDateTime start = record.startedAt();
        boolean believable = start != null
                && told != null
                && !told.isNegative()
                && OfflineCharges.pricedAt(record, receivedAt, site)
                        .equals(start.atZone(site).toInstant());
        return new ChargeTimes(believable ? told : null, !believable);
    }

    /** A record may come weeks after its charge; no charge takes longer than this. */
    private static final Duration LONGEST = Duration.ofDays(2);

    private static boolean near(Instant told, Instant seen) {
        return Duration.between(told, seen).abs().compareTo(APART_MAX) <= 0;
    }
}
