package io.ohmgate.simulator.pile;

import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.util.List;

/**
 * The prices a pile holds (计费模型), with the two bytes by which the platform calls them.
 * The pile multiplies and rounds by itself: that its bill can differ from the platform's is the point of comparing them.
 */
record TariffModel(String modelNo, Tariff tariff) {
    /** The order of the wire. */
    private static final List<PriceLevel> ORDER =
            List.of(PriceLevel.SHARP, PriceLevel.PEAK, PriceLevel.FLAT, PriceLevel.VALLEY);

    static final int LEVELS = ORDER.size();
    static final long SLOT_MILLIS = 1_800_000;
    static final String NO_MODEL = "0000";

    /** No amount larger than the largest number by this can be asked what it buys. */
    static final long AMOUNT_SCALE = 100_000;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long COST_UNITS_PER_AMOUNT_UNIT = 100_000;

    int levelAt(LocalDateTime pileTime) {
        return ORDER.indexOf(tariff.slots().get((int) (millisOfDay(pileTime) / SLOT_MILLIS)));
    }

    static long millisUntilNextSlot(LocalDateTime pileTime) {
        return SLOT_MILLIS - millisOfDay(pileTime) % SLOT_MILLIS;
    }

    private static long millisOfDay(LocalDateTime pileTime) {
        return pileTime.toLocalTime().toNanoOfDay() / NANOS_PER_MILLI;
    }

    /** In 0.0001 yuan. */
    long amount(int level, long pulses, RoundingMode rounding) {
        long exact = Math.multiplyExact(pulses, priceOf(level));
        long down = exact / COST_UNITS_PER_AMOUNT_UNIT;
        boolean up = rounding == RoundingMode.HALF_UP
                && exact % COST_UNITS_PER_AMOUNT_UNIT >= COST_UNITS_PER_AMOUNT_UNIT / 2;
        return up ? down + 1 : down;
    }

    /** How many pulses {@code amount} buys at a level; what costs nothing is not limited. */
    long pulsesFor(int level, long amount) {
        long price = priceOf(level);
        return price == 0 ? Long.MAX_VALUE : Math.multiplyExact(amount, COST_UNITS_PER_AMOUNT_UNIT) / price;
    }

    private long priceOf(int level) {
        var price = tariff.prices().get(ORDER.get(level));
        return price == null ? 0 : price.total().hundredThousandthsYuanPerKwh();
    }

    long unitPrice(int level) {
        return priceOf(level);
    }
}
