package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.trust.Standing;
import io.ohmgate.gateway.trust.Trust;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One login of one pile. It is also the link others write to: what is written to a session that has ended, or that must
 * not hear it, goes nowhere (invariants B5). Outlives its connection a little, so that its silence can be judged.
 */
final class PileSession implements PileLink {
    final SessionId id;
    final Instant since;
    volatile PileHello hello;
    volatile long lastHeardNanos;
    /** Somebody waits for the next frame: a probe, or the pile was marked offline. Read with every frame. */
    volatile boolean awaited;
    /** Belongs to the wheel's thread. */
    @Nullable
    PileSession nextInWheel;

    private final SessionBook book;
    private volatile @Nullable PileLink link;
    private volatile Trust evidence;
    /** Until when it is believed no more than its number, having come from elsewhere than the session it replaced. */
    private volatile long cappedUntilNanos;

    private volatile boolean capped;
    private volatile long restrictedUntilNanos;
    private volatile boolean restricted;

    PileSession(SessionId id, PileHello hello, PileLink link, Trust evidence, Instant since, SessionBook book) {
        this.id = id;
        this.hello = hello;
        this.link = link;
        this.evidence = evidence;
        this.since = since;
        this.book = book;
        this.lastHeardNanos = book.now();
    }

    void restrictFor(Duration length) {
        restrictedUntilNanos = lastHeardNanos + length.toNanos();
        restricted = true;
    }

    void capFor(Duration length) {
        cappedUntilNanos = lastHeardNanos + length.toNanos();
        capped = true;
    }

    /** A person has said where this pile comes from: that settles what the takeover left open. */
    void decided(Trust trust) {
        evidence = trust;
        if (trust.reaches(Trust.BOUND)) {
            capped = false;
        }
    }

    /**
     * How far it is believed now. A takeover from elsewhere is believed little until nobody has contested it for a while:
     * the true pile, were it somebody else, would have come back by then.
     */
    Trust trust() {
        boolean stillCapped = capped && book.now() - cappedUntilNanos < 0;
        return stillCapped ? evidence.atMost(Trust.LISTED) : evidence;
    }

    Standing standing() {
        if (isRestricted()) {
            return Standing.TAKEN_OVER;
        }
        PileEntry entry = book.directory.find(id.pileNo());
        Trust minimum = entry == null ? PileEntry.MINIMUM_TRUST_DEFAULT : entry.minimumTrust();
        return trust().reaches(minimum) ? Standing.GOOD : Standing.NOT_TRUSTED;
    }

    boolean live() {
        return link != null;
    }

    boolean isOn(PileLink other) {
        return other.equals(link);
    }

    /** Whether starts and tariffs must wait: it took the number over while a charge ran (invariants 4.1). */
    boolean isRestricted() {
        return restricted && book.now() - restrictedUntilNanos < 0;
    }

    /** Lets the connection go; the session only remembers from now on. */
    @Nullable
    PileLink end() {
        PileLink was = link;
        link = null;
        return was;
    }

    @Override
    public void send(PileCommand command) {
        PileLink to = link;
        if (to == null || (isSensitive(command) && standing() != Standing.GOOD)) {
            return;
        }
        if (book.mayWrite()) {
            to.send(command);
        } else {
            book.metrics.fenced();
        }
    }

    /** What must not be told to a device that may be another one: it moves money, names cards or changes what the pile is. */
    private static boolean isSensitive(PileCommand command) {
        return switch (command) {
            case PileCommand.StartCharging start -> true;
            case PileCommand.AcceptStart start -> true;
            case PileCommand.SetTariff tariff -> true;
            case PileCommand.SetLimit limit -> true;
            case PileCommand.UpdateFirmware firmware -> true;
            case PileCommand.StoreCards cards -> true;
            case PileCommand.ClearCards cards -> true;
            case PileCommand.QueryCards cards -> true;
            case PileCommand.StopCharging stop -> false;
            case PileCommand.ReadGun read -> false;
            case PileCommand.SetClock clock -> false;
            case PileCommand.RefuseStart refusal -> false;
            case PileCommand.SetWorkMode mode -> false;
            case PileCommand.Reboot reboot -> false;
            case PileCommand.MoveGroundLock lock -> false;
            case PileCommand.SetQrPrefix prefix -> false;
            case PileCommand.SetGunQr code -> false;
        };
    }

    @Override
    public void close(CloseReason reason) {
        PileLink to = link;
        if (to != null) {
            to.close(reason);
        }
    }

    @Override
    public void leave(SessionId session, CloseReason reason) {
        PileLink to = link;
        if (to != null) {
            to.leave(session, reason);
        }
    }

    @Override
    public void pauseReading() {
        PileLink to = link;
        if (to != null) {
            to.pauseReading();
        }
    }

    @Override
    public void resumeReading() {
        PileLink to = link;
        if (to != null) {
            to.resumeReading();
        }
    }

    @Override
    public InetSocketAddress source() {
        return hello.source();
    }

    @Override
    public void execute(Runnable task) {
        PileLink to = link;
        if (to != null) {
            to.execute(task);
        }
    }
}
