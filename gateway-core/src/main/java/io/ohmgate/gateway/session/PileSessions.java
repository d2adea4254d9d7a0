package io.ohmgate.gateway.session;

import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvent.TakeoverRule;
import io.ohmgate.gateway.event.PileEvents;
import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.LoginPolicy.Older;
import io.ohmgate.gateway.session.LoginPolicy.Situation;
import io.ohmgate.gateway.session.LoginPolicy.Verdict;
import io.ohmgate.gateway.session.PileSlot.Candidate;
import io.ohmgate.gateway.session.PileStatus.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;

/**
 * Who is connected: at most one live session a pile (invariants E1), each with an epoch that grows. Logins are judged in
 * memory; nothing here waits. Decisions fall under a slot's monitor, everything that others hear of them after it.
 */
public final class PileSessions {
    /** Refused logins told a second; all are counted. */
    private static final int REFUSALS_TOLD_PER_SECOND = 20;

    private static final int EPOCHS_PER_SECOND_BITS = 20;
    private static final Logger LOG = LoggerFactory.getLogger(PileSessions.class);

    private final PileDirectory directory;
    private final SessionSettings settings;
    private final GatewayTime time;
    private final PileEvents events;
    private final Predicate<PileNo> charging;
    private final LoginPolicy policy;
    private final SessionMetrics metrics;
    private final SilenceWheel wheel;
    private final ConcurrentHashMap<PileNo, PileSlot> slots = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong epochs;
    private final long startedNanos;
    private final AtomicLong refusalSecond = new AtomicLong();
    private final AtomicInteger refusalsTold = new AtomicInteger();
    private volatile boolean draining;

    /** {@code charging} tells whether an order runs on a pile: then a takeover is looked at more strictly. */
    public PileSessions(
            PileDirectory directory,
            SessionSettings settings,
            GatewayTime time,
            PileEvents events,
            Predicate<PileNo> charging,
            MeterRegistry registry) {
        this.directory = directory;
        this.settings = settings;
        this.time = time;
        this.events = events;
        this.charging = charging;
        this.policy = new LoginPolicy(settings.aliveWithin(), settings.takeoversMax());
        this.metrics = new SessionMetrics(registry, open::get);
        this.startedNanos = time.nanos().getAsLong();
        this.wheel = new SilenceWheel(startedNanos, this::lookAt);
        this.epochs = new AtomicLong(time.wall().instant().getEpochSecond() << EPOCHS_PER_SECOND_BITS);
        directory.onChange((pileNo, before, after) -> {
            if (after == null || !after.enabled()) {
                expel(pileNo);
            }
        });
    }

    /** Starts to watch for silence; disposing ends it. */
    public Disposable watch() {
        long tick = SilenceWheel.TICK.toMillis();
        return time.timer().schedulePeriodically(this::turnWheel, tick, tick, TimeUnit.MILLISECONDS);
    }

    /** Judges a login; see {@link io.ohmgate.gateway.link.PileGateway#login}. */
    public void login(PileHello hello, PileLink link, Consumer<Admission> verdict) {
        PileEntry entry = directory.find(hello.pileNo());
        if (draining) {
            refuse(hello, entry, LoginRefusal.GATEWAY_DRAINING, verdict);
        } else if (entry == null) {
            refuse(hello, null, LoginRefusal.UNKNOWN_PILE, verdict);
        } else if (!entry.enabled()) {
            refuse(hello, entry, LoginRefusal.DISABLED, verdict);
        } else {
            judge(entry, hello, link, verdict);
        }
    }

    private void judge(PileEntry entry, PileHello hello, PileLink link, Consumer<Admission> verdict) {
        PileSlot slot = slots.computeIfAbsent(entry.pileNo(), pileNo -> new PileSlot());
        boolean nowCharging = charging.test(entry.pileNo());
        List<Runnable> after = new ArrayList<>(4);
        synchronized (slot) {
            Situation situation = situation(slot, hello, link, nowCharging);
            carryOut(policy.decide(situation), new Login(entry, hello, link, verdict, nowCharging), slot, after);
        }
        after.forEach(Runnable::run);
    }

    private Situation situation(PileSlot slot, PileHello hello, PileLink link, boolean nowCharging) {
        PileSession older = slot.liveSession();
        long now = time.nanos().getAsLong();
        return new Situation(
                slot.locked,
                kindOf(older, hello, link),
                older == null ? Duration.ZERO : Duration.ofNanos(now - older.lastHeardNanos),
                slot.candidate != null,
                nowCharging,
                slot.takeoversWithin(settings.takeoverWindow().toNanos(), now));
    }

    private static Older kindOf(@Nullable PileSession older, PileHello hello, PileLink link) {
        if (older == null) {
            return Older.NONE;
        }
        if (older.isOn(link)) {
            return Older.SAME_CONNECTION;
        }
        PileHello before = older.hello;
        boolean sameAddress = before.source().getAddress() != null
                && before.source().getAddress().equals(hello.source().getAddress());
        return sameAddress && before.simNo().equals(hello.simNo()) ? Older.SAME_SOURCE : Older.OTHER_SOURCE;
    }

    private void carryOut(Verdict verdict, Login login, PileSlot slot, List<Runnable> after) {
        switch (verdict) {
            case Verdict.Accept accept -> install(login, slot, null, false, after);
            case Verdict.Renew renew -> renew(login, slot, after);
            case Verdict.Replace replace -> install(login, slot, replace.rule(), replace.restricted(), after);
            case Verdict.Probe probe -> probe(login, slot, after);
            case Verdict.Refuse refuse ->
                after.add(() -> refuse(login.hello, login.entry, refuse.reason(), login.verdict));
            case Verdict.Lock lock -> lock(login, slot, after);
        }
    }

    /** The same connection says its number once more: told yes again, and nothing is reset. */
    private void renew(Login login, PileSlot slot, List<Runnable> after) {
        PileSession session = slot.liveSession();
        if (session != null) {
            session.hello = login.hello;
            after.add(() -> login.verdict.accept(new Admission.Accepted(session.id)));
        }
    }

    private void install(
            Login login, PileSlot slot, @Nullable TakeoverRule rule, boolean restricted, List<Runnable> after) {
        PileSession older = slot.liveSession();
        long restrictedNanos = restricted ? settings.restrictedAfterTakeover().toNanos() : 0;
        Instant now = time.wall().instant();
        PileSession session = new PileSession(
                new SessionId(login.entry.pileNo(), epochs.incrementAndGet()),
                login.hello,
                login.link,
                now,
                restrictedNanos,
                time.nanos());
        slot.session = session;
        refuseCandidate(slot, after);
        if (older == null) {
            open.incrementAndGet();
        } else {
            endReplaced(older, after);
        }
        if (rule != null && rule != TakeoverRule.SAME_SOURCE) {
            slot.rememberTakeover(session.lastHeardNanos, settings.takeoversMax());
        }
        boolean cameOnline = markOnline(slot, now);
        after.add(() -> tellLogin(login, session, older, rule, cameOnline, now));
    }

    private void endReplaced(PileSession older, List<Runnable> after) {
        PileLink link = older.end();
        metrics.closed(CloseReason.REPLACED_BY_NEW_LOGIN);
        if (link != null) {
            after.add(() -> link.close(CloseReason.REPLACED_BY_NEW_LOGIN));
        }
    }

    /** The session is in the books before the pile hears yes, so its next frame finds it. */
    private void tellLogin(
            Login login,
            PileSession session,
            @Nullable PileSession older,
            @Nullable TakeoverRule rule,
            boolean cameOnline,
            Instant now) {
        PileEntry entry = login.entry;
        wheel.add(session);
        metrics.accepted();
        login.verdict.accept(new Admission.Accepted(session.id));
        if (older != null && rule != null) {
            metrics.takenOver(rule);
            events.tell(new PileEvent.TakeoverHappened(
                    session.id, entry.tenantId(), rule, older.source(), session.source(), login.charging, now));
        }
        if (cameOnline) {
            events.tell(new PileEvent.PileCameOnline(entry.pileNo(), entry.tenantId(), entry.stationId(), now));
        }
        events.tell(new PileEvent.PileLoggedIn(session.id, entry.tenantId(), entry.stationId(), login.hello, now));
    }

    private static boolean markOnline(PileSlot slot, Instant now) {
        if (slot.online) {
            return false;
        }
        slot.online = true;
        slot.presenceSince = now;
        return true;
    }

    private void probe(Login login, PileSlot slot, List<Runnable> after) {
        PileSession older = slot.liveSession();
        if (older == null) {
            install(login, slot, null, false, after);
            return;
        }
        Candidate candidate = new Candidate(login.hello, login.link, login.verdict, older);
        slot.candidate = candidate;
        older.awaited = true;
        after.add(() -> {
            older.send(new PileCommand.ReadGun(login.entry.pileNo().gun(1)));
            time.timer()
                    .schedule(
                            () -> probeOver(slot, candidate),
                            settings.probeWait().toMillis(),
                            TimeUnit.MILLISECONDS);
        });
    }

    private void probeOver(PileSlot slot, Candidate candidate) {
        PileEntry entry = directory.find(candidate.hello.pileNo());
        boolean nowCharging = charging.test(candidate.hello.pileNo());
        List<Runnable> after = new ArrayList<>(4);
        synchronized (slot) {
            if (slot.candidate != candidate) {
                return;
            }
            slot.candidate = null;
            if (entry == null || !entry.enabled() || draining) {
                after.add(() -> answerLater(candidate, LoginRefusal.DISABLED));
            } else {
                Situation situation = situation(slot, candidate.hello, candidate.link, nowCharging);
                carryOut(policy.afterSilentProbe(situation), login(entry, candidate, nowCharging), slot, after);
            }
        }
        after.forEach(Runnable::run);
    }

    private static Login login(PileEntry entry, Candidate candidate, boolean charging) {
        PileLink link = candidate.link;
        return new Login(
                entry,
                candidate.hello,
                link,
                admission -> link.execute(() -> candidate.verdict.accept(admission)),
                charging);
    }

    private void refuseCandidate(PileSlot slot, List<Runnable> after) {
        Candidate candidate = slot.candidate;
        slot.candidate = null;
        if (candidate != null) {
            after.add(() -> answerLater(candidate, LoginRefusal.OTHER_SESSION_ALIVE));
        }
    }

    private void answerLater(Candidate candidate, LoginRefusal reason) {
        PileEntry entry = directory.find(candidate.hello.pileNo());
        candidate.link.execute(() -> refuse(candidate.hello, entry, reason, candidate.verdict));
    }

    private void lock(Login login, PileSlot slot, List<Runnable> after) {
        slot.locked = true;
        endNow(slot, CloseReason.REPLACED_BY_NEW_LOGIN, after);
        after.add(() -> {
            refuse(login.hello, login.entry, LoginRefusal.TOO_MANY_TAKEOVERS, login.verdict);
            events.tell(new PileEvent.PileLocked(
                    login.entry.pileNo(), login.entry.tenantId(), time.wall().instant()));
        });
    }

    /** A person has decided: logins of this pile are judged again. */
    public void unlock(PileNo pileNo) {
        PileSlot slot = slots.get(pileNo);
        PileEntry entry = directory.find(pileNo);
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
        events.tell(
                new PileEvent.PileUnlocked(pileNo, entry.tenantId(), time.wall().instant()));
    }

    private void refuse(PileHello hello, @Nullable PileEntry entry, LoginRefusal reason, Consumer<Admission> verdict) {
        metrics.refused(reason);
        verdict.accept(new Admission.Refused(reason));
        Instant now = time.wall().instant();
        if (mayTellRefusal(now.getEpochSecond())) {
            events.tell(new PileEvent.LoginRefused(
                    hello.pileNo(), entry == null ? null : entry.tenantId(), hello.source(), reason, now));
        }
    }

    private boolean mayTellRefusal(long second) {
        if (refusalSecond.getAndSet(second) != second) {
            refusalsTold.set(0);
        }
        return refusalsTold.incrementAndGet() <= REFUSALS_TOLD_PER_SECOND;
    }

    /**
     * A valid frame came.
     *
     * @return whether the session is the pile's current one; if not, only its records count
     */
    public boolean heard(SessionId id) {
        PileSlot slot = slots.get(id.pileNo());
        PileSession session = slot == null ? null : slot.session;
        if (slot == null || session == null || session.id.epoch() != id.epoch() || !session.live()) {
            metrics.staleEpoch();
            return false;
        }
        session.lastHeardNanos = time.nanos().getAsLong();
        if (session.awaited) {
            heardAtLast(slot, session);
        }
        return true;
    }

    /** Whether this is the pile's current session and its connection is open. */
    public boolean isCurrent(SessionId id) {
        PileSlot slot = slots.get(id.pileNo());
        PileSession session = slot == null ? null : slot.liveSession();
        return session != null && session.id.epoch() == id.epoch();
    }

    private void heardAtLast(PileSlot slot, PileSession session) {
        Instant now = time.wall().instant();
        List<Runnable> after = new ArrayList<>(2);
        synchronized (slot) {
            session.awaited = false;
            Candidate candidate = slot.candidate;
            if (candidate != null && candidate.older == session) {
                refuseCandidate(slot, after);
            }
            if (slot.session == session && markOnline(slot, now)) {
                after.add(() -> tellOnline(session.id.pileNo(), now));
            }
        }
        after.forEach(Runnable::run);
    }

    private void tellOnline(PileNo pileNo, Instant now) {
        PileEntry entry = directory.find(pileNo);
        if (entry != null) {
            events.tell(new PileEvent.PileCameOnline(pileNo, entry.tenantId(), entry.stationId(), now));
        }
    }

    /** The connection of a session has ended. A connection that waits for its probe takes its place. */
    public void closed(SessionId id, CloseReason reason) {
        PileSlot slot = slots.get(id.pileNo());
        if (slot == null) {
            return;
        }
        PileEntry entry = directory.find(id.pileNo());
        List<Runnable> after = new ArrayList<>(2);
        synchronized (slot) {
            PileSession session = slot.liveSession();
            if (session == null || session.id.epoch() != id.epoch()) {
                return;
            }
            end(slot, session, reason, after);
            Candidate candidate = slot.candidate;
            slot.candidate = null;
            if (candidate != null && entry != null && entry.enabled() && !draining) {
                install(login(entry, candidate, false), slot, null, false, after);
            }
        }
        after.forEach(Runnable::run);
    }

    private @Nullable PileLink end(PileSlot slot, PileSession session, CloseReason reason, List<Runnable> after) {
        PileLink link = session.end();
        open.decrementAndGet();
        metrics.closed(reason);
        PileEntry entry = directory.find(session.id.pileNo());
        Instant now = time.wall().instant();
        if (entry != null) {
            after.add(() -> events.tell(new PileEvent.PileDisconnected(session.id, entry.tenantId(), reason, now)));
        }
        slot.session = session;
        return link;
    }

    private void endNow(PileSlot slot, CloseReason reason, List<Runnable> after) {
        refuseCandidate(slot, after);
        PileSession session = slot.liveSession();
        if (session == null) {
            return;
        }
        PileLink link = end(slot, session, reason, after);
        if (link != null) {
            after.add(() -> link.close(reason));
        }
    }

    /** The pile was disabled or removed: it is closed and offline at once (invariants F6). */
    private void expel(PileNo pileNo) {
        PileSlot slot = slots.get(pileNo);
        if (slot == null) {
            return;
        }
        List<Runnable> after = new ArrayList<>(3);
        synchronized (slot) {
            endNow(slot, CloseReason.PILE_DISABLED, after);
            PileSession last = slot.session;
            if (last != null) {
                markOffline(slot, last, after);
            }
        }
        after.forEach(Runnable::run);
    }

    private void markOffline(PileSlot slot, PileSession last, List<Runnable> after) {
        if (!slot.online) {
            return;
        }
        Instant now = time.wall().instant();
        Instant lastHeard = now.minusNanos(time.nanos().getAsLong() - last.lastHeardNanos);
        slot.online = false;
        slot.presenceSince = now;
        metrics.wentOffline();
        PileEntry entry = directory.find(last.id.pileNo());
        if (entry != null) {
            after.add(() -> events.tell(new PileEvent.PileWentOffline(
                    entry.pileNo(), entry.tenantId(), entry.stationId(), lastHeard, now)));
        }
    }

    void turnWheel() {
        try {
            wheel.turnTo(time.nanos().getAsLong());
        } catch (RuntimeException broken) {
            // A periodic task that throws is never run again, and then no pile would ever go offline.
            LOG.atError().setCause(broken).log("the silence wheel stumbled");
        }
    }

    private long lookAt(PileSession session, long nowNanos) {
        PileSlot slot = slots.get(session.id.pileNo());
        if (slot == null || slot.session != session) {
            return SilenceWheel.Visitor.NEVER;
        }
        long offline = session.lastHeardNanos + settings.offlineAfter().toNanos();
        if (nowNanos - offline < 0) {
            return offline;
        }
        long close = session.lastHeardNanos + settings.closeAfter().toNanos();
        List<Runnable> after = new ArrayList<>(2);
        synchronized (slot) {
            if (slot.session != session) {
                return SilenceWheel.Visitor.NEVER;
            }
            // From here on the next frame takes the slow path and brings the pile back online.
            session.awaited = true;
            offline = session.lastHeardNanos + settings.offlineAfter().toNanos();
            if (nowNanos - offline < 0) {
                return offline;
            }
            markOffline(slot, session, after);
            if (session.live() && nowNanos - close >= 0) {
                endNow(slot, CloseReason.SILENT_TOO_LONG, after);
            }
        }
        after.forEach(Runnable::run);
        return session.live() ? close : SilenceWheel.Visitor.NEVER;
    }

    /** The connection of the pile's current session, behind a guard that writes nothing after its end. */
    public Optional<PileLink> linkOf(PileNo pileNo) {
        PileSlot slot = slots.get(pileNo);
        return Optional.ofNullable(slot == null ? null : slot.liveSession());
    }

    /** The connection of this very session, if it is the pile's current one and still open. */
    public Optional<PileLink> linkOf(SessionId id) {
        PileSlot slot = slots.get(id.pileNo());
        PileSession session = slot == null ? null : slot.liveSession();
        return session != null && session.id.epoch() == id.epoch() ? Optional.of(session) : Optional.empty();
    }

    /** The pile's current session, if its connection is open. */
    public Optional<SessionId> current(PileNo pileNo) {
        PileSlot slot = slots.get(pileNo);
        PileSession session = slot == null ? null : slot.liveSession();
        return session == null ? Optional.empty() : Optional.of(session.id);
    }

    /** Whether a start can reach the pile now. */
    public boolean canStart(PileNo pileNo) {
        PileSlot slot = slots.get(pileNo);
        PileSession session = slot == null ? null : slot.liveSession();
        return slot != null && session != null && slot.online && !session.isRestricted();
    }

    public PileStatus statusOf(PileNo pileNo) {
        PileSlot slot = slots.get(pileNo);
        if (slot == null) {
            return new PileStatus(pileNo, unseen(), false, false, null, null, null, null, null);
        }
        synchronized (slot) {
            PileSession last = slot.session;
            Presence presence = slot.online ? Presence.ONLINE : Presence.OFFLINE;
            if (last == null) {
                return new PileStatus(pileNo, unseen(), false, slot.locked, null, null, null, null, null);
            }
            Instant lastHeard = time.wall().instant().minusNanos(time.nanos().getAsLong() - last.lastHeardNanos);
            return new PileStatus(
                    pileNo,
                    presence,
                    last.live(),
                    slot.locked,
                    slot.presenceSince,
                    lastHeard,
                    last.id,
                    last.since,
                    last.hello);
        }
    }

    /** What is said of a pile that never logged in: a restart alone is no proof of absence (invariants E4). */
    private Presence unseen() {
        long since = time.nanos().getAsLong() - startedNanos;
        return since < settings.graceAfterStart().toNanos() ? Presence.UNKNOWN : Presence.OFFLINE;
    }

    public int openSessions() {
        return open.get();
    }

    /** From now on every login is refused; piles come back when the gateway, or another one, is up. */
    public void refuseLogins() {
        draining = true;
    }

    /** Ends every session; the number of those that lived. */
    public int closeAll(CloseReason reason) {
        int before = open.get();
        for (PileSlot slot : slots.values()) {
            List<Runnable> after = new ArrayList<>(2);
            synchronized (slot) {
                endNow(slot, reason, after);
            }
            after.forEach(Runnable::run);
        }
        return before;
    }

    private record Login(
            PileEntry entry, PileHello hello, PileLink link, Consumer<Admission> verdict, boolean charging) {}
}
