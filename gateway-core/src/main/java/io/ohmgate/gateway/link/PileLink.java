package io.ohmgate.gateway.link;

import java.net.InetSocketAddress;

/** One connection to one or (behind a concentrator) several piles, as the gateway sees it. Safe from any thread. */
public interface PileLink {
    /**
     * Writes a command. Nothing is promised: the answer, if any, comes as a {@link PileReport}. A
     * {@link PileCommand.StopCharging} overtakes whatever still waits to be written and is never shed (invariants B4).
     * Where the protocol numbers its questions, an answer with another number than the last question of its kind is an
     * oddity and no report: it must not be taken for the answer to a newer question (invariants B6).
     */
    void send(PileCommand command);

    /** Closes the connection; the session hears {@link PileGateway#closed} with this reason. */
    void close(CloseReason reason);

    /**
     * Ends one pile's part of the connection; the other piles behind the same concentrator stay. The connection is closed
     * with the last of them.
     */
    default void leave(SessionId session, CloseReason reason) {
        close(reason);
    }

    /** Stops reading from the connection: how we tell a pile that we cannot take more. Doing it twice is doing it once. */
    void pauseReading();

    void resumeReading();

    InetSocketAddress source();

    /** Runs a task on the connection's event loop. */
    void execute(Runnable task);
}
