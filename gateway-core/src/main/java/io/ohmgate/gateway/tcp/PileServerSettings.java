package io.ohmgate.gateway.tcp;

/**
 * Where piles dial in, and how much of it is taken at once. How long and how much may be said before a login is the
 * protocol's business: only it knows what a login is.
 */
public record PileServerSettings(
        String host, int port, int backlog, AcceptLimits accepts, int writeLowBytes, int writeHighBytes) {
    public static final int PORT = 8768;

    /** Beyond it a connection is not written to; one that stays so is closed. */
    public static final int BYTES_UNSENT_MAX = 64 * 1024;

    public static PileServerSettings at(String host, int port) {
        return new PileServerSettings(host, port, 4_096, AcceptLimits.DEFAULT, BYTES_UNSENT_MAX / 2, BYTES_UNSENT_MAX);
    }

    /** @throws IllegalArgumentException if the low write mark is above the high one */
    public PileServerSettings {
        if (writeLowBytes < 1 || writeHighBytes < writeLowBytes) {
            throw new IllegalArgumentException("the low write mark is not above the high one");
        }
    }

    public PileServerSettings with(AcceptLimits other) {
        return new PileServerSettings(host, port, backlog, other, writeLowBytes, writeHighBytes);
    }
}
