package io.ohmgate.gateway.tcp;

import io.ohmgate.gateway.trust.SourceRange;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts open connections in all, by address and by line. Bounded by the connections there are. */
final class SourceLimit {
    private final AcceptLimits limits;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> bySource = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<SourceRange, Integer> byLine = new ConcurrentHashMap<>();

    SourceLimit(AcceptLimits limits) {
        this.limits = limits;
    }

    /** @return whether one more may stay; if so it must {@link #leave} once */
    boolean enter(InetAddress source) {
        int all = open.incrementAndGet();
        int fromThere = bySource.merge(source, 1, Integer::sum);
        int fromLine = byLine.merge(SourceRange.around(source), 1, Integer::sum);
        if (all > limits.connectionsMax()
                || fromThere > limits.connectionsPerSource()
                || fromLine > limits.connectionsPerLine()) {
            leave(source);
            return false;
        }
        return true;
    }

    void leave(InetAddress source) {
        open.decrementAndGet();
        bySource.computeIfPresent(source, (same, count) -> count > 1 ? count - 1 : null);
        byLine.computeIfPresent(SourceRange.around(source), (same, count) -> count > 1 ? count - 1 : null);
    }

    int open() {
        return open.get();
    }
}
