package io.ohmgate.billing;

import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A day's prices (计费模型): 48 half hours of local time, each at one of four levels, each level with its price.
 * A flat tariff (标准计费) has one level all day. Immutable; slot i covers [i*30 min, (i+1)*30 min).
 */
public record Tariff(List<PriceLevel> slots, Map<PriceLevel, Price> prices) {
    public static final int SLOTS = 48;
    public static final Duration SLOT = Duration.ofMinutes(30);

    /** @throws IllegalArgumentException if there are not 48 slots or a level used has no price */
    public Tariff {
        slots = List.copyOf(slots);
        Map<PriceLevel, Price> byLevel = new EnumMap<>(PriceLevel.class);
        byLevel.putAll(prices);
        prices = Collections.unmodifiableMap(byLevel);
        if (slots.size() != SLOTS) {
            throw new IllegalArgumentException("a tariff has " + SLOTS + " half hours, not " + slots.size());
        }
        for (PriceLevel level : slots) {
            if (!prices.containsKey(level)) {
                throw new IllegalArgumentException("no price for level " + level);
            }
        }
    }

    /**
     * One price all day. Every level has it, so that a pile that books its energy under another level (some put all of it
     * into the first) is still charged rightly.
     */
    public static Tariff flat(Price price) {
        Map<PriceLevel, Price> prices = new EnumMap<>(PriceLevel.class);
        for (PriceLevel level : PriceLevel.values()) {
            prices.put(level, price);
        }
        return new Tariff(Collections.nCopies(SLOTS, PriceLevel.FLAT), prices);
    }

    public boolean isFlat() {
        return slots.stream().map(this::priceInSlotAt).distinct().count() == 1;
    }

    /** The half hour that a local time falls into, 0 to 47. */
    public static int slotOf(LocalTime time) {
        return (int) (time.toSecondOfDay() / SLOT.toSeconds());
    }

    public PriceLevel levelAt(LocalTime time) {
        return slots.get(slotOf(time));
    }

    public Price priceAt(LocalTime time) {
        return priceInSlotAt(levelAt(time));
    }

    /** The price of a level, or empty if the tariff does not use that level. */
    public Optional<Price> priceOf(PriceLevel level) {
        return Optional.ofNullable(prices.get(level));
    }

    /** The day from midnight to midnight, half hours of the same level joined. */
    public List<Period> periods() {
        List<Period> periods = new ArrayList<>();
        int start = 0;
        for (int slot = 1; slot <= SLOTS; slot++) {
            if (slot == SLOTS || slots.get(slot) != slots.get(start)) {
                PriceLevel level = slots.get(start);
                periods.add(new Period(startOf(start), startOf(slot), level, priceInSlotAt(level)));
                start = slot;
            }
        }
        return List.copyOf(periods);
    }

    /** When the price next becomes another one, today or tomorrow; empty if it never does. */
    public Optional<PriceChange> nextChange(LocalTime after) {
        int now = slotOf(after);
        Price current = priceAt(after);
        for (int ahead = 1; ahead < SLOTS; ahead++) {
            int slot = (now + ahead) % SLOTS;
            PriceLevel level = slots.get(slot);
            Price price = priceInSlotAt(level);
            if (!price.equals(current)) {
                return Optional.of(new PriceChange(startOf(slot), slot < now, level, price));
            }
        }
        return Optional.empty();
    }

    private static LocalTime startOf(int slot) {
        return LocalTime.MIDNIGHT.plus(SLOT.multipliedBy(slot));
    }

    private Price priceInSlotAt(PriceLevel level) {
        return priceOf(level).orElseThrow();
    }

    /** Half hours in a row at one level. {@code to} is 00:00 for the end of the day. */
    public record Period(LocalTime from, LocalTime to, PriceLevel level, Price price) {}

    /** What the price becomes, and when. */
    public record PriceChange(LocalTime at, boolean tomorrow, PriceLevel level, Price price) {}
}
