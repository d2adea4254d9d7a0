package io.ohmgate.billing.check;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Bound;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.MeterReading;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.UnitPrice;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pile says a charge came to, whatever its protocol, with what we know of the pile and have seen of the charge.
 *
 * @param lines one for each price level; several of one level are added up
 * @param energy the energy without losses
 * @param lossEnergy the energy with losses (计损电量), zero if the pile does not compute any
 * @param amount what the pile would charge (消费金额)
 * @param duration from start to end by the pile's clock, negative if it says so, null if a time was unreadable
 * @param ratedWatts the pile's rated power, null if not known
 * @param lastLiveAmount the last amount it reported while charging, null if it reported none
 * @param observed our own {@link io.ohmgate.billing.RunningMeter}'s energies, empty if we saw nothing of the charge
 */
public record PileBill(
        List<Line> lines,
        Energy energy,
        Energy lossEnergy,
        MeterReading meterStart,
        MeterReading meterEnd,
        Amount amount,
        @Nullable Duration duration,
        @Nullable Long ratedWatts,
        @Nullable Amount lastLiveAmount,
        Map<PriceLevel, Energy> observed) {
    /** 10 MW, more than any pile has; keeps the product of power and time within a long. */
    public static final long RATED_WATTS_MAX = 10_000_000;

    /** A protocol tells four or five price levels. */
    public static final int LINES_MAX = 16;

    /**
     * @throws IllegalArgumentException if the rated power is not positive or more than any pile has
     * @throws io.ohmgate.billing.OutOfBoundsException if an amount is none that fits the wire
     */
    public PileBill {
        Bound.AMOUNT_TOLD.check(amount.tenThousandthsYuan());
        if (lastLiveAmount != null) {
            Bound.AMOUNT_TOLD.check(lastLiveAmount.tenThousandthsYuan());
        }
        if (lines.size() > LINES_MAX) {
            throw new IllegalArgumentException("a pile's bill has at most 16 lines, not " + lines.size());
        }
        lines = List.copyOf(lines);
        observed = Map.copyOf(observed);
        if (ratedWatts != null && (ratedWatts <= 0 || ratedWatts > RATED_WATTS_MAX)) {
            throw new IllegalArgumentException("a rated power is 1 to 10,000,000 W, not " + ratedWatts);
        }
    }

    /** What is charged for: with losses if the pile computes them (many send 0 instead), else without. */
    public Energy billed() {
        return lossEnergy.isZero() ? energy : lossEnergy;
    }

    /** The same for each level. Lines of a level that our tariffs do not have are left out. */
    public Map<PriceLevel, Energy> billedByLevel() {
        Map<PriceLevel, Energy> energies = new EnumMap<>(PriceLevel.class);
        for (Line line : lines) {
            PriceLevel level = line.level();
            if (level != null) {
                energies.merge(level, line.billed(), Energy::plus);
            }
        }
        return energies;
    }

    /**
     * What a pile says of one price level.
     *
     * @param level null for a level that our tariffs do not have, such as deep valley (深谷)
     * @param price electricity and service together
     */
    public record Line(@Nullable PriceLevel level, UnitPrice price, Energy energy, Energy lossEnergy, Amount amount) {
        /** @throws io.ohmgate.billing.OutOfBoundsException if the amount is none that fits the wire */
        public Line {
            Bound.AMOUNT_TOLD.check(amount.tenThousandthsYuan());
        }

        public Energy billed() {
            return lossEnergy.isZero() ? energy : lossEnergy;
        }
    }
}
