package io.ohmgate.gateway.work;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places in a queue that many share. While it is less than half full everybody may enter; after that each may hold a small
 * part of it, so that one pile that shouts cannot make the others unheard. Counts as many keys as there are places taken.
 */
public final class FairShare<K> {
    /** The part of all places that one may hold when it gets tight. */
    public static final int PART = 100;

    private final int places;
    private final ConcurrentHashMap<K, Integer> held = new ConcurrentHashMap<>();
    private final AtomicInteger taken = new AtomicInteger();

    public FairShare(int places) {
        this.places = places;
    }

    /** @return whether one more place is given; if so it must be left once */
    public boolean enter(K key) {
        int all = taken.incrementAndGet();
        int mine = held.merge(key, 1, Integer::sum);
        if (all > places || (all > places / 2 && mine > Math.max(1, places / PART))) {
            leave(key);
            return false;
        }
        return true;
    }

    public void leave(K key) {
        taken.decrementAndGet();
        held.computeIfPresent(key, (same, count) -> count > 1 ? count - 1 : null);
    }

    public int taken() {
        return taken.get();
    }
}
