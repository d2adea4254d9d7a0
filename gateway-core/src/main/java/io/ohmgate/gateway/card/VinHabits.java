package io.ohmgate.gateway.card;

import io.ohmgate.gateway.link.StartCredential;
import io.ohmgate.gateway.pile.PileNo;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * From which end each pile sends vehicles' numbers (ykc.md 3.3), learnt from those that were found: the same pile will do
 * so again. Bounded by the allow-list.
 */
final class VinHabits {
    private final ConcurrentMap<PileNo, Boolean> reversed = new ConcurrentHashMap<>();

    void learn(PileNo pileNo, @Nullable Boolean wasReversed) {
        if (wasReversed != null) {
            reversed.put(pileNo, wasReversed);
        }
    }

    /** The same, read first as the pile wrote before. */
    StartCredential ordered(PileNo pileNo, StartCredential shown) {
        Boolean habit = reversed.get(pileNo);
        if (habit == null || shown.vins().isEmpty() || shown.vins().getFirst().reversed() == habit) {
            return shown;
        }
        return new StartCredential(
                shown.cardNo(), shown.vins().reversed(), shown.passwordNeeded(), shown.passwordDigest());
    }
}
