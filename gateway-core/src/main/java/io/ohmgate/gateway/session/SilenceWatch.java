package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;

/** Notices piles that fall silent: first they are offline, then their connection is given up (invariants E4). */
final class SilenceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SilenceWatch.class);

    private final SessionBook book;
    private final SilenceWheel wheel;

    SilenceWatch(SessionBook book) {
        this.book = book;
        this.wheel = new SilenceWheel(book.now(), this::lookAt);
    }

    Disposable start() {
        long tick = SilenceWheel.TICK.toMillis();
        return book.time.timer().schedulePeriodically(this::turnWheel, tick, tick, TimeUnit.MILLISECONDS);
    }

    void add(PileSession session) {
        wheel.add(session);
    }

    void turnWheel() {
        try {
            wheel.turnTo(book.now());
        } catch (RuntimeException broken) {
            // A periodic task that throws is never run again, and then no pile would ever go offline.
            LOG.atError().setCause(broken).log("the silence wheel stumbled");
        }
    }

    private long lookAt(PileSession session, long nowNanos) {
        PileSlot slot = book.find(session.id.pileNo());
        if (slot == null || slot.session != session) {
            return SilenceWheel.Visitor.NEVER;
        }
        long offline = session.lastHeardNanos + book.settings.offlineAfter().toNanos();
        if (nowNanos - offline < 0) {
            return offline;
        }
        if (!book.mayWrite()) {
            // This node was away itself: who fell silent, and who dialled another node, is not known yet.
            return nowNanos + SilenceWheel.TICK.toNanos();
        }
        long close = session.lastHeardNanos + book.settings.closeAfter().toNanos();
        List<Runnable> after = new ArrayList<>(2);
        synchronized (slot) {
            if (slot.session != session) {
                return SilenceWheel.Visitor.NEVER;
            }
            // From here on the next frame takes the slow path and brings the pile back online.
            session.awaited = true;
            offline = session.lastHeardNanos + book.settings.offlineAfter().toNanos();
            if (nowNanos - offline < 0) {
                return offline;
            }
            book.markOffline(slot, session, after);
            if (session.live() && nowNanos - close >= 0) {
                book.endNow(slot, CloseReason.SILENT_TOO_LONG, after);
            }
        }
        after.forEach(Runnable::run);
        return session.live() ? close : SilenceWheel.Visitor.NEVER;
    }
}
