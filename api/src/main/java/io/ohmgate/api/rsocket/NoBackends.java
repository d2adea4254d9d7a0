package io.ohmgate.api.rsocket;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.rsocket.server.RSocketServer;

/** Of a node that does not serve them. */
final class NoBackends implements RSocketServer {
    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public @Nullable InetSocketAddress address() {
        return null;
    }
}
