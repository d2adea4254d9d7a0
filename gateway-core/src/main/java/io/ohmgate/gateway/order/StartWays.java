package io.ohmgate.gateway.order;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How starts came to us, between the commit that opens an order and the one after which its start is written. Only for
 * that moment: after a restart nobody waits at a pile any more. The oldest is forgotten when there are too many.
 */
final class StartWays {
    static final int MAX = 10_000;

    private final Map<OrderId, StartBy> waiting = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<OrderId, StartBy> eldest) {
            return size() > MAX;
        }
    };

    synchronized void put(OrderId id, StartBy by) {
        waiting.put(id, by);
    }

    synchronized @Nullable StartBy remove(OrderId id) {
        return waiting.remove(id);
    }
}
