package io.ohmgate.gateway.tcp;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts open connections in all and by address. */
final class SourceLimit {
    private final int max;
    private final int maxPerSource;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> bySource = new ConcurrentHashMap<>();

    SourceLimit(int max, int maxPerSource) {
        this.max = max;
        this.maxPerSource = maxPerSource;
    }

    /** @return whether one more may stay; if so it must {@link #leave} once */
    boolean enter(InetAddress source) {
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            return false;
        }
        int fromThere = bySource.merge(source, 1, Integer::sum);
        if (fromThere > maxPerSource) {
            leave(source);
            return false;
        }
        return true;
    }

    void leave(InetAddress source) {
        open.decrementAndGet();
        bySource.computeIfPresent(source, (same, count) -> count > 1 ? count - 1 : null);
    }

    int open() {
        return open.get();
    }
}
