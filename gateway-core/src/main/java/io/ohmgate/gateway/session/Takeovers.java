package io.ohmgate.gateway.session;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvent.TakeoverRule;
import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.session.LoginPolicy.Older;
import io.ohmgate.gateway.session.LoginPolicy.Situation;
import io.ohmgate.gateway.session.LoginPolicy.Verdict;
import io.ohmgate.gateway.session.PileSlot.Candidate;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides between two who say they are the same pile, by {@link LoginPolicy}, and carries it out. The newcomer may be on
 * another node: then the session here gives way to it, or does not, by the same rules.
 */
final class Takeovers {
    private final SessionBook book;
    private final Entrance entrance;
    private final Refusals refusals;
    private final LoginPolicy policy;

    Takeovers(SessionBook book, Entrance entrance, Refusals refusals) {
        this.book = book;
        this.entrance = entrance;
        this.refusals = refusals;
        this.policy = new LoginPolicy(book.settings.aliveWithin(), book.settings.takeoversMax());
    }

    void judge(Login login) {
        PileSlot slot = book.slotOf(login.entry().pileNo());
        List<Runnable> after = new ArrayList<>(4);
        synchronized (slot) {
            carryOut(decide(slot, login), login, slot, after);
        }
        after.forEach(Runnable::run);
    }

    private Verdict decide(PileSlot slot, Login login) {
        Prior.Older prior = priorOf(login);
        if (prior == null || slot.liveSession() != null) {
            return policy.decide(situation(slot, login));
        }
        slot.rememberTakeovers(prior.takeovers(), book.now(), book.settings.takeoversMax());
        return policy.afterElsewhere(situation(slot, login), prior.rule());
    }

    private static Prior.@Nullable Older priorOf(Login login) {
        return login instanceof Login.Here here ? here.prior() : null;
    }

    private Situation situation(PileSlot slot, Login login) {
        PileSession last = slot.session;
        long now = book.now();
        return new Situation(
                slot.locked,
                kindOf(last, login),
                last == null ? Duration.ZERO : Duration.ofNanos(now - last.lastHeardNanos),
                slot.candidate != null,
                login.charging(),
                slot.takeoversWithin(book.settings.takeoverWindow().toNanos(), now));
    }

    private static Older kindOf(@Nullable PileSession last, Login login) {
        if (last == null) {
            return Older.NONE;
        }
        if (!last.live()) {
            return login.charging() && !isSameSource(last.hello, login.hello()) ? Older.LEFT_CHARGING : Older.NONE;
        }
        if (login instanceof Login.Here here && last.isOn(here.link())) {
            return Older.SAME_CONNECTION;
        }
        return isSameSource(last.hello, login.hello()) ? Older.SAME_SOURCE : Older.OTHER_SOURCE;
    }

    private static boolean isSameSource(PileHello one, PileHello other) {
        return one.source().getAddress() != null
                && one.source().getAddress().equals(other.source().getAddress())
                && one.simNo().equals(other.simNo());
    }

    private void carryOut(Verdict verdict, Login login, PileSlot slot, List<Runnable> after) {
        switch (verdict) {
            case Verdict.Accept accept -> letIn(login, slot, null, false, after);
            case Verdict.Renew renew -> renew(login, slot, after);
            case Verdict.Replace replace -> letIn(login, slot, replace.rule(), replace.restricted(), after);
            case Verdict.Probe probe -> probe(login, slot, after);
            case Verdict.Refuse refuse -> after.add(() -> refuse(login, refuse.reason()));
            case Verdict.Lock lock -> lock(login, slot, after);
        }
    }

    private void letIn(
            Login login, PileSlot slot, @Nullable TakeoverRule rule, boolean restricted, List<Runnable> after) {
        book.refuseCandidate(slot, after);
        switch (login) {
            case Login.Here here -> entrance.install(here, slot, rule, restricted, after);
            case Login.There there -> giveWay(there, slot, rule, after);
        }
    }

    private void giveWay(Login.There login, PileSlot slot, @Nullable TakeoverRule rule, List<Runnable> after) {
        PileSession last = slot.session;
        if (last == null || rule == null) {
            after.add(() -> login.outcome().accept(new Contest.NotHere()));
            return;
        }
        InetSocketAddress source = last.source();
        Prior.Older older =
                new Prior.Older(rule, login.charging(), source, last.id.epoch(), slot.takeoversAgo(book.now()));
        book.letGo(slot, last, after);
        after.add(() -> login.outcome().accept(new Contest.GaveWay(older)));
    }

    /** The same connection says its number once more: told yes again, and nothing is reset. */
    private static void renew(Login login, PileSlot slot, List<Runnable> after) {
        PileSession session = slot.liveSession();
        if (session != null && login instanceof Login.Here here) {
            session.hello = here.hello();
            after.add(() -> here.verdict().accept(new Admission.Accepted(session.id)));
        }
    }

    private void refuse(Login login, LoginRefusal reason) {
        switch (login) {
            case Login.Here here -> refusals.refuse(here.hello(), reason, here.verdict());
            case Login.There there -> there.outcome().accept(new Contest.Refused(reason));
        }
    }

    private void probe(Login login, PileSlot slot, List<Runnable> after) {
        PileSession older = slot.liveSession();
        if (older == null) {
            letIn(login, slot, null, false, after);
            return;
        }
        Candidate candidate = new Candidate(login, older, this::refuseLater);
        slot.candidate = candidate;
        older.awaited = true;
        after.add(() -> {
            older.send(new PileCommand.ReadGun(login.entry().pileNo().gun(1)));
            book.time
                    .timer()
                    .schedule(
                            () -> probeOver(slot, candidate),
                            book.settings.probeWait().toMillis(),
                            TimeUnit.MILLISECONDS);
        });
    }

    private void refuseLater(Login login, LoginRefusal reason) {
        if (login instanceof Login.Here here) {
            here.link().execute(() -> refuse(login, reason));
        } else {
            refuse(login, reason);
        }
    }

    private void probeOver(PileSlot slot, Candidate candidate) {
        PileEntry entry = book.directory.find(candidate.login.entry().pileNo());
        boolean nowCharging = book.isCharging(candidate.login.entry().pileNo());
        List<Runnable> after = new ArrayList<>(4);
        synchronized (slot) {
            if (slot.candidate != candidate) {
                return;
            }
            slot.candidate = null;
            if (entry == null || !entry.enabled() || book.draining()) {
                after.add(() -> candidate.refused.accept(LoginRefusal.DISABLED));
            } else {
                Login login = later(candidate.login, entry, nowCharging);
                carryOut(policy.afterSilentProbe(situation(slot, login)), login, slot, after);
            }
        }
        after.forEach(Runnable::run);
    }

    /**
     * The older connection ended by itself: whoever waited for its probe is the pile, under the rules for one that comes
     * when the older has left. Under the slot's monitor.
     */
    void nextInLine(PileSlot slot, PileEntry entry, boolean charging, List<Runnable> after) {
        Candidate candidate = slot.candidate;
        slot.candidate = null;
        if (candidate != null && entry.enabled() && !book.draining()) {
            Login login = later(candidate.login, entry, charging);
            carryOut(policy.decide(situation(slot, login)), login, slot, after);
        }
    }

    /** The same login, on another thread than its own and some seconds on. */
    private static Login later(Login login, PileEntry entry, boolean charging) {
        return switch (login) {
            case Login.Here here ->
                new Login.Here(
                        entry,
                        here.hello(),
                        here.link(),
                        admission -> here.link().execute(() -> here.verdict().accept(admission)),
                        charging,
                        here.prior());
            case Login.There there -> new Login.There(entry, there.hello(), there.outcome(), charging);
        };
    }

    private void lock(Login login, PileSlot slot, List<Runnable> after) {
        slot.locked = true;
        book.endNow(slot, CloseReason.REPLACED_BY_NEW_LOGIN, after);
        after.add(() -> {
            refuse(login, LoginRefusal.TOO_MANY_TAKEOVERS);
            PileEntry entry = login.entry();
            book.events.tell(new PileEvent.PileLocked(entry.pileNo(), entry.tenantId(), book.instant()));
        });
    }
}
