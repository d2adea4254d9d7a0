package io.ohmgate.billing.check;

import io.ohmgate.billing.PriceLevel;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is odd about a pile's bill: what was expected and what it told, in the wire's unit of the thing.
 *
 * @param level the price level concerned, null if it concerns the whole bill or a level that our tariffs do not have
 */
public record Finding(Kind kind, @Nullable PriceLevel level, long expected, long told) {

    static Finding of(Kind kind, long expected, long told) {
        return new Finding(kind, null, expected, told);
    }

    /** Also the tag of its metric. */
    public enum Kind {
        /** Energy beyond what one order can be. */
        ENERGY_OUT_OF_BOUNDS(true),
        /** Energy at a level that the order's tariff has no price for. */
        ENERGY_WITHOUT_PRICE(true),
        /** The levels' energies do not add up to the total. */
        ENERGY_SUM_DIFFERS(true),
        /** The meter has moved by something else than the energy billed, but not by much. */
        METER_DIFFERS(false),
        /** The meter has moved by something quite different from the energy billed. */
        METER_CONTRADICTS(true),
        /** The pile tells no meter readings. */
        METER_NOT_TOLD(false),
        /** Energy with losses differs from energy, though our tariffs never ask for losses. */
        LOSSES_NOT_ASKED_FOR(false),
        /** The pile charges by another price than the order's: its price model is stale or missing. */
        UNIT_PRICE_DIFFERS(false),
        /** A level's amount is not the pile's own price times its energy. */
        LEVEL_AMOUNT_DIFFERS(false),
        /** The levels' amounts do not add up to the total. */
        AMOUNT_SUM_DIFFERS(false),
        /** The pile's total is not ours, beyond rounding. */
        TOTAL_DIFFERS(false),
        /** A time of the charge is unreadable. */
        DURATION_NOT_TOLD(false),
        /** The charge ended before it began or took longer than any may. */
        DURATION_IMPOSSIBLE(true),
        /** More energy than the pile's rated power can deliver in the time. */
        POWER_IMPOSSIBLE(true),
        /** The last amount told while charging does not lead to the one of the record. */
        LIVE_AMOUNT_DIFFERS(false),
        /** The energy lies at other levels than we saw it delivered at: the pile's clock is off. */
        TIME_OF_USE_IMPLAUSIBLE(false);

        private final boolean quarantines;

        Kind(boolean quarantines) {
            this.quarantines = quarantines;
        }

        /** Whether the record cannot be settled by itself; otherwise the finding is only flagged. */
        public boolean quarantines() {
            return quarantines;
        }
    }
}
