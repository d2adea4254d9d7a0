package io.ohmgate.gateway.session;

import io.ohmgate.gateway.event.Listeners;
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
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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
    private final Predicate<PileNo> showsCharge;
    private final Listeners<SessionId> moved = new Listeners<>();
    private volatile Predicate<PileNo> runsOrder = pileNo -> false;
    private volatile Elsewhere elsewhere = Elsewhere.NOWHERE;
    private volatile LongSupplier epochs;
    private volatile boolean draining;

    SessionBook(
            PileDirectory directory,
            SessionSettings settings,
            GatewayTime time,
            PileEvents events,
            SessionMetrics metrics,
            AtomicInteger open,
            Predicate<PileNo> showsCharge) {
        this.directory = directory;
        this.settings = settings;
        this.time = time;
        this.events = events;
        this.metrics = metrics;
        this.open = open;
        this.showsCharge = showsCharge;
        this.epochs = new AtomicLong(time.wall().instant().getEpochSecond() << EPOCHS_PER_SECOND_BITS)::incrementAndGet;
    }

    void join(Elsewhere others, LongSupplier minted) {
        elsewhere = others;
        epochs = minted;
    }

    Elsewhere elsewhere() {
        return elsewhere;
    }

    boolean mayWrite() {
        return elsewhere.mayWrite();
    }

    void orders(Predicate<PileNo> runs) {
        runsOrder = runs;
    }

    /** Whether a charge is under way: the pile shows one, or an order of ours waits for its end. */
    boolean isCharging(PileNo pileNo) {
        return showsCharge.test(pileNo) || runsOrder.test(pileNo);
    }

    void onMoved(Consumer<SessionId> listener) {
        moved.add(listener);
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
        return new SessionId(pileNo, epochs.getAsLong());
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
        if (!elsewhere.isEmpty()) {
            after.add(() -> elsewhere.ended(session.id, session.hello, isCharging(session.id.pileNo())));
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

    /** The pile is another node's: its session here ends, and here it is neither online nor offline any more. */
    void letGo(PileSlot slot, PileSession session, List<Runnable> after) {
        if (session.live()) {
            PileLink link = end(slot, session, CloseReason.REPLACED_BY_NEW_LOGIN, after);
            if (link != null) {
                after.add(() -> link.leave(session.id, CloseReason.REPLACED_BY_NEW_LOGIN));
            }
        }
        slot.forgetPile();
        metrics.moved();
        after.add(() -> moved.tell(session.id));
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
