package io.ohmgate.gateway.session;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers the keys heard of last, at most so many; the one not heard of for longest goes first. One thread at a time. */
final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private static final int FIRST_SIZE = 64;
    private static final float LOAD = 0.75f;

    private final int max;

    Recent(int max) {
        super(FIRST_SIZE, LOAD, true);
        this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
    }
}
