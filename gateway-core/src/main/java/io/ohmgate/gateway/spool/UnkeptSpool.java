package io.ohmgate.gateway.spool;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.gateway.link.PileProtocol;
import io.ohmgate.gateway.record.ContentHash;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.record.RecordInbox;
import io.ohmgate.gateway.record.Unkept;
import io.ohmgate.gateway.spool.SpoolEntries.Entry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/**
 * Remembers on the local disk what the database does not take, so that a record which its pile sent for the last time
 * outlives this process too (invariants A8). Nobody is confirmed from here.
 */
public final class UnkeptSpool implements Unkept {
    private static final Logger LOG = LoggerFactory.getLogger(UnkeptSpool.class);

    private static final double MILLIS = 1_000;

    private final RecordSpool spool;
    private final Scheduler disk;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter full;
    private final Counter failures;
    private final Counter replayed;
    private final AtomicLong bytes = new AtomicLong();
    /** When it ceased to be empty; 0 while it is. */
    private volatile long heldSinceMillis;

    /** @param disk one thread that may block */
    public UnkeptSpool(RecordSpool spool, Scheduler disk, MeterRegistry meters) {
        this.spool = spool;
        this.disk = disk;
        noteSize();
        this.full = meters.counter("ohmgate.spool.full");
        this.failures = meters.counter("ohmgate.spool.failures");
        this.replayed = meters.counter("ohmgate.spool.replayed");
        Gauge.builder("ohmgate.spool.bytes", bytes, AtomicLong::get)
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("ohmgate.spool.age", this, UnkeptSpool::heldSeconds)
                .strongReference(true)
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("ohmgate.spool.records", waiting, AtomicInteger::get).register(meters);
    }

    @Override
    public void remember(List<IncomingRecord> records) {
        disk.schedule(() -> put(records));
    }

    private void put(List<IncomingRecord> records) {
        try {
            if (!spool.put(records.stream().map(SpooledRecord::entry).toList())) {
                full.increment();
                LOG.atError()
                        .addKeyValue("records", records.size())
                        .log("the record spool is full; these records wait in memory and in their piles only");
            }
            noteSize();
        } catch (IOException e) {
            failures.increment();
            LOG.atError().setCause(e).addKeyValue("records", records.size()).log("the record spool cannot be written");
        }
    }

    private void noteSize() {
        int now = spool.size();
        waiting.set(now);
        bytes.set(spool.waitingBytes());
        if (now == 0) {
            heldSinceMillis = 0;
        } else if (heldSinceMillis == 0) {
            heldSinceMillis = disk.now(TimeUnit.MILLISECONDS);
        }
    }

    /** For how long it has not been empty. */
    private double heldSeconds() {
        long since = heldSinceMillis;
        return since == 0 ? 0 : (disk.now(TimeUnit.MILLISECONDS) - since) / MILLIS;
    }

    @Override
    public void kept(List<IncomingRecord> records) {
        if (waiting.get() == 0) {
            return;
        }
        List<ContentHash> hashes = records.stream().map(IncomingRecord::hash).toList();
        disk.schedule(() -> {
            try {
                spool.forget(hashes);
                noteSize();
            } catch (IOException e) {
                failures.increment();
                LOG.atWarn().setCause(e).log("the record spool could not be tidied; its records are offered again");
            }
        });
    }

    /**
     * Gives what an earlier process left to the inbox, oldest first and no faster than it takes them. Returns at once.
     *
     * @param protocols by name, to read the frames again
     * @return how many there are
     * @throws IOException if the spool cannot be read
     */
    public int replay(RecordInbox inbox, Map<String, PileProtocol> protocols) throws IOException {
        Deque<IncomingRecord> left = new ArrayDeque<>();
        for (Entry entry : spool.waiting()) {
            Optional<IncomingRecord> record = SpooledRecord.record(entry, protocols);
            if (record.isPresent()) {
                left.add(record.get());
            } else {
                failures.increment();
                LOG.atError().addKeyValue("hash", entry.hash()).log("an entry of the spool cannot be read and stays");
            }
        }
        int found = left.size();
        replayed.increment(found);
        if (found > 0) {
            LOG.atWarn()
                    .addKeyValue("records", found)
                    .log("records that an earlier process could not keep are kept now");
        }
        offer(inbox, left);
        return found;
    }

    private static void offer(RecordInbox inbox, Deque<IncomingRecord> left) {
        while (!left.isEmpty()) {
            if (!inbox.offer(left.getFirst(), () -> {})) {
                inbox.whenRoom(() -> offer(inbox, left));
                return;
            }
            left.removeFirst();
        }
    }
}
