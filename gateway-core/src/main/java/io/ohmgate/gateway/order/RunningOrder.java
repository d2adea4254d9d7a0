package io.ohmgate.gateway.order;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.RunningMeter;
import io.ohmgate.billing.Tariff;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** An order in memory with what its gun told last. {@code savedAt} is the time of the progress that is in the tables. */
record RunningOrder(
        ChargingOrder order,
        @Nullable RunningMeter meter,
        @Nullable Progress progress,
        @Nullable Instant savedAt) {
    static RunningOrder of(ChargingOrder order) {
        return new RunningOrder(order, null, order.progress(), null);
    }

    /** A charge that has not begun gets its meter. */
    RunningOrder with(Tariff tariff) {
        return new RunningOrder(order, RunningMeter.startingAt(tariff), progress, savedAt);
    }

    /** The same charge after a change of its order. */
    RunningOrder with(ChargingOrder changed) {
        return new RunningOrder(changed, meter, progress, savedAt);
    }

    /**
     * Gives the order its meter after a restart. How the energy so far was spread over the day is not known; it is spread
     * evenly, which matters to screens only: the bill comes from the record.
     */
    RunningOrder with(Tariff tariff, ZoneId site) {
        RunningMeter fresh = RunningMeter.startingAt(tariff);
        Instant since = order.times().chargingSeenAt();
        if (progress == null || since == null || !progress.at().isAfter(since)) {
            return new RunningOrder(order, fresh, progress, savedAt);
        }
        boolean lessThanADay = Duration.between(since, progress.at()).compareTo(Duration.ofDays(1)) < 0;
        RunningMeter spread = lessThanADay
                ? fresh.plus(progress.energy(), localTime(since, site), localTime(progress.at(), site))
                : fresh.upTo(progress.energy(), localTime(progress.at(), site));
        return new RunningOrder(order, spread, progress, savedAt);
    }

    /** The gun told more. Energy that falls is not believed: what was delivered is never taken back. */
    RunningOrder told(Progress newer, ZoneId site) {
        if (progress != null && newer.energy().compareTo(progress.energy()) < 0) {
            return this;
        }
        return new RunningOrder(order, metered(newer, site), newer, savedAt);
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
        return new RunningOrder(order, meter, progress, at);
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
