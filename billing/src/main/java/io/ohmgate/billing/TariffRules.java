package io.ohmgate.billing;

import io.ohmgate.billing.TariffViolation.Rule;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must hold before a tariff is published. A fifth pair of prices cannot even be written down: a draft has one price a
 * level, and there are four levels, because that is all a pile can hold.
 */
public final class TariffRules {
    /** 0.01 yuan per kWh. Below it somebody has typed fen for yuan. */
    public static final UnitPrice TOTAL_MIN = new UnitPrice(1_000);
    /** 10 yuan per kWh. Above it somebody has slipped a digit. */
    public static final UnitPrice TOTAL_MAX = new UnitPrice(1_000_000);

    private TariffRules() {}

    /** All that is wrong, or an empty list. */
    public static List<TariffViolation> check(TariffDraft draft) {
        List<TariffViolation> violations = new ArrayList<>();
        int[] uses = new int[Tariff.SLOTS];
        for (TariffDraft.Period period : draft.periods()) {
            checkPeriod(period, draft, violations);
            for (int slot = period.firstSlot(); slot < period.endSlot(); slot++) {
                uses[slot]++;
            }
        }
        checkCover(uses, violations);
        checkPrices(draft.prices(), violations);
        return List.copyOf(violations);
    }

    /** The rules that a tariff can still break once it is one: those on prices. */
    public static List<TariffViolation> check(Tariff tariff) {
        List<TariffViolation> violations = new ArrayList<>();
        checkPrices(tariff.prices(), violations);
        return List.copyOf(violations);
    }

    private static void checkPeriod(TariffDraft.Period period, TariffDraft draft, List<TariffViolation> violations) {
        if (!isOnTheHalfHour(period.from()) || !isOnTheHalfHour(period.to())) {
            violations.add(new TariffViolation(Rule.BOUNDARY_OFF_THE_HALF_HOUR, period.from() + "-" + period.to()));
        }
        if (!period.to().equals(LocalTime.MIDNIGHT) && !period.from().isBefore(period.to())) {
            violations.add(new TariffViolation(Rule.PERIOD_WITHOUT_TIME, period.from() + "-" + period.to()));
        }
        if (!draft.prices().containsKey(period.level())) {
            violations.add(
                    new TariffViolation(Rule.LEVEL_WITHOUT_PRICE, period.level().name()));
        }
    }

    private static void checkCover(int[] uses, List<TariffViolation> violations) {
        for (int slot = 0; slot < uses.length; slot++) {
            String where =
                    LocalTime.MIDNIGHT.plus(Tariff.SLOT.multipliedBy(slot)).toString();
            if (uses[slot] == 0) {
                violations.add(new TariffViolation(Rule.GAP, where));
            } else if (uses[slot] > 1) {
                violations.add(new TariffViolation(Rule.OVERLAP, where));
            }
        }
    }

    /** Levels that no half hour uses are judged too: they are sent to the pile with the others. */
    private static void checkPrices(Map<PriceLevel, Price> prices, List<TariffViolation> violations) {
        new TreeMap<>(prices).forEach((level, price) -> {
            UnitPrice total = price.total();
            if (total.compareTo(TOTAL_MIN) < 0) {
                violations.add(new TariffViolation(Rule.PRICE_TOO_LOW, level.name()));
            } else if (total.compareTo(TOTAL_MAX) > 0) {
                violations.add(new TariffViolation(Rule.PRICE_TOO_HIGH, level.name()));
            }
        });
    }

    private static boolean isOnTheHalfHour(LocalTime time) {
        return time.toNanoOfDay() % Tariff.SLOT.toNanos() == 0;
    }
}
