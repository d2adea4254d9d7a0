package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.SessionId;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection that remembers what was written to it. Its event loop is the caller's thread. */
public final class RecordingLink implements PileLink {
    public final List<PileCommand> sent = new ArrayList<>();
    public @Nullable CloseReason closedBecause;
    public final List<SessionId> left = new ArrayList<>();
    public boolean shared;
    public boolean reading = true;
    private final InetSocketAddress source;

    public RecordingLink(String address, int port) {
        this.source = InetSocketAddress.createUnresolved(address, port);
    }

    RecordingLink(InetSocketAddress source) {
        this.source = source;
    }

    @Override
    public void send(PileCommand command) {
        sent.add(command);
    }

    @Override
    public void close(CloseReason reason) {
        if (closedBecause == null) {
            closedBecause = reason;
        }
    }

    /** A connection of several piles in a test is closed by the test; of one pile, with it. */
    @Override
    public void leave(SessionId session, CloseReason reason) {
        left.add(session);
        if (!shared) {
            close(reason);
        }
    }

    @Override
    public void pauseReading() {
        reading = false;
    }

    @Override
    public void resumeReading() {
        reading = true;
    }

    @Override
    public InetSocketAddress source() {
        return source;
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }
}
