package io.ohmgate.gateway.order;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.RunningMeter;
import io.ohmgate.billing.Tariff;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * An order in memory with what its gun told last. {@code savedAt} is the time of the progress that is in the tables;
 * {@code doubted} is a value that was not believed, and {@code doubt} why, until one is believed again.
 */
record RunningOrder(
        ChargingOrder order,
        @Nullable RunningMeter meter,
        @Nullable Progress progress,
        @Nullable Instant savedAt,
        @Nullable Progress doubted,
        Reading.@Nullable Doubt doubt) {
    static RunningOrder of(ChargingOrder order) {
        return new RunningOrder(order, null, order.progress(), null, null, null);
    }

    /** A charge that has not begun gets its meter. */
    RunningOrder with(Tariff tariff) {
        return new RunningOrder(order, RunningMeter.startingAt(tariff), progress, savedAt, doubted, doubt);
    }

    /** The same charge after a change of its order. */
    RunningOrder with(ChargingOrder changed) {
        return new RunningOrder(changed, meter, progress, savedAt, doubted, doubt);
    }

    /** Gives the order its meter after a restart; it matters to screens only: the bill comes from the record. */
    RunningOrder with(Tariff tariff, ZoneId site) {
        RunningMeter meterNow = progress == null
                ? RunningMeter.startingAt(tariff)
                : Estimate.meter(order, tariff, progress.energy(), progress.at(), site);
        return new RunningOrder(order, meterNow, progress, savedAt, doubted, doubt);
    }

    /** The gun told more. What cannot be is not shown, and what was shown is never lowered (ykc.md 7.6). */
    RunningOrder told(Progress newer, int ratedWatts, ZoneId site) {
        Reading.Doubt odd = Reading.doubt(progress, newer, Estimate.sinceOf(order), ratedWatts)
                .orElse(null);
        boolean believed = odd == null
                || odd == Reading.Doubt.AMOUNT_FELL
                || (odd == Reading.Doubt.ENERGY_JUMPED && confirmsJump(newer));
        return believed
                ? new RunningOrder(order, metered(newer, site), newer, savedAt, null, odd)
                : new RunningOrder(order, meter, progress, savedAt, newer, odd);
    }

    private boolean confirmsJump(Progress newer) {
        return doubted != null
                && doubt == Reading.Doubt.ENERGY_JUMPED
                && newer.energy().compareTo(doubted.energy()) >= 0;
    }

    private @Nullable RunningMeter metered(Progress newer, ZoneId site) {
        if (meter == null) {
            return null;
        }
        LocalTime to = localTime(newer.at(), site);
        Energy before = meter.energy();
        if (newer.energy().compareTo(before) <= 0) {
            return meter;
        }
        Instant from = progress == null ? order.times().chargingSeenAt() : progress.at();
        boolean spreadable = from != null
                && newer.at().isAfter(from)
                && Duration.between(from, newer.at()).compareTo(Duration.ofDays(1)) < 0;
        return spreadable && from != null
                ? meter.plus(newer.energy().minus(before), localTime(from, site), to)
                : meter.upTo(newer.energy(), to);
    }

    RunningOrder saved(Instant at) {
        return new RunningOrder(order, meter, progress, at, doubted, doubt);
    }

    /** The order with what the gun told since it was last written. */
    ChargingOrder current() {
        return progress == null ? order : order.withProgress(progress);
    }

    RunningCharge charge() {
        OrderTerms terms = order.terms();
        return new RunningCharge(
                OrderRef.of(order),
                order.state(),
                terms.limit(),
                terms.hold(),
                terms.createdAt(),
                order.times().chargingSeenAt(),
                progress,
                meter);
    }

    private static LocalTime localTime(Instant at, ZoneId site) {
        return at.atZone(site).toLocalTime();
    }
}
