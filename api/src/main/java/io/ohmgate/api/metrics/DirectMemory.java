package io.ohmgate.api.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;

/** What the allocator of frames and bodies holds outside the heap; the JVM's own buffer pools do not know of it. */
final class DirectMemory {
    private DirectMemory() {}

    static void bindTo(MeterRegistry meters) {
        if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider) {
            Gauge.builder("ohmgate.memory.direct", provider.metric(), ByteBufAllocatorMetric::usedDirectMemory)
                    .baseUnit("bytes")
                    .strongReference(true)
                    .register(meters);
            Gauge.builder("ohmgate.memory.pooled.heap", provider.metric(), ByteBufAllocatorMetric::usedHeapMemory)
                    .baseUnit("bytes")
                    .strongReference(true)
                    .register(meters);
        }
    }
}
