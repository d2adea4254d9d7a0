package io.ohmgate.gateway;

import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileGateway.Confirmation;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.metrics.RecordKept;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.record.RecordInbox;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where records come in. Every one is kept and none is dropped: a record that may not be what it says is kept for a
 * person and settles nothing by itself (invariants A11, 4.1). The pile hears yes after the commit, in both cases: what it
 * would repeat for ever proves nothing more.
 */
final class RecordDoor {
    /**
     * Records that wait for room in the inbox, beyond those in it. A pile that dials again while the database is away sends
     * its record again and waits again, so their number follows the outage and not the piles.
     */
    static final int WAITING_MAX = 50_000;

    private final GatewayParts parts;
    private final RecordInbox records;
    private final String node;
    private final EdgeCounters counters;
    private final TakeoverWitness witness;
    private final SecurityTeller security;
    private final RecordTimes times;
    private final AtomicInteger waitingForRoom = new AtomicInteger();

    RecordDoor(
            GatewayParts parts,
            RecordInbox records,
            String node,
            EdgeCounters counters,
            TakeoverWitness witness,
            SecurityTeller security) {
        this.parts = parts;
        this.records = records;
        this.node = node;
        this.counters = counters;
        this.witness = witness;
        this.security = security;
        this.times = new RecordTimes(parts.time.nanos(), parts.meters);
    }

    /** How a person hears of it. */
    @FunctionalInterface
    interface SecurityTeller {
        void tell(SessionId session, String kind, String detail);
    }

    int unconfirmed() {
        return times.unconfirmed();
    }

    void record(SessionId session, RawRecord raw, Consumer<Confirmation> confirm) {
        Instant now = parts.time.wall().instant();
        String doubt = doubtAbout(session, raw.fields(), now);
        IncomingRecord record = doubt == null
                ? IncomingRecord.of(raw, now, session, node)
                : IncomingRecord.held(raw, now, session, node, doubt);
        Optional<PileLink> link = parts.sessions.linkOf(session);
        RecordTimes.Waiting waiting = times.received();
        Runnable givenUp = () -> times.givenUp(waiting);
        offer(record, link.orElse(null), givenUp, () -> {
            times.committed(waiting);
            ChargeRecord fields = raw.fields();
            parts.recordsKept.tell(new RecordKept(
                    fields.tradeNo(), fields.gun(), now, parts.time.wall().instant()));
            link.ifPresent(open -> open.execute(() -> {
                confirm.accept(Confirmation.KEPT);
                times.confirmed(waiting);
            }));
        });
    }

    private @Nullable String doubtAbout(SessionId session, ChargeRecord record, Instant now) {
        if (!record.gun().pileNo().equals(session.pileNo())) {
            security.tell(
                    session,
                    "foreign-record",
                    "a record names pile " + record.gun().pileNo());
            return "FOREIGN_PILE: names pile " + record.gun().pileNo() + " on a connection it is not logged in on";
        }
        if (witness.doubts(session.pileNo(), session.epoch(), record, now)) {
            security.tell(session, "record-after-takeover", "trade " + record.tradeNo());
            return "AFTER_TAKEOVER: does not agree with what the pile last said before another device took it over";
        }
        return null;
    }

    /**
     * A full inbox is told to the pile by not reading on: what it has not sent, it still keeps (invariants 5.3). When too
     * many wait already it is hung up on: it was not answered, so it keeps the record and sends it again.
     */
    private void offer(IncomingRecord record, @Nullable PileLink link, Runnable givenUp, Runnable onKept) {
        if (records.offer(record, onKept)) {
            return;
        }
        if (waitingForRoom.incrementAndGet() > WAITING_MAX) {
            waitingForRoom.decrementAndGet();
            counters.turnedAway();
            givenUp.run();
            if (link != null) {
                link.execute(() -> link.close(CloseReason.INBOX_FULL));
            }
            return;
        }
        counters.paused();
        if (link != null) {
            link.pauseReading();
        }
        records.whenRoom(() -> {
            waitingForRoom.decrementAndGet();
            if (link != null) {
                link.resumeReading();
            }
            offer(record, link, givenUp, onKept);
        });
    }
}
