package io.ohmgate.billing;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A day's prices (计费模型): 48 half hours of local time, each at one of four levels, each level with its price.
 * A flat tariff (标准计费) has one level all day. Immutable; slot i covers [i*30 min, (i+1)*30 min).
 */
public record Tariff(List<PriceLevel> slots, Map<PriceLevel, Price> prices) {
    public static final int SLOTS = 48;

    /** @throws IllegalArgumentException if there are not 48 slots or a level used has no price */
    public Tariff {
        slots = List.copyOf(slots);
        prices = Map.copyOf(new EnumMap<>(prices));
        if (slots.size() != SLOTS) {
            throw new IllegalArgumentException("a tariff has " + SLOTS + " half hours, not " + slots.size());
        }
        for (PriceLevel level : slots) {
            if (!prices.containsKey(level)) {
                throw new IllegalArgumentException("no price for level " + level);
            }
        }
    }
}
