package io.ohmgate.gateway.session;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvent.TakeoverRule;
import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.LoginPolicy.Older;
import io.ohmgate.gateway.session.LoginPolicy.Situation;
import io.ohmgate.gateway.session.LoginPolicy.Verdict;
import io.ohmgate.gateway.session.PileSlot.Candidate;
import io.ohmgate.gateway.session.TrustJudge.Evidence;
import io.ohmgate.gateway.trust.Binding;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets piles in, or not: the guard bans, the policy decides between two connections, the judge says what the winner is
 * worth. All of it in memory, on the connection's event loop.
 */
final class LoginDesk {
    private final SessionBook book;
    private final SilenceWatch silence;
    private final LoginGuard guard;
    private final TrustJudge judge;
    private final Predicate<PileNo> charging;
    private final LoginPolicy policy;
    private final Refusals refusals;

    LoginDesk(SessionBook book, SilenceWatch silence, LoginGuard guard, TrustJudge judge, Predicate<PileNo> charging) {
        this.book = book;
        this.silence = silence;
        this.guard = guard;
        this.judge = judge;
        this.charging = charging;
        this.policy = new LoginPolicy(book.settings.aliveWithin(), book.settings.takeoversMax());
        this.refusals = new Refusals(book);
    }

    void login(PileHello hello, PileLink link, Consumer<Admission> verdict) {
        PileEntry entry = book.directory.find(hello.pileNo());
        if (book.draining()) {
            refusals.refuse(hello, LoginRefusal.GATEWAY_DRAINING, verdict);
        } else if (entry == null) {
            refuseNumber(hello, LoginRefusal.UNKNOWN_PILE, verdict);
        } else if (!entry.enabled()) {
            refuseNumber(hello, LoginRefusal.DISABLED, verdict);
        } else if (isBanned(hello)) {
            refusals.refuse(hello, LoginRefusal.SOURCE_REFUSED, verdict);
        } else {
            letIn(entry, hello, link, verdict);
        }
    }

    /** A login whose protocol is not spoken; its connection is refused by the protocol itself. */
    void unsupported(PileNo pileNo, InetSocketAddress source) {
        refusals.note(pileNo, source, LoginRefusal.PROTOCOL_NOT_SUPPORTED);
    }

    /** A source that guesses numbers is refused, but not the piles that are known to come from there. */
    private boolean isBanned(PileHello hello) {
        InetAddress source = hello.source().getAddress();
        return source != null && guard.isBanned(source, book.now()) && !judge.isAtHome(hello.pileNo(), hello);
    }

    private void refuseNumber(PileHello hello, LoginRefusal reason, Consumer<Admission> verdict) {
        InetAddress source = hello.source().getAddress();
        LoginGuard.Answer answer =
                source == null ? LoginGuard.Answer.JUDGE : guard.failed(source, hello.pileNo(), book.now());
        switch (answer) {
            case JUDGE -> refusals.refuse(hello, reason, verdict);
            case REFUSE -> refusals.refuse(hello, LoginRefusal.SOURCE_REFUSED, verdict);
            case BAN -> refusals.ban(hello, LoginRefusal.SOURCE_REFUSED, guard.banOf(false), verdict);
        }
    }

    private void letIn(PileEntry entry, PileHello hello, PileLink link, Consumer<Admission> verdict) {
        InetAddress source = hello.source().getAddress();
        LoginGuard.Answer answer =
                source == null ? LoginGuard.Answer.JUDGE : guard.login(source, entry.pileNo(), book.now());
        switch (answer) {
            case JUDGE -> judge(new Login(entry, hello, link, verdict, charging.test(entry.pileNo())));
            case REFUSE -> refusals.refuse(hello, LoginRefusal.FLAPPING, verdict);
            case BAN -> refusals.ban(hello, LoginRefusal.FLAPPING, guard.banOf(true), verdict);
        }
    }

    private void judge(Login login) {
        PileSlot slot = book.slotOf(login.entry.pileNo());
        List<Runnable> after = new ArrayList<>(4);
        synchronized (slot) {
            carryOut(policy.decide(situation(slot, login)), login, slot, after);
        }
        after.forEach(Runnable::run);
    }

    private Situation situation(PileSlot slot, Login login) {
        PileSession older = slot.liveSession();
        long now = book.now();
        return new Situation(
                slot.locked,
                kindOf(older, login.hello, login.link),
                older == null ? Duration.ZERO : Duration.ofNanos(now - older.lastHeardNanos),
                slot.candidate != null,
                login.charging,
                slot.takeoversWithin(book.settings.takeoverWindow().toNanos(), now));
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
            case Verdict.Refuse refuse -> after.add(() -> refusals.refuse(login.hello, refuse.reason(), login.verdict));
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
        boolean fromElsewhere = rule != null && rule != TakeoverRule.SAME_SOURCE;
        Evidence evidence = judge.judge(login.hello);
        Instant now = book.instant();
        PileSession session = new PileSession(
                book.nextId(login.entry.pileNo()), login.hello, login.link, evidence.trust(), now, book);
        if (restricted) {
            session.restrictFor(book.settings.restrictedAfterTakeover());
        }
        if (fromElsewhere) {
            session.capFor(book.settings.takeoverWindow());
        }
        slot.session = session;
        book.refuseCandidate(slot, after);
        if (older == null) {
            book.open.incrementAndGet();
        } else {
            endReplaced(older, after);
        }
        if (fromElsewhere) {
            slot.rememberTakeover(session.lastHeardNanos, book.settings.takeoversMax());
        }
        boolean cameOnline = book.markOnline(slot, now);
        after.add(() -> {
            tellTakeover(login, session, older, rule, now);
            tellLogin(login, session, evidence, cameOnline, now);
        });
    }

    private void endReplaced(PileSession older, List<Runnable> after) {
        PileLink link = older.end();
        book.metrics.closed(CloseReason.REPLACED_BY_NEW_LOGIN);
        if (link != null) {
            after.add(() -> link.leave(older.id, CloseReason.REPLACED_BY_NEW_LOGIN));
        }
    }

    /** Told before the pile hears yes, so that what the older session said last can be noted before the new one speaks. */
    private void tellTakeover(
            Login login, PileSession session, @Nullable PileSession older, @Nullable TakeoverRule rule, Instant now) {
        if (older != null && rule != null) {
            book.metrics.takenOver(rule);
            book.events.tell(new PileEvent.TakeoverHappened(
                    session.id, login.entry.tenantId(), rule, older.source(), session.source(), login.charging, now));
        }
    }

    /** The session is in the books before the pile hears yes, so its next frame finds it. */
    private void tellLogin(Login login, PileSession session, Evidence evidence, boolean cameOnline, Instant now) {
        PileEntry entry = login.entry;
        silence.add(session);
        book.metrics.accepted(evidence.trust());
        login.verdict.accept(new Admission.Accepted(session.id));
        if (cameOnline) {
            book.tellOnline(entry.pileNo(), now);
        }
        book.events.tell(new PileEvent.PileLoggedIn(session.id, entry.tenantId(), entry.stationId(), login.hello, now));
        Binding learnt = evidence.learnt();
        if (learnt != null) {
            book.events.tell(new PileEvent.BindingLearnt(session.id, entry.tenantId(), learnt, now));
        }
        Binding differed = evidence.differed();
        if (differed != null) {
            book.events.tell(new PileEvent.BindingDiffered(
                    session.id,
                    entry.tenantId(),
                    differed,
                    login.hello.source(),
                    login.hello.simNo(),
                    evidence.trust(),
                    now));
        }
    }

    private void probe(Login login, PileSlot slot, List<Runnable> after) {
        PileSession older = slot.liveSession();
        if (older == null) {
            install(login, slot, null, false, after);
            return;
        }
        Candidate candidate = new Candidate(login.hello, login.link, login.verdict, older, this::answerLater);
        slot.candidate = candidate;
        older.awaited = true;
        after.add(() -> {
            older.send(new PileCommand.ReadGun(login.entry.pileNo().gun(1)));
            book.time
                    .timer()
                    .schedule(
                            () -> probeOver(slot, candidate),
                            book.settings.probeWait().toMillis(),
                            TimeUnit.MILLISECONDS);
        });
    }

    private void probeOver(PileSlot slot, Candidate candidate) {
        PileEntry entry = book.directory.find(candidate.hello.pileNo());
        boolean nowCharging = charging.test(candidate.hello.pileNo());
        List<Runnable> after = new ArrayList<>(4);
        synchronized (slot) {
            if (slot.candidate != candidate) {
                return;
            }
            slot.candidate = null;
            if (entry == null || !entry.enabled() || book.draining()) {
                after.add(() -> candidate.refused.accept(LoginRefusal.DISABLED));
            } else {
                Login login = login(entry, candidate, nowCharging);
                carryOut(policy.afterSilentProbe(situation(slot, login)), login, slot, after);
            }
        }
        after.forEach(Runnable::run);
    }

    /** The older connection ended by itself: whoever waited for its probe is the pile. Under the slot's monitor. */
    void nextInLine(PileSlot slot, PileEntry entry, List<Runnable> after) {
        Candidate candidate = slot.candidate;
        slot.candidate = null;
        if (candidate != null && entry.enabled() && !book.draining()) {
            install(login(entry, candidate, false), slot, null, false, after);
        }
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

    private void answerLater(Candidate candidate, LoginRefusal reason) {
        candidate.link.execute(() -> refusals.refuse(candidate.hello, reason, candidate.verdict));
    }

    private void lock(Login login, PileSlot slot, List<Runnable> after) {
        slot.locked = true;
        book.endNow(slot, CloseReason.REPLACED_BY_NEW_LOGIN, after);
        after.add(() -> {
            refusals.refuse(login.hello, LoginRefusal.TOO_MANY_TAKEOVERS, login.verdict);
            book.events.tell(new PileEvent.PileLocked(login.entry.pileNo(), login.entry.tenantId(), book.instant()));
        });
    }

    /** What a person's decision about a binding makes of the session that is there. */
    void judgeAgain(PileNo pileNo) {
        PileSession session = book.live(pileNo);
        if (session != null) {
            session.decided(judge.trustOf(session.hello));
        }
    }

    private record Login(
            PileEntry entry, PileHello hello, PileLink link, Consumer<Admission> verdict, boolean charging) {}
}
