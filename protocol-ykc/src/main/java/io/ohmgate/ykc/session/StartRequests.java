package io.ohmgate.ykc.session;

import io.ohmgate.gateway.pile.GunId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sequence bytes of starts asked for at the pile, until they are answered. A driver who taps twice is answered twice,
 * in order. Belongs to the event loop.
 */
final class StartRequests {
    /** More unanswered ones of a gun are nobody's taps; the oldest is forgotten, and its answer counts as ours. */
    static final int A_GUN_MAX = 4;

    private @Nullable Map<GunId, ArrayDeque<Integer>> asked;

    void asked(GunId gun, int sequence) {
        Map<GunId, ArrayDeque<Integer>> all = asked == null ? new HashMap<>(2) : asked;
        asked = all;
        ArrayDeque<Integer> waiting = all.computeIfAbsent(gun, fresh -> new ArrayDeque<>(A_GUN_MAX));
        if (waiting.size() == A_GUN_MAX) {
            waiting.poll();
        }
        waiting.add(sequence);
    }

    /** The sequence that the answer repeats, null if nothing was asked. */
    @Nullable
    Integer answered(GunId gun) {
        ArrayDeque<Integer> waiting = asked == null ? null : asked.get(gun);
        return waiting == null ? null : waiting.poll();
    }
}
