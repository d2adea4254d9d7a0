package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.SessionId;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.function.LongSupplier;
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

    private final long restrictedUntilNanos;
    private final boolean restricted;
    private final LongSupplier nanos;
    private volatile @Nullable PileLink link;

    PileSession(SessionId id, PileHello hello, PileLink link, Instant since, long restrictedNanos, LongSupplier nanos) {
        this.id = id;
        this.hello = hello;
        this.link = link;
        this.since = since;
        this.nanos = nanos;
        this.lastHeardNanos = nanos.getAsLong();
        this.restricted = restrictedNanos > 0;
        this.restrictedUntilNanos = lastHeardNanos + restrictedNanos;
    }

    boolean live() {
        return link != null;
    }

    boolean isOn(PileLink other) {
        return other.equals(link);
    }

    /** Whether starts and tariffs must wait: it took the number over while a charge ran (invariants 4.1). */
    boolean isRestricted() {
        return restricted && nanos.getAsLong() - restrictedUntilNanos < 0;
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
        if (to != null && !(isRestricted() && isSensitive(command))) {
            to.send(command);
        }
    }

    private static boolean isSensitive(PileCommand command) {
        return command instanceof PileCommand.StartCharging
                || command instanceof PileCommand.AcceptStart
                || command instanceof PileCommand.SetTariff
                || command instanceof PileCommand.UpdateFirmware;
    }

    @Override
    public void close(CloseReason reason) {
        PileLink to = link;
        if (to != null) {
            to.close(reason);
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
