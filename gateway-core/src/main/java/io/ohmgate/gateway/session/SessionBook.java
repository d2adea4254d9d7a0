package io.ohmgate.gateway.session;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvents;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileSlot.Candidate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The slots of all piles, and the few changes that several subjects make to one: it ends, it comes, it goes. Changes
 * fall under the slot's monitor; what others hear of them is put into {@code after} and run when it is released.
 */
final class SessionBook {
    private static final int EPOCHS_PER_SECOND_BITS = 20;

    final PileDirectory directory;
    final SessionSettings settings;
    final GatewayTime time;
    final PileEvents events;
    final SessionMetrics metrics;
    final AtomicInteger open;
    private final ConcurrentHashMap<PileNo, PileSlot> slots = new ConcurrentHashMap<>();
    private final AtomicLong epochs;
    private volatile boolean draining;

    SessionBook(
            PileDirectory directory,
            SessionSettings settings,
            GatewayTime time,
            PileEvents events,
            SessionMetrics metrics,
            AtomicInteger open) {
        this.directory = directory;
        this.settings = settings;
        this.time = time;
        this.events = events;
        this.metrics = metrics;
        this.open = open;
        this.epochs = new AtomicLong(time.wall().instant().getEpochSecond() << EPOCHS_PER_SECOND_BITS);
    }

    @Nullable
    PileSlot find(PileNo pileNo) {
        return slots.get(pileNo);
    }

    PileSlot slotOf(PileNo pileNo) {
        return slots.computeIfAbsent(pileNo, fresh -> new PileSlot());
    }

    Iterable<PileSlot> all() {
        return slots.values();
    }

    /** The pile's session whose connection is open. */
    @Nullable
    PileSession live(PileNo pileNo) {
        PileSlot slot = slots.get(pileNo);
        return slot == null ? null : slot.liveSession();
    }

    /** The same, if it is this very session. */
    @Nullable
    PileSession live(SessionId id) {
        PileSession session = live(id.pileNo());
        return session != null && session.id.epoch() == id.epoch() ? session : null;
    }

    SessionId nextId(PileNo pileNo) {
        return new SessionId(pileNo, epochs.incrementAndGet());
    }

    long now() {
        return time.nanos().getAsLong();
    }

    Instant instant() {
        return time.wall().instant();
    }

    boolean draining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    /** Ends a session whose connection is gone or is to go; returns what is left to close. */
    @Nullable
    PileLink end(PileSlot slot, PileSession session, CloseReason reason, List<Runnable> after) {
        PileLink link = session.end();
        open.decrementAndGet();
        metrics.closed(reason);
        PileEntry entry = directory.find(session.id.pileNo());
        Instant now = instant();
        if (entry != null) {
            after.add(() -> events.tell(new PileEvent.PileDisconnected(session.id, entry.tenantId(), reason, now)));
        }
        slot.session = session;
        return link;
    }

    /** Ends whatever is in the slot: the session, and the connection that waits for a probe. */
    void endNow(PileSlot slot, CloseReason reason, List<Runnable> after) {
        refuseCandidate(slot, after);
        PileSession session = slot.liveSession();
        if (session == null) {
            return;
        }
        PileLink link = end(slot, session, reason, after);
        if (link != null) {
            after.add(() -> link.leave(session.id, reason));
        }
    }

    void refuseCandidate(PileSlot slot, List<Runnable> after) {
        Candidate candidate = slot.candidate;
        slot.candidate = null;
        if (candidate != null) {
            after.add(() -> candidate.refused.accept(LoginRefusal.OTHER_SESSION_ALIVE));
        }
    }

    boolean markOnline(PileSlot slot, Instant now) {
        if (slot.online) {
            return false;
        }
        slot.online = true;
        slot.presenceSince = now;
        return true;
    }

    void markOffline(PileSlot slot, PileSession last, List<Runnable> after) {
        if (!slot.online) {
            return;
        }
        Instant now = instant();
        Instant lastHeard = now.minusNanos(now() - last.lastHeardNanos);
        slot.online = false;
        slot.presenceSince = now;
        metrics.wentOffline();
        PileEntry entry = directory.find(last.id.pileNo());
        if (entry != null) {
            after.add(() -> events.tell(new PileEvent.PileWentOffline(
                    entry.pileNo(), entry.tenantId(), entry.stationId(), lastHeard, now)));
        }
    }

    void tellOnline(PileNo pileNo, Instant now) {
        PileEntry entry = directory.find(pileNo);
        if (entry != null) {
            events.tell(new PileEvent.PileCameOnline(pileNo, entry.tenantId(), entry.stationId(), now));
        }
    }
}
