package io.ohmgate.api.ws;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.api.push.Seats;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;

/** The sockets that are open. They are sent away before the HTTP server drains, or it would wait for them in vain. */
final class Sockets implements SmartLifecycle {
    private final Set<LiveSocket> open = ConcurrentHashMap.newKeySet();
    private final Seats seats = new Seats(SocketLimits.SOCKETS_MAX, SocketLimits.SOCKETS_PER_USER_MAX);
    private final MeterRegistry meters;
    private volatile boolean running;

    Sockets(MeterRegistry meters) {
        this.meters = meters;
        meters.gauge("ohmgate.sockets.open", open, Set::size);
        for (CloseCode code : CloseCode.values()) {
            closed(code);
        }
    }

    Seats seats() {
        return seats;
    }

    void add(LiveSocket socket) {
        open.add(socket);
        if (!running) {
            socket.close(CloseCode.GOING_AWAY);
        }
    }

    void remove(LiveSocket socket) {
        open.remove(socket);
    }

    void closing(CloseCode code) {
        closed(code).increment();
    }

    private Counter closed(CloseCode code) {
        return meters.counter("ohmgate.sockets.closed", "code", Integer.toString(code.code()));
    }

    int count() {
        return open.size();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        open.forEach(socket -> socket.close(CloseCode.GOING_AWAY));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Later than the server's start and earlier than its graceful stop. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 512;
    }
}
