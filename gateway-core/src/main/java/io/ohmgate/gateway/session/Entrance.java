package io.ohmgate.gateway.session;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvent.TakeoverRule;
import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.session.TrustJudge.Evidence;
import io.ohmgate.gateway.trust.Binding;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the session of a login that was let in, and tells of it. */
final class Entrance {
    private final SessionBook book;
    private final SilenceWatch silence;
    private final TrustJudge judge;

    Entrance(SessionBook book, SilenceWatch silence, TrustJudge judge) {
        this.book = book;
        this.silence = silence;
        this.judge = judge;
    }

    /** Under the slot's monitor. {@code rule} is null if there was nobody to be replaced. */
    void install(
            Login.Here login, PileSlot slot, @Nullable TakeoverRule rule, boolean restricted, List<Runnable> after) {
        PileSession older = slot.liveSession();
        InetSocketAddress before = sourceBefore(login, slot);
        boolean fromElsewhere = rule != null && rule != TakeoverRule.SAME_SOURCE;
        Evidence evidence = judge.judge(login.hello());
        Instant now = book.instant();
        PileSession session = new PileSession(
                book.nextId(login.entry().pileNo()), login.hello(), login.link(), evidence.trust(), now, book);
        if (restricted) {
            session.restrictFor(book.settings.restrictedAfterTakeover());
        }
        if (fromElsewhere) {
            session.capFor(book.settings.takeoverWindow());
            slot.rememberTakeover(session.lastHeardNanos, book.settings.takeoversMax());
        }
        slot.session = session;
        if (older == null) {
            book.open.incrementAndGet();
        } else {
            endReplaced(older, after);
        }
        boolean cameOnline = book.markOnline(slot, now);
        after.add(() -> {
            tellTakeover(login, session, before, rule, now);
            tellLogin(login, session, evidence, cameOnline, now);
        });
    }

    /** Where the one that is replaced came from, be it here or elsewhere, and be its connection still there or not. */
    private static @Nullable InetSocketAddress sourceBefore(Login.Here login, PileSlot slot) {
        PileSession last = slot.session;
        if (last != null) {
            return last.source();
        }
        Prior.Older prior = login.prior();
        return prior == null ? null : prior.source();
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
            Login.Here login,
            PileSession session,
            @Nullable InetSocketAddress before,
            @Nullable TakeoverRule rule,
            Instant now) {
        if (before == null || rule == null) {
            return;
        }
        book.metrics.takenOver(rule);
        if (rule == TakeoverRule.SAME_SOURCE && login.prior() != null) {
            // The same device dialled another node: by the ten thousand when a node restarts, and nobody's concern.
            return;
        }
        book.events.tell(new PileEvent.TakeoverHappened(
                session.id, login.entry().tenantId(), rule, before, session.source(), login.charging(), now));
    }

    /** The session is in the books before the pile hears yes, so its next frame finds it. */
    private void tellLogin(Login.Here login, PileSession session, Evidence evidence, boolean cameOnline, Instant now) {
        PileEntry entry = login.entry();
        silence.add(session);
        book.metrics.accepted(evidence.trust());
        login.verdict().accept(new Admission.Accepted(session.id));
        book.elsewhere().arrived(session.id, login.hello());
        if (cameOnline) {
            book.tellOnline(entry.pileNo(), now);
        }
        book.events.tell(
                new PileEvent.PileLoggedIn(session.id, entry.tenantId(), entry.stationId(), login.hello(), now));
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
                    login.hello().source(),
                    login.hello().simNo(),
                    evidence.trust(),
                    now));
        }
    }
}
