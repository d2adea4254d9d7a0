package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.pile.PileNo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lets piles in, or not: the guard bans, the policy decides between two connections, the judge says what the winner is
 * worth. All of it in memory, on the connection's event loop; only where other nodes take piles too, one that is not
 * connected here waits until they have been asked.
 */
final class LoginDesk {
    private final SessionBook book;
    private final LoginGuard guard;
    private final TrustJudge judge;
    private final Refusals refusals;
    private final Takeovers takeovers;

    LoginDesk(SessionBook book, SilenceWatch silence, LoginGuard guard, TrustJudge judge) {
        this.book = book;
        this.guard = guard;
        this.judge = judge;
        this.refusals = new Refusals(book);
        this.takeovers = new Takeovers(book, new Entrance(book, silence, judge), refusals);
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
            case JUDGE -> askOthers(new Login.Here(entry, hello, link, verdict, book.isCharging(entry.pileNo()), null));
            case REFUSE -> refusals.refuse(hello, LoginRefusal.FLAPPING, verdict);
            case BAN -> refusals.ban(hello, LoginRefusal.FLAPPING, guard.banOf(true), verdict);
        }
    }

    /** A pile that is connected here is nowhere else: its node would have been told. */
    private void askOthers(Login.Here login) {
        Elsewhere others = book.elsewhere();
        if (others.isEmpty() || book.live(login.entry().pileNo()) != null) {
            takeovers.judge(login);
            return;
        }
        others.before(login.hello())
                .onErrorReturn(new Prior.Nobody())
                .defaultIfEmpty(new Prior.Nobody())
                .subscribe(prior -> login.link().execute(() -> goOn(login, prior)));
    }

    private void goOn(Login.Here login, Prior prior) {
        PileEntry entry = book.directory.find(login.entry().pileNo());
        if (entry == null || !entry.enabled() || book.draining()) {
            refusals.refuse(login.hello(), LoginRefusal.DISABLED, login.verdict());
            return;
        }
        switch (prior) {
            case Prior.Nobody nobody -> takeovers.judge(login);
            case Prior.Older older -> takeovers.judge(login.after(older));
            case Prior.Refused refused -> {
                if (refused.reason() == LoginRefusal.TOO_MANY_TAKEOVERS) {
                    book.slotOf(entry.pileNo()).locked = true;
                }
                refusals.refuse(login.hello(), refused.reason(), login.verdict());
            }
        }
    }

    /** A login on another node: judged against the session here, if there is one. */
    void contend(PileHello hello, Consumer<Contest> outcome) {
        PileEntry entry = book.directory.find(hello.pileNo());
        if (entry == null || !entry.enabled() || book.find(hello.pileNo()) == null) {
            outcome.accept(new Contest.NotHere());
        } else {
            takeovers.judge(new Login.There(entry, hello, outcome, book.isCharging(entry.pileNo())));
        }
    }

    /** See {@link Takeovers#nextInLine}. */
    void nextInLine(PileSlot slot, PileEntry entry, boolean charging, List<Runnable> after) {
        takeovers.nextInLine(slot, entry, charging, after);
    }

    /** What a person's decision about a binding makes of the session that is there. */
    void judgeAgain(PileNo pileNo) {
        PileSession session = book.live(pileNo);
        if (session != null) {
            session.decided(judge.trustOf(session.hello));
        }
    }
}
