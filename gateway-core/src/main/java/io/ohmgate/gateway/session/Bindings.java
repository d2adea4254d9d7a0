package io.ohmgate.gateway.session;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.trust.Binding;
import io.ohmgate.gateway.trust.SourceRange;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where each pile is known to come from, in memory: a login is judged without a database. At most one a listed pile, so
 * as bounded as the {@link PileDirectory}.
 */
public final class Bindings {
    private final ConcurrentHashMap<PileNo, Binding> byPile = new ConcurrentHashMap<>();
    /** How many piles are bound to each station's line; says whether a banned source may still bring a pile. */
    private final ConcurrentHashMap<SourceRange, Integer> lines = new ConcurrentHashMap<>();
    /** The same for wider ranges, which only people make: few. */
    private final ConcurrentHashMap<SourceRange, Integer> wide = new ConcurrentHashMap<>();

    public @Nullable Binding find(PileNo pileNo) {
        return byPile.get(pileNo);
    }

    public int size() {
        return byPile.size();
    }

    /** Remembers what a first login told; what is known already stays. Whether it is new. */
    boolean learn(PileNo pileNo, Binding learnt) {
        boolean fresh = byPile.putIfAbsent(pileNo, learnt) == null;
        if (fresh) {
            count(learnt, 1);
        }
        return fresh;
    }

    /** What a person decided, or what was stored. Null forgets it: the next login is learnt anew. */
    void put(PileNo pileNo, @Nullable Binding binding) {
        Binding before = binding == null ? byPile.remove(pileNo) : byPile.put(pileNo, binding);
        count(before, -1);
        count(binding, 1);
    }

    /** Whether some pile is bound to the line this address is on. */
    boolean bringPiles(InetAddress source) {
        return lines.containsKey(SourceRange.around(source))
                || wide.keySet().stream().anyMatch(range -> range.contains(source));
    }

    private void count(@Nullable Binding binding, int change) {
        SourceRange range = binding == null ? null : binding.source();
        if (range == null) {
            return;
        }
        if (range.isWide()) {
            wide.merge(range, change, Bindings::sumOrNothing);
        } else {
            lines.merge(range.line(), change, Bindings::sumOrNothing);
        }
    }

    private static @Nullable Integer sumOrNothing(Integer count, Integer change) {
        int sum = count + change;
        return sum == 0 ? null : sum;
    }
}
