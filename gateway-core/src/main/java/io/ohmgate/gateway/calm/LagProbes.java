package io.ohmgate.gateway.calm;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that everybody waits for. One that is late by more than a second is blocked: the node says that it is not
 * ready, and the log says what stands on that thread's stack (invariants GW4). The others go on.
 */
public final class LagProbes {
    public static final Duration BLOCKED = Duration.ofSeconds(1);
    static final int FRAMES_SHOWN = 12;
    private static final Logger LOG = LoggerFactory.getLogger(LagProbes.class);

    private final List<LagProbe> probes = new CopyOnWriteArrayList<>();
    /** Names of those that were told; bounded by the probes. */
    private final Set<String> blocked = ConcurrentHashMap.newKeySet();

    private final LongSupplier nanos;
    private volatile long worstNanos;

    public LagProbes(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Watches each of these threads. */
    public void watch(String name, Iterable<? extends Executor> threads) {
        int number = 0;
        for (Executor thread : threads) {
            watchOne(name + "-" + number++, thread);
        }
    }

    public void watchOne(String name, Executor thread) {
        LagProbe probe = new LagProbe(name, thread, nanos);
        probes.add(probe);
    }

    /** Forgets those of a name that are to end. */
    public void forget(String name) {
        probes.removeIf(probe -> probe.name().startsWith(name + "-"));
        blocked.removeIf(known -> known.startsWith(name + "-"));
    }

    /** Looks at all of them; the worst lag in milliseconds. One thread asks. */
    public long lookMillis() {
        long worst = 0;
        for (LagProbe probe : probes) {
            long lag = probe.lagNanos();
            worst = Math.max(worst, lag);
            tell(probe, lag);
        }
        worstNanos = worst;
        return TimeUnit.NANOSECONDS.toMillis(worst);
    }

    private void tell(LagProbe probe, long lag) {
        if (lag < BLOCKED.toNanos()) {
            if (blocked.remove(probe.name())) {
                LOG.atWarn().addKeyValue("loop", probe.name()).log("a thread that was blocked goes on");
            }
        } else if (blocked.add(probe.name())) {
            LOG.atError()
                    .addKeyValue("loop", probe.name())
                    .addKeyValue("lagMillis", TimeUnit.NANOSECONDS.toMillis(lag))
                    .addKeyValue("stack", shown(probe.stack()))
                    .log("a thread that must never wait is blocked");
        }
    }

    private static String shown(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .limit(FRAMES_SHOWN)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
    }

    /** Whether one of them is blocked now. */
    public boolean anyBlocked() {
        return worstNanos >= BLOCKED.toNanos();
    }

    /** The names of those that are. */
    public List<String> blocked() {
        return blocked.stream().sorted().toList();
    }
}
