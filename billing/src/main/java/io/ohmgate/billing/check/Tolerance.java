package io.ohmgate.billing.check;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import java.time.Duration;

/**
 * How far a pile may be off before it is noticed, line by line the table of invariants 7.5. A share of something is
 * compared by multiplying out, so that no tolerance is ever rounded.
 */
final class Tolerance {
    /** Four levels, each cut off at 0.0001 kWh. */
    static final Energy ENERGY_SUM = new Energy(4);
    /** 0.01 kWh; meters resolve 0.001 kWh at best. */
    static final Energy METER = new Energy(100);

    static final Share METER_SHARE = new Share(5, 1000);
    static final Share METER_QUARANTINE_SHARE = new Share(5, 100);
    /** Some piles cut off, some round. */
    static final long LEVEL_AMOUNT_UNITS = 1;
    /** Four levels, each rounded to 0.01 yuan (ykc.md 7.5). */
    static final Amount AMOUNT_SUM = new Amount(400);
    /** 0.01 yuan. */
    static final Amount TOTAL_ACCEPTED = new Amount(100);
    /** 0.50 yuan. */
    static final Amount TOTAL_LOGGED = new Amount(5_000);

    static final Share TOTAL_LOGGED_SHARE = new Share(1, 100);
    static final Duration DURATION_MAX = Duration.ofDays(2);
    /** Power may be this share of the rated one. */
    static final Share POWER_SHARE = new Share(105, 100);
    /** A charging pile reports every 15 s. */
    static final Duration REPORT_INTERVAL = Duration.ofSeconds(15);

    static final Share LIVE_AMOUNT_SHARE = new Share(1, 100);
    /** A pile's clock may legally be this far off in service. */
    static final Duration CLOCK_ERROR = Duration.ofMinutes(3);
    /** Either side's lines, one for each level, are each rounded by half a unit. */
    static final Amount TIME_OF_USE_ROUNDING = new Amount(4);

    private Tolerance() {}

    record Share(long of, long in) {
        /** Whether {@code part} is at most this share of {@code whole}. */
        boolean covers(long part, long whole) {
            return Math.multiplyExact(part, in) <= Math.multiplyExact(whole, of);
        }
    }
}
