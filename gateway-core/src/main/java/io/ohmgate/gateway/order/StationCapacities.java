package io.ohmgate.gateway.order;

import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** How much power stations may promise at once (场站容量). Bounded by the stations that were given a limit. */
public final class StationCapacities {
    private final ConcurrentMap<Long, Integer> watts = new ConcurrentHashMap<>();

    public OptionalInt of(long stationId) {
        Integer limit = watts.get(stationId);
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    /** @param limit null for none */
    public void set(long stationId, @Nullable Integer limit) {
        if (limit == null) {
            watts.remove(stationId);
        } else {
            watts.put(stationId, limit);
        }
    }

    public void replace(Map<Long, Integer> limits) {
        watts.keySet().retainAll(limits.keySet());
        watts.putAll(limits);
    }
}
