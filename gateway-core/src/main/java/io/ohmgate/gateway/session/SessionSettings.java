package io.ohmgate.gateway.session;

import io.ohmgate.gateway.trust.SourceRange;
import java.time.Duration;
import java.util.List;

/**
 * The waits and limits of sessions (ykc.md 7.2 and 8, invariants 4.1 and E4). {@code offlineAfter} and
 * {@code closeAfter} count from the last frame.
 */
public record SessionSettings(
        Duration offlineAfter,
        Duration closeAfter,
        Duration aliveWithin,
        Duration probeWait,
        int takeoversMax,
        Duration takeoverWindow,
        Duration restrictedAfterTakeover,
        Duration graceAfterStart,
        GuardSettings guard,
        List<SourceRange> carriers) {
    public static final SessionSettings BOOK = new SessionSettings(
            Duration.ofSeconds(35),
            Duration.ofSeconds(60),
            Duration.ofSeconds(12),
            Duration.ofSeconds(5),
            3,
            Duration.ofMinutes(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            GuardSettings.BOOK,
            List.of());

    /** @throws IllegalArgumentException if a session would be closed before it is offline */
    public SessionSettings {
        if (closeAfter.compareTo(offlineAfter) < 0) {
            throw new IllegalArgumentException("a session is closed after it is marked offline, not before");
        }
        if (takeoversMax < 1) {
            throw new IllegalArgumentException("at least one takeover must be allowed");
        }
        carriers = List.copyOf(carriers);
    }

    public SessionSettings withSilence(Duration offline, Duration close) {
        return new SessionSettings(
                offline,
                close,
                aliveWithin,
                probeWait,
                takeoversMax,
                takeoverWindow,
                restrictedAfterTakeover,
                graceAfterStart,
                guard,
                carriers);
    }

    public SessionSettings withGuard(GuardSettings other) {
        return new SessionSettings(
                offlineAfter,
                closeAfter,
                aliveWithin,
                probeWait,
                takeoversMax,
                takeoverWindow,
                restrictedAfterTakeover,
                graceAfterStart,
                other,
                carriers);
    }

    /** {@code ranges} are the addresses a carrier gives to SIMs, so that a pile known by its SIM may roam in them. */
    public SessionSettings withCarriers(List<SourceRange> ranges) {
        return new SessionSettings(
                offlineAfter,
                closeAfter,
                aliveWithin,
                probeWait,
                takeoversMax,
                takeoverWindow,
                restrictedAfterTakeover,
                graceAfterStart,
                guard,
                ranges);
    }
}
