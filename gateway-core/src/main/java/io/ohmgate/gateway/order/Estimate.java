package io.ohmgate.gateway.order;

import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.RunningMeter;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a charge came to by the last live values its gun told (按最后上报值估算): what a person is shown, and may decide on,
 * while the record is missing.
 */
public record Estimate(Energy energy, Instant at, ChargingBill bill) {
    /** Live values this much older than the end of the charge bound nothing: too much may have flowed since. */
    static final Duration LAST_WORD_MAX = Duration.ofSeconds(60);

    /** Empty if the gun never told an energy, or the order has no tariff. */
    public static Optional<Estimate> of(ChargingOrder order, @Nullable Tariff tariff, ZoneId site) {
        Progress progress = order.progress();
        if (progress == null || tariff == null) {
            return Optional.empty();
        }
        ChargingBill bill =
                meter(order, tariff, progress.energy(), progress.at(), site).bill();
        return Optional.of(new Estimate(progress.energy(), progress.at(), bill));
    }

    /** The bill for an energy that somebody states, spread evenly over the time of the charge. */
    public static ChargingBill billOf(ChargingOrder order, Tariff tariff, Energy energy, ZoneId site) {
        Instant end = order.times().endedAt();
        Progress progress = order.progress();
        Instant until = progress != null ? progress.at() : end != null ? end : sinceOf(order);
        return meter(order, tariff, energy, until, site).bill();
    }

    /** When its energy began to flow, by our clock, as far as it is known. */
    public static Instant sinceOf(ChargingOrder order) {
        Instant seen = order.times().chargingSeenAt();
        return seen == null ? order.terms().createdAt() : seen;
    }

    /** How the energy was spread over the day is not known; it is spread evenly. */
    static RunningMeter meter(ChargingOrder order, Tariff tariff, Energy energy, Instant until, ZoneId site) {
        RunningMeter fresh = RunningMeter.startingAt(tariff);
        Instant since = sinceOf(order);
        LocalTime to = localTime(until, site);
        boolean spreadable =
                until.isAfter(since) && Duration.between(since, until).compareTo(Duration.ofDays(1)) < 0;
        return spreadable ? fresh.plus(energy, localTime(since, site), to) : fresh.upTo(energy, to);
    }

    /**
     * The most that a charge which has ended can have cost: what it had told, and full power at the dearest price since.
     * Empty if its last word is too old to tell.
     */
    static Optional<Money> atMost(ChargingOrder order, Tariff tariff, int ratedWatts, ZoneId site) {
        Progress progress = order.progress();
        Instant ended = order.times().endedAt();
        if (progress == null || ended == null || ratedWatts <= 0) {
            return Optional.empty();
        }
        Duration unseen = Duration.between(progress.at(), ended);
        if (unseen.compareTo(LAST_WORD_MAX) > 0) {
            return Optional.empty();
        }
        Duration flowing = (unseen.isNegative() ? Duration.ZERO : unseen).plus(LimitWatch.REPORT_INTERVAL);
        Money unseenCost = LimitWatch.energyOf(ratedWatts, flowing)
                .at(dearest(tariff))
                .toAmount()
                .toMoney();
        return of(order, tariff, site).map(known -> known.bill().payable().plus(unseenCost));
    }

    private static UnitPrice dearest(Tariff tariff) {
        return tariff.prices().values().stream()
                .map(Price::total)
                .max(Comparator.comparingLong(UnitPrice::hundredThousandthsYuanPerKwh))
                .orElse(new UnitPrice(0));
    }

    private static LocalTime localTime(Instant at, ZoneId site) {
        return at.atZone(site).toLocalTime();
    }
}
