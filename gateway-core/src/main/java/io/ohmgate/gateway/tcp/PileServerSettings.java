package io.ohmgate.gateway.tcp;

import java.time.Duration;

/**
 * Where piles dial in, and how much of it is taken at once (invariants 4.1, 5.3). {@code connectionsPerSource} is high by
 * default, since a carrier's address translation or a station's concentrator brings hundreds from one address.
 * {@code preLoginTime} and {@code preLoginBytes} are kept by the protocol's own handler: only it knows what a login is.
 */
public record PileServerSettings(
        String host,
        int port,
        int backlog,
        int acceptsPerSecond,
        int acceptsBurst,
        int connectionsMax,
        int connectionsPerSource,
        Duration preLoginTime,
        int preLoginBytes,
        int writeLowBytes,
        int writeHighBytes) {
    public static final int PORT = 8768;

    public static PileServerSettings at(String host, int port) {
        return new PileServerSettings(
                host, port, 4_096, 300, 600, 100_000, 20_000, Duration.ofSeconds(10), 512, 32 * 1024, 64 * 1024);
    }

    /** @throws IllegalArgumentException if a limit lets nobody in */
    public PileServerSettings {
        if (acceptsPerSecond < 1 || acceptsBurst < 1 || connectionsMax < 1 || connectionsPerSource < 1) {
            throw new IllegalArgumentException("every limit of the pile server must let at least one in");
        }
        if (writeLowBytes < 1 || writeHighBytes < writeLowBytes) {
            throw new IllegalArgumentException("the low write mark is not above the high one");
        }
    }
}
