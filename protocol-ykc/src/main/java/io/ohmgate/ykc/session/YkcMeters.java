package io.ohmgate.ykc.session;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.message.FrameType;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all connections together count for each frame. A frame costs one addition: there is an adder for every type code,
 * and nothing is looked up by name. The names are made once, when the registry is bound.
 */
final class YkcMeters {
    private static final int CODES = 256;
    private static final int NO_TYPE = 0;
    private static final String UNKNOWN = "unknown";

    private final LongAdder[] up = adders(true);
    private final LongAdder[] down = adders(false);
    private final LongAdder commandsWaiting = new LongAdder();
    private final LongAdder pausedNanos = new LongAdder();

    /** What nobody should send in that direction is counted together. */
    private static LongAdder[] adders(boolean uplink) {
        LongAdder unknown = new LongAdder();
        LongAdder[] adders = new LongAdder[CODES];
        for (int code = 0; code < CODES; code++) {
            FrameType type = FrameType.ofCode(code);
            adders[code] = type != null && type.isUplink() == uplink ? new LongAdder() : unknown;
        }
        return adders;
    }

    /** A whole frame came in, whatever becomes of it. */
    void up(int typeCode) {
        up[typeCode].increment();
    }

    void down(int typeCode) {
        down[typeCode].increment();
    }

    /** Commands that wait for their turn on a connection have become more, or fewer. */
    void waiting(int more) {
        if (more != 0) {
            commandsWaiting.add(more);
        }
    }

    /** A connection is read again that was not read for so long. */
    void paused(long nanos) {
        pausedNanos.add(nanos);
    }

    void bindTo(MeterRegistry registry) {
        for (FrameType type : FrameType.values()) {
            boolean uplink = type.isUplink();
            LongAdder[] adders = uplink ? up : down;
            frames(registry, uplink, type.name().toLowerCase(Locale.ROOT), adders[type.code()]);
        }
        frames(registry, true, UNKNOWN, up[NO_TYPE]);
        Gauge.builder("ohmgate.outbound.commands", commandsWaiting, LongAdder::sum)
                .tag("protocol", YkcProtocol.NAME)
                .register(registry);
        FunctionCounter.builder("ohmgate.reading.paused", pausedNanos, nanos -> nanos.sum() / 1e9)
                .tag("protocol", YkcProtocol.NAME)
                .baseUnit("seconds")
                .register(registry);
        for (Anomaly anomaly : Anomaly.values()) {
            oddity(registry, anomaly.name());
        }
        for (Oddity oddity : Oddity.values()) {
            oddity(registry, oddity.name());
        }
    }

    private static void frames(MeterRegistry registry, boolean uplink, String type, LongAdder adder) {
        FunctionCounter.builder("ohmgate.frames", adder, LongAdder::sum)
                .tags("protocol", YkcProtocol.NAME, "direction", uplink ? "up" : "down", "type", type)
                .register(registry);
    }

    /** Made at once, so that a rate over it is right from the first one on. The gateway counts them. */
    private static void oddity(MeterRegistry registry, String kind) {
        registry.counter("ohmgate.edge.oddities", "protocol", YkcProtocol.NAME, "kind", kind);
    }
}
