package io.ohmgate.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ohmgate.gateway.metrics.Objectives;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How long records wait for their commit and piles for the answer to them (invariants 6.5). */
final class RecordTimes {
    private static final double NANOS = 1e9;

    private final LongSupplier nanos;
    private final Counter received;
    private final Timer commit;
    private final Timer confirm;
    private final Timer answer;
    /** What is not committed yet. Bounded by the inbox, and by the connections that wait for room in it. */
    private final Set<Waiting> open = ConcurrentHashMap.newKeySet();

    RecordTimes(LongSupplier nanos, MeterRegistry meters) {
        this.nanos = nanos;
        this.received = meters.counter("ohmgate.records.received");
        this.commit = Objectives.timer("ohmgate.records.commit").register(meters);
        this.confirm = Objectives.timer("ohmgate.records.confirm").register(meters);
        this.answer = Objectives.timer("ohmgate.records.answer").register(meters);
        Gauge.builder("ohmgate.records.unconfirmed", open, Set::size)
                .strongReference(true)
                .register(meters);
        Gauge.builder("ohmgate.records.unconfirmed.age", this, RecordTimes::oldestSeconds)
                .strongReference(true)
                .baseUnit("seconds")
                .register(meters);
    }

    /** One record on its way. Equal only to itself. */
    static final class Waiting {
        private final long receivedNanos;
        private volatile long committedNanos;

        private Waiting(long receivedNanos) {
            this.receivedNanos = receivedNanos;
        }
    }

    Waiting received() {
        received.increment();
        Waiting waiting = new Waiting(nanos.getAsLong());
        open.add(waiting);
        return waiting;
    }

    void committed(Waiting waiting) {
        open.remove(waiting);
        waiting.committedNanos = nanos.getAsLong();
        commit.record(waiting.committedNanos - waiting.receivedNanos, TimeUnit.NANOSECONDS);
    }

    /** There was no room for it, and it waits no longer: the pile keeps it and sends it again. */
    void givenUp(Waiting waiting) {
        open.remove(waiting);
    }

    /** The confirmation was written; not called if the pile has gone. */
    void confirmed(Waiting waiting) {
        long now = nanos.getAsLong();
        confirm.record(now - waiting.committedNanos, TimeUnit.NANOSECONDS);
        answer.record(now - waiting.receivedNanos, TimeUnit.NANOSECONDS);
    }

    int unconfirmed() {
        return open.size();
    }

    private double oldestSeconds() {
        long now = nanos.getAsLong();
        long oldest = now;
        for (Waiting waiting : open) {
            oldest = Math.min(oldest, waiting.receivedNanos);
        }
        return (now - oldest) / NANOS;
    }
}
