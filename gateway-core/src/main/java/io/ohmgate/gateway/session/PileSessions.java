package io.ohmgate.gateway.session;

import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvents;
import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.Pulse;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileSlot.Candidate;
import io.ohmgate.gateway.session.PileStatus.Presence;
import io.ohmgate.gateway.trust.Binding;
import io.ohmgate.gateway.trust.Standing;
import io.ohmgate.gateway.trust.Trust;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Who is connected: at most one live session a pile (invariants E1), each with an epoch that grows. Logins are judged in
 * memory; nothing here waits. Decisions fall under a slot's monitor, everything that others hear of them after it.
 */
public final class PileSessions {
    private final SessionBook book;
    private final SilenceWatch silence;
    private final LoginDesk desk;
    private final LoginGuard guard;
    private final Bindings bindings = new Bindings();
    private final long startedNanos;

    /** {@code charging} tells whether an order runs on a pile: then a takeover is looked at more strictly. */
    public PileSessions(
            PileDirectory directory,
            SessionSettings settings,
            GatewayTime time,
            PileEvents events,
            Predicate<PileNo> charging,
            MeterRegistry registry) {
        AtomicInteger open = new AtomicInteger();
        this.guard = new LoginGuard(settings.guard(), pileNo -> directory.find(pileNo) != null);
        this.startedNanos = time.nanos().getAsLong();
        SessionMetrics metrics = new SessionMetrics(
                registry, open::get, () -> guard.bans(time.nanos().getAsLong()), this::openWith);
        this.book = new SessionBook(directory, settings, time, events, metrics, open, charging);
        this.silence = new SilenceWatch(book);
        this.desk = new LoginDesk(book, silence, guard, new TrustJudge(bindings, settings.carriers()));
        directory.onChange((pileNo, before, after) -> {
            if (after == null || !after.enabled()) {
                expel(pileNo);
            }
        });
    }

    /** Starts to watch for silence; disposing ends it. */
    public Disposable watch() {
        return silence.start();
    }

    /** Judges a login; see {@link io.ohmgate.gateway.link.PileGateway#login}. */
    public void login(PileHello hello, PileLink link, Consumer<Admission> verdict) {
        desk.login(hello, link, verdict);
    }

    /** A login of a protocol version that is not spoken: told and counted. */
    public void unsupported(PileNo pileNo, InetSocketAddress source) {
        desk.unsupported(pileNo, source);
    }

    /** Whether a connection from there may be made at all: not while the source is banned and brings no pile of ours. */
    public boolean welcomes(InetAddress source) {
        return !guard.isBanned(source, book.now()) || bindings.bringPiles(source);
    }

    // ---- other nodes ----

    /** Before the first login: who else takes piles, and where epochs come from. */
    public void join(Elsewhere others, LongSupplier epochs) {
        book.join(others, epochs);
    }

    /** Who knows whether an order runs on a pile, also while the pile is away. */
    public void orders(Predicate<PileNo> runsOrder) {
        book.orders(runsOrder);
    }

    /** Judges a login on another node against the session here; the outcome may come some seconds later. */
    public void contend(PileHello hello, Consumer<Contest> outcome) {
        desk.contend(hello, outcome);
    }

    /**
     * Another node has the pile by a later session. What was known of it here is forgotten, without a word of it going
     * offline: it is online there.
     */
    public void movedAway(PileNo pileNo, long epoch) {
        PileSlot slot = book.find(pileNo);
        PileSession last = slot == null ? null : slot.session;
        if (slot == null || last == null || last.id.epoch() >= epoch) {
            return;
        }
        List<Runnable> after = new ArrayList<>(3);
        synchronized (slot) {
            PileSession session = slot.session;
            if (session != null && session.id.epoch() < epoch) {
                book.refuseCandidate(slot, after);
                book.letGo(slot, session, after);
            }
        }
        after.forEach(Runnable::run);
    }

    /** Called with the last session of a pile here, after another node took it. From any thread; must return at once. */
    public void onMoved(Consumer<SessionId> listener) {
        book.onMoved(listener);
    }

    /** A pile was locked, or unlocked by a person, on another node; nothing is told of it here. */
    public void lockedElsewhere(PileNo pileNo, boolean locked) {
        PileSlot slot = locked ? book.slotOf(pileNo) : book.find(pileNo);
        if (slot == null) {
            return;
        }
        List<Runnable> after = new ArrayList<>(2);
        synchronized (slot) {
            slot.locked = locked;
            if (locked) {
                book.endNow(slot, CloseReason.REPLACED_BY_NEW_LOGIN, after);
            } else {
                slot.forgetTakeovers();
            }
        }
        after.forEach(Runnable::run);
    }

    /** Every session whose connection is open, in no order; those that come and go meanwhile may be missed. */
    public void eachOpen(BiConsumer<SessionId, PileHello> visitor) {
        for (PileSlot slot : book.all()) {
            PileSession session = slot.liveSession();
            if (session != null) {
                visitor.accept(session.id, session.hello);
            }
        }
    }

    // ---- what a person decides ----

    /** Where each pile is known to come from. */
    public @Nullable Binding bindingOf(PileNo pileNo) {
        return bindings.find(pileNo);
    }

    /** Binds a pile; null forgets its binding, and its next login is learnt. The session that is there is judged anew. */
    public void bind(PileNo pileNo, @Nullable Binding binding) {
        bindings.put(pileNo, binding);
        if (binding != null) {
            desk.judgeAgain(pileNo);
        }
    }

    /** What was known before a restart; before the first login. */
    public void restore(PileNo pileNo, @Nullable Binding binding, boolean locked) {
        if (binding != null) {
            bindings.put(pileNo, binding);
        }
        if (locked) {
            book.slotOf(pileNo).locked = true;
        }
    }

    /** A person has decided: logins of this pile are judged again. */
    public void unlock(PileNo pileNo) {
        PileSlot slot = book.find(pileNo);
        PileEntry entry = book.directory.find(pileNo);
        if (slot == null || entry == null) {
            return;
        }
        synchronized (slot) {
            if (!slot.locked) {
                return;
            }
            slot.locked = false;
            slot.forgetTakeovers();
        }
        book.events.tell(new PileEvent.PileUnlocked(pileNo, entry.tenantId(), book.instant()));
    }

    // ---- what connections tell ----

    /**
     * A valid frame came.
     *
     * @return whether the session is the pile's current one; if not, only its records count
     */
    public boolean heard(SessionId id) {
        PileSlot slot = book.find(id.pileNo());
        PileSession session = slot == null ? null : slot.session;
        if (slot == null || session == null || session.id.epoch() != id.epoch() || !session.live()) {
            book.metrics.staleEpoch();
            return false;
        }
        session.lastHeardNanos = book.now();
        if (session.awaited) {
            heardAtLast(slot, session);
        }
        return true;
    }

    /** The same for one session, found once. A session that was replaced or has ended has let its connection go. */
    public Pulse pulseOf(SessionId id) {
        PileSlot slot = book.find(id.pileNo());
        PileSession session = slot == null ? null : slot.session;
        if (slot == null || session == null || session.id.epoch() != id.epoch()) {
            return () -> false;
        }
        return () -> {
            boolean current = session.live();
            if (current) {
                session.lastHeardNanos = book.now();
                if (session.awaited) {
                    heardAtLast(slot, session);
                }
            }
            return current;
        };
    }

    private void heardAtLast(PileSlot slot, PileSession session) {
        Instant now = book.instant();
        List<Runnable> after = new ArrayList<>(2);
        synchronized (slot) {
            session.awaited = false;
            Candidate candidate = slot.candidate;
            if (candidate != null && candidate.older == session) {
                book.refuseCandidate(slot, after);
            }
            if (slot.session == session && book.markOnline(slot, now)) {
                after.add(() -> book.tellOnline(session.id.pileNo(), now));
            }
        }
        after.forEach(Runnable::run);
    }

    /** The connection of a session has ended. A connection that waits for its probe takes its place. */
    public void closed(SessionId id, CloseReason reason) {
        PileSlot slot = book.find(id.pileNo());
        if (slot == null) {
            return;
        }
        PileEntry entry = book.directory.find(id.pileNo());
        boolean charging = slot.candidate != null && book.isCharging(id.pileNo());
        List<Runnable> after = new ArrayList<>(2);
        synchronized (slot) {
            PileSession session = slot.liveSession();
            if (session == null || session.id.epoch() != id.epoch()) {
                return;
            }
            book.end(slot, session, reason, after);
            if (entry == null) {
                slot.candidate = null;
            } else {
                desk.nextInLine(slot, entry, charging, after);
            }
        }
        after.forEach(Runnable::run);
    }

    /** The pile was disabled or removed: it is closed and offline at once (invariants F6). */
    private void expel(PileNo pileNo) {
        PileSlot slot = book.find(pileNo);
        if (slot == null) {
            return;
        }
        List<Runnable> after = new ArrayList<>(3);
        synchronized (slot) {
            book.endNow(slot, CloseReason.PILE_DISABLED, after);
            PileSession last = slot.session;
            if (last != null) {
                book.markOffline(slot, last, after);
            }
        }
        after.forEach(Runnable::run);
    }

    void turnWheel() {
        silence.turnWheel();
    }

    // ---- what others ask ----

    /** Whether this is the pile's current session and its connection is open. */
    public boolean isCurrent(SessionId id) {
        return book.live(id) != null;
    }

    /** The connection of the pile's current session, behind a guard that writes nothing after its end. */
    public Optional<PileLink> linkOf(PileNo pileNo) {
        return Optional.ofNullable(book.live(pileNo));
    }

    /** The connection of this very session, if it is the pile's current one and still open. */
    public Optional<PileLink> linkOf(SessionId id) {
        return Optional.ofNullable(book.live(id));
    }

    /** The pile's current session, if its connection is open. */
    public Optional<SessionId> current(PileNo pileNo) {
        PileSession session = book.live(pileNo);
        return session == null ? Optional.empty() : Optional.of(session.id);
    }

    /** Whether a frame can reach the pile now. */
    public boolean isReachable(PileNo pileNo) {
        PileSlot slot = book.find(pileNo);
        return slot != null && slot.liveSession() != null && slot.online;
    }

    /** What the pile's present session may be asked; nothing is known against a pile that is not there. */
    public Standing standingOf(PileNo pileNo) {
        PileSession session = book.live(pileNo);
        return session == null ? Standing.GOOD : session.standing();
    }

    /** Whether a start can reach the pile now, and would be written. */
    public boolean canStart(PileNo pileNo) {
        return isReachable(pileNo) && standingOf(pileNo) == Standing.GOOD;
    }

    public PileStatus statusOf(PileNo pileNo) {
        PileSlot slot = book.find(pileNo);
        if (slot == null) {
            return new PileStatus(pileNo, unseen(), false, false, null, null, null, null, null, null);
        }
        synchronized (slot) {
            PileSession last = slot.session;
            Presence presence = slot.online ? Presence.ONLINE : Presence.OFFLINE;
            if (last == null) {
                return new PileStatus(pileNo, unseen(), false, slot.locked, null, null, null, null, null, null);
            }
            Instant lastHeard = book.instant().minusNanos(book.now() - last.lastHeardNanos);
            return new PileStatus(
                    pileNo,
                    presence,
                    last.live(),
                    slot.locked,
                    slot.presenceSince,
                    lastHeard,
                    last.id,
                    last.since,
                    last.hello,
                    last.live() ? last.trust() : null);
        }
    }

    /** What is said of a pile that never logged in: a restart alone is no proof of absence (invariants E4). */
    private Presence unseen() {
        long since = book.now() - startedNanos;
        return since < book.settings.graceAfterStart().toNanos() ? Presence.UNKNOWN : Presence.OFFLINE;
    }

    /** Looks at every slot: for the metrics, not for the hot path. */
    private int openWith(Trust trust) {
        int found = 0;
        for (PileSlot slot : book.all()) {
            PileSession session = slot.session;
            if (session != null && session.live() && session.trust() == trust) {
                found++;
            }
        }
        return found;
    }

    public int openSessions() {
        return book.open.get();
    }

    // ---- the end ----

    /** From now on every login is refused; piles come back when the gateway, or another one, is up. */
    public void refuseLogins() {
        book.drain();
    }

    /** Ends every session; the number of those that lived. */
    public int closeAll(CloseReason reason) {
        int before = book.open.get();
        for (PileSlot slot : book.all()) {
            List<Runnable> after = new ArrayList<>(2);
            synchronized (slot) {
                book.endNow(slot, reason, after);
            }
            after.forEach(Runnable::run);
        }
        return before;
    }
}
