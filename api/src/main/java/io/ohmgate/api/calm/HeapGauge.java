package io.ohmgate.api.calm;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.util.List;

/** How much of the heap the last collection left in use. Looks only when there was another one. One thread. */
final class HeapGauge {
    private static final int WHOLE = 100;

    private final List<GarbageCollectorMXBean> collectors =
            ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);
    private final long max = Runtime.getRuntime().maxMemory();
    private long collections;
    private long lastEnd;
    private long percent;

    long percent() {
        long now = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            now += Math.max(0, collector.getCollectionCount());
        }
        if (now != collections) {
            collections = now;
            collectors.forEach(this::look);
        }
        return percent;
    }

    private void look(GarbageCollectorMXBean collector) {
        GcInfo last = collector.getLastGcInfo();
        if (last == null || last.getEndTime() < lastEnd) {
            return;
        }
        lastEnd = last.getEndTime();
        long used = 0;
        for (var pool : last.getMemoryUsageAfterGc().entrySet()) {
            if (isHeap(pool.getKey())) {
                used += pool.getValue().getUsed();
            }
        }
        percent = used * WHOLE / max;
    }

    /** By the names of all collectors that are in use: "G1 Old Gen", "PS Eden Space", "Tenured Gen", "ZGC Old Generation". */
    private static boolean isHeap(String pool) {
        return pool.contains("Gen") || pool.contains("Eden") || pool.contains("Survivor") || pool.startsWith("ZHeap");
    }
}
