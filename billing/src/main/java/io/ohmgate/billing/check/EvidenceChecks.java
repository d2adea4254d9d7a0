package io.ohmgate.billing.check;

import io.ohmgate.billing.Bound;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.MeterReading;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Rounding;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.check.Finding.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether what was measured can be true at all, without looking at money. */
final class EvidenceChecks {
    /** 0.0001 kWh is 360 J, and a watt for a millisecond is 0.001 J. */
    private static final long WATT_MILLIS_PER_ENERGY_UNIT = 360_000;

    private EvidenceChecks() {}

    /** What makes it impossible to compute a bill. */
    static List<Finding> unpriceable(PileBill pile, Tariff snapshot) {
        List<Finding> findings = new ArrayList<>();
        Energy lines = Energy.ZERO;
        for (PileBill.Line line : pile.lines()) {
            lines = lines.plus(line.billed());
            PriceLevel level = line.level();
            if (!line.billed().isZero()
                    && (level == null || snapshot.priceOf(level).isEmpty())) {
                findings.add(new Finding(
                        Kind.ENERGY_WITHOUT_PRICE, level, 0, line.billed().tenThousandthsKwh()));
            }
        }
        for (Energy energy : List.of(lines, pile.energy(), pile.lossEnergy())) {
            if (!energy.fitsAnOrder()) {
                findings.add(Finding.of(
                        Kind.ENERGY_OUT_OF_BOUNDS, Bound.ENERGY_PER_ORDER.max(), energy.tenThousandthsKwh()));
            }
        }
        return findings;
    }

    static List<Finding> energies(PileBill pile) {
        List<Finding> findings = new ArrayList<>();
        long billed = pile.billed().tenThousandthsKwh();
        long sum = Energy.sum(pile.lines().stream().map(PileBill.Line::billed).toList())
                .tenThousandthsKwh();
        if (Math.abs(sum - billed) > Tolerance.ENERGY_SUM.tenThousandthsKwh()) {
            findings.add(Finding.of(Kind.ENERGY_SUM_DIFFERS, billed, sum));
        }
        if (billed != pile.energy().tenThousandthsKwh()) {
            findings.add(Finding.of(Kind.LOSSES_NOT_ASKED_FOR, pile.energy().tenThousandthsKwh(), billed));
        }
        meter(pile, findings);
        return findings;
    }

    /** The meter is held against what would be billed, so that losses nobody asked for do not pass unseen. */
    private static void meter(PileBill pile, List<Finding> findings) {
        long billed = pile.billed().tenThousandthsKwh();
        if (pile.meterStart().equals(MeterReading.ZERO) && pile.meterEnd().equals(MeterReading.ZERO)) {
            if (billed > 0) {
                findings.add(Finding.of(Kind.METER_NOT_TOLD, billed, 0));
            }
            return;
        }
        long metered = pile.meterStart().until(pile.meterEnd()).tenThousandthsKwh();
        long apart = Math.abs(metered - billed);
        if (apart <= Tolerance.METER.tenThousandthsKwh() || Tolerance.METER_SHARE.covers(apart, billed)) {
            return;
        }
        boolean close = Tolerance.METER_QUARANTINE_SHARE.covers(apart, billed);
        findings.add(Finding.of(close ? Kind.METER_DIFFERS : Kind.METER_CONTRADICTS, billed, metered));
    }

    static List<Finding> time(PileBill pile) {
        Duration duration = pile.duration();
        if (duration == null) {
            return List.of(Finding.of(Kind.DURATION_NOT_TOLD, 0, 0));
        }
        if (duration.isNegative() || duration.compareTo(Tolerance.DURATION_MAX) > 0) {
            return List.of(
                    Finding.of(Kind.DURATION_IMPOSSIBLE, Tolerance.DURATION_MAX.toSeconds(), duration.toSeconds()));
        }
        Long watts = pile.ratedWatts();
        if (watts == null) {
            return List.of();
        }
        long needed = Math.multiplyExact(pile.billed().tenThousandthsKwh(), WATT_MILLIS_PER_ENERGY_UNIT);
        long rated = Math.multiplyExact(watts, duration.toMillis());
        return Tolerance.POWER_SHARE.covers(needed, rated)
                ? List.of()
                : List.of(Finding.of(
                        Kind.POWER_IMPOSSIBLE,
                        Rounding.roundHalfUp(rated, WATT_MILLIS_PER_ENERGY_UNIT),
                        pile.billed().tenThousandthsKwh()));
    }
}
