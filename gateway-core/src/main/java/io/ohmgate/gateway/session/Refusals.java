package io.ohmgate.gateway.session;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.pile.PileNo;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Says no. Every refusal is counted; told are so many a second, so that a scan of numbers floods nobody. */
final class Refusals {
    private static final int TOLD_PER_SECOND = 20;

    private final SessionBook book;
    private final AtomicLong second = new AtomicLong();
    private final AtomicInteger told = new AtomicInteger();

    Refusals(SessionBook book) {
        this.book = book;
    }

    void refuse(PileHello hello, LoginRefusal reason, Consumer<Admission> verdict) {
        verdict.accept(new Admission.Refused(reason));
        note(hello.pileNo(), hello.source(), reason);
    }

    void note(PileNo pileNo, InetSocketAddress source, LoginRefusal reason) {
        book.metrics.refused(reason);
        Instant now = book.instant();
        if (isWorthTelling(reason) && mayTell(now.getEpochSecond())) {
            PileEntry entry = book.directory.find(pileNo);
            book.events.tell(
                    new PileEvent.LoginRefused(pileNo, entry == null ? null : entry.tenantId(), source, reason, now));
        }
    }

    /** The ban that a login begins is told once; the logins it refuses are only counted. */
    void ban(PileHello hello, LoginRefusal reason, Duration length, Consumer<Admission> verdict) {
        verdict.accept(new Admission.Refused(reason));
        book.metrics.refused(reason);
        book.metrics.banned(reason);
        PileEntry entry = book.directory.find(hello.pileNo());
        Instant now = book.instant();
        book.events.tell(new PileEvent.LoginsBanned(
                hello.pileNo(),
                entry == null ? null : entry.tenantId(),
                hello.source(),
                reason,
                now.plus(length),
                now));
    }

    private static boolean isWorthTelling(LoginRefusal reason) {
        return reason != LoginRefusal.FLAPPING && reason != LoginRefusal.SOURCE_REFUSED;
    }

    private boolean mayTell(long now) {
        if (second.getAndSet(now) != now) {
            told.set(0);
        }
        return told.incrementAndGet() <= TOLD_PER_SECOND;
    }
}
