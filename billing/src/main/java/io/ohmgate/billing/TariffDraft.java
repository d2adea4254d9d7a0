package io.ohmgate.billing;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A tariff as somebody writes it down, before {@link TariffRules} have looked at it. */
public record TariffDraft(List<Period> periods, Map<PriceLevel, Price> prices) {
    /** A day has 48 half hours, so a draft that needs more periods is not a tariff. */
    public static final int PERIODS_MAX = Tariff.SLOTS;

    /** @throws IllegalArgumentException if there are more periods than half hours */
    public TariffDraft {
        periods = List.copyOf(periods);
        prices = Map.copyOf(prices);
        if (periods.size() > PERIODS_MAX) {
            throw new IllegalArgumentException("a draft has at most 48 periods, not " + periods.size());
        }
    }

    /** From {@code from} until before {@code to}; a {@code to} of 00:00 is the end of the day. */
    public record Period(LocalTime from, LocalTime to, PriceLevel level) {
        /** The first half hour. */
        int firstSlot() {
            return Tariff.slotOf(from);
        }

        /** The half hour after the last one. */
        int endSlot() {
            return to.equals(LocalTime.MIDNIGHT) ? Tariff.SLOTS : Tariff.slotOf(to);
        }
    }

    /** @throws IllegalArgumentException if {@link TariffRules#check(TariffDraft)} finds anything */
    public Tariff toTariff() {
        List<TariffViolation> violations = TariffRules.check(this);
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException("not a tariff: " + violations);
        }
        List<PriceLevel> slots = new ArrayList<>();
        for (int slot = 0; slot < Tariff.SLOTS; slot++) {
            slots.add(levelOf(slot));
        }
        return new Tariff(slots, prices);
    }

    private PriceLevel levelOf(int slot) {
        return periods.stream()
                .filter(period -> period.firstSlot() <= slot && slot < period.endSlot())
                .findFirst()
                .orElseThrow()
                .level();
    }
}
