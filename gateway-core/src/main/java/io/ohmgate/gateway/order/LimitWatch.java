package io.ohmgate.gateway.order;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.RunningMeter;
import io.ohmgate.billing.UnitPrice;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a charge has reached what its driver wants or its hold allows. The pile has the limit too, but is not relied on
 * (invariants B7). Money stops one reporting interval early: what flows until the next report is spent as well.
 */
final class LimitWatch {
    /** A charging gun reports every 15 s. */
    static final Duration REPORT_INTERVAL = Duration.ofSeconds(15);

    /** 0.0001 kWh is 360 J. */
    private static final long JOULES_PER_ENERGY_UNIT = 360;

    private LimitWatch() {}

    /** {@code watts} is the power now, or the pile's rated one if it was not told. */
    static Optional<StopCause> reached(
            OrderTerms terms, Progress progress, @Nullable RunningMeter meter, long watts, LocalTime now) {
        if (wishFulfilled(terms.limit(), progress)) {
            return Optional.of(StopCause.LIMIT_REACHED);
        }
        if (meter == null) {
            return Optional.empty();
        }
        Money soFar = meter.bill().payable();
        if (soFar.plus(untilNextReport(meter, watts, now)).compareTo(terms.hold()) < 0) {
            return Optional.empty();
        }
        boolean wished =
                terms.limit() instanceof ChargeLimit.Amount most && most.money().equals(terms.hold());
        return Optional.of(wished ? StopCause.LIMIT_REACHED : StopCause.HOLD_NEARLY_SPENT);
    }

    /** Minutes are a timer's matter, money is judged below with what is held. */
    private static boolean wishFulfilled(ChargeLimit limit, Progress progress) {
        return switch (limit) {
            case ChargeLimit.EnergyLimit most -> progress.energy().compareTo(most.energy()) >= 0;
            case ChargeLimit.Soc most -> {
                Integer percent = progress.socPercent();
                yield percent != null && percent >= most.percent();
            }
            case ChargeLimit.Full full -> false;
            case ChargeLimit.Amount amount -> false;
            case ChargeLimit.Minutes minutes -> false;
        };
    }

    /** At the dearer of the prices now and then: a half hour may begin in between. */
    private static Money untilNextReport(RunningMeter meter, long watts, LocalTime now) {
        UnitPrice price = meter.tariff().priceAt(now).total();
        UnitPrice then = meter.tariff().priceAt(now.plus(REPORT_INTERVAL)).total();
        UnitPrice dearer = price.hundredThousandthsYuanPerKwh() >= then.hundredThousandthsYuanPerKwh() ? price : then;
        return energyOf(watts, REPORT_INTERVAL).at(dearer).toAmount().toMoney();
    }

    /** What so much power delivers in that time. */
    static Energy energyOf(long watts, Duration time) {
        long joules = Math.multiplyExact(Math.max(0, watts), time.toMillis()) / 1_000;
        return new Energy(joules / JOULES_PER_ENERGY_UNIT);
    }
}
