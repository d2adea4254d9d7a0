package io.ohmgate.gateway.order;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Guns whose charge of a common vehicle (并充) is over while another gun of the group charges on. What they spent still counts
 * against the hold of all, however many other orders end meanwhile. Kept by group, since every report of such a gun asks; a
 * group is forgotten with its last running gun, so there are never more groups than running guns. Confined to a lock.
 */
final class EndedPartners {
    private final Map<ParallelGroup, Map<OrderId, RunningOrder>> ended = new HashMap<>();

    /** One of the group is over; {@code going} says whether another one is not. */
    void over(RunningOrder order, boolean going) {
        ParallelGroup group = groupOf(order.order());
        if (group == null) {
            return;
        }
        if (going) {
            ended.computeIfAbsent(group, first -> new LinkedHashMap<>())
                    .put(order.order().id(), order);
        } else {
            ended.remove(group);
        }
    }

    Collection<RunningOrder> of(ParallelGroup group) {
        return List.copyOf(ended.getOrDefault(group, Map.of()).values());
    }

    int groups() {
        return ended.size();
    }

    private static @Nullable ParallelGroup groupOf(ChargingOrder order) {
        return order.terms().source().parallel();
    }
}
