package io.ohmgate.api.http.staff;

import io.ohmgate.api.problem.FieldError;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.TariffDraft;
import io.ohmgate.billing.TariffRules;
import io.ohmgate.billing.TariffViolation;
import io.ohmgate.billing.UnitPrice;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Makes a tariff of what somebody wrote, or says by name why it is none. The rules are those of {@link TariffRules}; here
 * prices only find their levels, of which a pile has four.
 */
final class TariffEditor {
    private static final String DAY_END = "24:00";

    private TariffEditor() {}

    /** @throws ProblemException naming the rule that was broken, and where */
    static Tariff read(TariffPrices prices) {
        long ways = Stream.of(prices.flat(), prices.periods(), prices.slots())
                .filter(Objects::nonNull)
                .count();
        if (ways != 1) {
            throw ProblemException.of(
                    ProblemCode.INVALID_REQUEST, "prices", "flat、periods、slots 三者须且仅须其一 / give exactly one of them");
        }
        if (prices.flat() != null) {
            Tariff flat = Tariff.flat(price(prices.flat()));
            refuse(TariffRules.check(flat));
            return flat;
        }
        TariffDraft draft = prices.periods() != null
                ? ofPeriods(prices.periods())
                : ofSlots(Objects.requireNonNull(prices.slots()));
        refuse(TariffRules.check(draft));
        return draft.toTariff();
    }

    private static TariffDraft ofPeriods(List<TariffPeriod> periods) {
        Map<PriceLevel, Price> levels = new EnumMap<>(PriceLevel.class);
        for (TariffPeriod period : periods) {
            if (period.level() != null) {
                named(levels, period.level(), price(period.price()));
            }
        }
        List<TariffDraft.Period> draft = new ArrayList<>();
        for (TariffPeriod period : periods) {
            PriceLevel level = period.level() != null ? period.level() : levelFor(levels, price(period.price()));
            draft.add(new TariffDraft.Period(time(period.from()), time(period.to()), level));
        }
        return new TariffDraft(draft, levels);
    }

    private static TariffDraft ofSlots(List<TariffPrice> slots) {
        if (slots.size() != Tariff.SLOTS) {
            throw ProblemException.of(
                    slots.size() < Tariff.SLOTS ? ProblemCode.TARIFF_GAP : ProblemCode.TARIFF_OVERLAP,
                    "prices.slots",
                    "须为 48 个半小时 / a day has 48 half hours");
        }
        Map<PriceLevel, Price> levels = new EnumMap<>(PriceLevel.class);
        List<TariffDraft.Period> draft = new ArrayList<>();
        for (int slot = 0; slot < Tariff.SLOTS; slot++) {
            PriceLevel level = levelFor(levels, price(slots.get(slot)));
            draft.add(new TariffDraft.Period(startOf(slot), startOf(slot + 1), level));
        }
        return new TariffDraft(draft, levels);
    }

    private static LocalTime startOf(int slot) {
        return LocalTime.MIDNIGHT.plus(Tariff.SLOT.multipliedBy(slot));
    }

    private static void named(Map<PriceLevel, Price> levels, PriceLevel level, Price price) {
        Price before = levels.putIfAbsent(level, price);
        if (before != null && !before.equals(price)) {
            throw ProblemException.of(
                    ProblemCode.TARIFF_TOO_MANY_PRICES, level.name(), "同一档位有两个价格 / one level with two prices");
        }
    }

    /** The level that has this price, or the cheapest-sounding one that is still free. */
    private static PriceLevel levelFor(Map<PriceLevel, Price> levels, Price price) {
        for (Map.Entry<PriceLevel, Price> known : levels.entrySet()) {
            if (known.getValue().equals(price)) {
                return known.getKey();
            }
        }
        for (PriceLevel free : List.of(PriceLevel.FLAT, PriceLevel.VALLEY, PriceLevel.PEAK, PriceLevel.SHARP)) {
            if (!levels.containsKey(free)) {
                levels.put(free, price);
                return free;
            }
        }
        throw ProblemException.of(ProblemCode.TARIFF_TOO_MANY_PRICES);
    }

    private static LocalTime time(String text) {
        return text.equals(DAY_END) ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    }

    private static Price price(TariffPrice price) {
        return new Price(new UnitPrice(price.electricity()), new UnitPrice(price.service()));
    }

    /** The first rule broken names the problem; all of them are listed. */
    private static void refuse(List<TariffViolation> violations) {
        if (violations.isEmpty()) {
            return;
        }
        throw ProblemException.of(
                codeOf(violations.getFirst().rule()),
                violations.stream()
                        .map(violation -> new FieldError(
                                violation.where(), violation.rule().name()))
                        .toList());
    }

    private static ProblemCode codeOf(TariffViolation.Rule rule) {
        return switch (rule) {
            case BOUNDARY_OFF_THE_HALF_HOUR, PERIOD_WITHOUT_TIME -> ProblemCode.TARIFF_BOUNDARY;
            case GAP -> ProblemCode.TARIFF_GAP;
            case OVERLAP -> ProblemCode.TARIFF_OVERLAP;
            case LEVEL_WITHOUT_PRICE -> ProblemCode.TARIFF_LEVEL_WITHOUT_PRICE;
            case PRICE_TOO_LOW, PRICE_TOO_HIGH -> ProblemCode.TARIFF_PRICE_OUT_OF_RANGE;
        };
    }
}
