package io.ohmgate.gateway;

import io.ohmgate.gateway.pile.PileNo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each pile does otherwise than the book says, counted since this process started (ykc.md 12). Only listed piles
 * that do anything odd have an entry, and each at most {@link #NAMES_MAX} names: names come from protocols' enums.
 */
public final class PileOddities {
    public static final int NAMES_MAX = 48;
    public static final int PILES_MAX = 50_000;

    private final ConcurrentHashMap<PileNo, Map<String, Seen>> byPile = new ConcurrentHashMap<>();

    /** An oddity of one pile, how often, and when last. */
    public record Seen(String name, long count, Instant lastAt) {}

    void count(PileNo pileNo, String name, Instant now) {
        if (byPile.size() >= PILES_MAX && !byPile.containsKey(pileNo)) {
            return;
        }
        byPile.compute(pileNo, (same, before) -> {
            Map<String, Seen> seen = before == null ? new HashMap<>(4) : before;
            Seen known = seen.get(name);
            if (known != null) {
                seen.put(name, new Seen(name, known.count + 1, now));
            } else if (seen.size() < NAMES_MAX) {
                seen.put(name, new Seen(name, 1, now));
            }
            return seen;
        });
    }

    /** The most frequent first. */
    public List<Seen> of(PileNo pileNo) {
        List<Seen> copy = new ArrayList<>();
        byPile.computeIfPresent(pileNo, (same, seen) -> {
            copy.addAll(seen.values());
            return seen;
        });
        copy.sort(Comparator.comparingLong(Seen::count).reversed().thenComparing(Seen::name));
        return List.copyOf(copy);
    }
}
