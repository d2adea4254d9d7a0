package io.ohmgate.billing.check;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Rating;
import io.ohmgate.billing.Rounding;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.billing.check.Finding.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whether the pile's prices and amounts are those that its energies and our tariff lead to. */
final class PriceChecks {
    /** 0.0001 kWh is 360 watt seconds. */
    private static final long WATT_SECONDS_PER_ENERGY_UNIT = 360;

    private PriceChecks() {}

    static List<Finding> amounts(PileBill pile, Tariff snapshot) {
        List<Finding> findings = new ArrayList<>();
        for (PileBill.Line line : pile.lines()) {
            PriceLevel level = line.level();
            if (level != null && !line.billed().isZero()) {
                unitPrice(line, level, snapshot, findings);
            }
            if (line.price().isChargeable()) {
                levelAmount(line, findings);
            }
        }
        Amount sum = Amount.sum(pile.lines().stream().map(PileBill.Line::amount).toList());
        if (sum.distanceTo(pile.amount()).compareTo(Tolerance.AMOUNT_SUM) > 0) {
            findings.add(
                    Finding.of(Kind.AMOUNT_SUM_DIFFERS, pile.amount().tenThousandthsYuan(), sum.tenThousandthsYuan()));
        }
        liveAmount(pile, snapshot, findings);
        return findings;
    }

    private static void unitPrice(PileBill.Line line, PriceLevel level, Tariff snapshot, List<Finding> findings) {
        UnitPrice ours = snapshot.priceOf(level).map(Price::total).orElse(UnitPrice.ZERO);
        if (!ours.equals(line.price())) {
            findings.add(new Finding(
                    Kind.UNIT_PRICE_DIFFERS,
                    level,
                    ours.hundredThousandthsYuanPerKwh(),
                    line.price().hundredThousandthsYuanPerKwh()));
        }
    }

    private static void levelAmount(PileBill.Line line, List<Finding> findings) {
        var cost = line.billed().at(line.price());
        if (!cost.isWithin(Tolerance.LEVEL_AMOUNT_UNITS, line.amount())) {
            findings.add(new Finding(
                    Kind.LEVEL_AMOUNT_DIFFERS,
                    line.level(),
                    cost.toAmount().tenThousandthsYuan(),
                    line.amount().tenThousandthsYuan()));
        }
    }

    /** Between the last report and the record lies at most one interval at full power. */
    private static void liveAmount(PileBill pile, Tariff snapshot, List<Finding> findings) {
        Amount live = pile.lastLiveAmount();
        Long watts = pile.ratedWatts();
        if (live == null || watts == null) {
            return;
        }
        Amount apart = live.distanceTo(pile.amount());
        Amount interval =
                energyOf(watts, Tolerance.REPORT_INTERVAL).at(dearest(snapshot)).toAmount();
        if (apart.compareTo(interval) > 0
                && !Tolerance.LIVE_AMOUNT_SHARE.covers(
                        apart.tenThousandthsYuan(), pile.amount().tenThousandthsYuan())) {
            findings.add(Finding.of(
                    Kind.LIVE_AMOUNT_DIFFERS,
                    live.tenThousandthsYuan(),
                    pile.amount().tenThousandthsYuan()));
        }
    }

    /**
     * The pile's energy at its levels against the same energy at the levels we saw. A clock may be off a little: then as
     * much energy as that time allows lies at a wrong price, which costs at most the spread between the prices.
     */
    static List<Finding> timeOfUse(PileBill pile, Tariff snapshot) {
        Long watts = pile.ratedWatts();
        Map<PriceLevel, Long> weights = new EnumMap<>(PriceLevel.class);
        pile.observed().forEach((level, energy) -> {
            if (snapshot.priceOf(level).isPresent()) {
                weights.put(level, energy.tenThousandthsKwh());
            }
        });
        if (watts == null || weights.values().stream().noneMatch(weight -> weight > 0)) {
            return List.of();
        }
        Map<PriceLevel, Energy> told = pile.billedByLevel();
        Map<PriceLevel, Energy> seen = new EnumMap<>(PriceLevel.class);
        Rounding.allocate(Energy.sum(told.values()).tenThousandthsKwh(), weights)
                .forEach((level, units) -> seen.put(level, new Energy(units)));
        Amount toldTotal = Rating.bill(snapshot, told).total();
        Amount seenTotal = Rating.bill(snapshot, seen).total();
        Amount tolerance = energyOf(watts, Tolerance.CLOCK_ERROR)
                .at(dearest(snapshot).minus(cheapest(snapshot)))
                .toAmount()
                .plus(Tolerance.TIME_OF_USE_ROUNDING);
        return toldTotal.distanceTo(seenTotal).compareTo(tolerance) <= 0
                ? List.of()
                : List.of(Finding.of(
                        Kind.TIME_OF_USE_IMPLAUSIBLE, seenTotal.tenThousandthsYuan(), toldTotal.tenThousandthsYuan()));
    }

    private static Energy energyOf(long watts, Duration time) {
        return new Energy(
                Rounding.roundHalfUp(Math.multiplyExact(watts, time.toSeconds()), WATT_SECONDS_PER_ENERGY_UNIT));
    }

    private static UnitPrice dearest(Tariff tariff) {
        return usedPrices(tariff).max(Comparator.naturalOrder()).orElseThrow();
    }

    private static UnitPrice cheapest(Tariff tariff) {
        return usedPrices(tariff).min(Comparator.naturalOrder()).orElseThrow();
    }

    private static Stream<UnitPrice> usedPrices(Tariff tariff) {
        return tariff.periods().stream().map(period -> period.price().total());
    }
}
