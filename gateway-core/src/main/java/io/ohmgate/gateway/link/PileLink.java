package io.ohmgate.gateway.link;

import java.net.InetSocketAddress;

/** One connection to one or (behind a concentrator) several piles, as the gateway sees it. Safe from any thread. */
public interface PileLink {
    /** Writes a command. Nothing is promised: the answer, if any, comes as a {@link PileReport}. */
    void send(PileCommand command);

    /** Closes the connection; the session hears {@link PileGateway#closed} with this reason. */
    void close(CloseReason reason);

    /** Stops reading from the connection: how we tell a pile that we cannot take more. Doing it twice is doing it once. */
    void pauseReading();

    void resumeReading();

    InetSocketAddress source();

    /** Runs a task on the connection's event loop. */
    void execute(Runnable task);
}
