package io.ohmgate.api.rsocket;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.ohmgate.api.push.WriteGate;
import io.rsocket.transport.netty.RSocketLengthCodec;
import io.rsocket.transport.netty.TcpDuplexConnection;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.rsocket.server.RSocketServer;
import org.springframework.boot.rsocket.server.RSocketServerException;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;

/**
 * RSocket over TCP. Each connection has an acceptor of its own, which knows its channel: RSocket's request-n counts
 * messages, but only the channel tells whether what was sent has left.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that does not close is closed already
final class BackendServer implements RSocketServer {
    private static final Duration STOP_MAX = Duration.ofSeconds(2);
    private final @Nullable String host;
    private final int port;
    private final BackendParts parts;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile @Nullable DisposableServer bound;

    /** @param host null for every address */
    BackendServer(@Nullable String host, int port, BackendParts parts) {
        this.host = host;
        this.port = port;
        this.parts = parts;
    }

    @Override
    public void start() {
        TcpServer server = TcpServer.create().port(port).doOnConnection(this::serve);
        try {
            bound = (host == null ? server : server.host(host)).bindNow();
        } catch (RuntimeException failure) {
            throw new RSocketServerException("RSocket port " + port + " could not be bound", failure);
        }
    }

    private void serve(Connection connection) {
        if (!parts.seats().enter()) {
            connection.dispose();
            return;
        }
        channels.add(connection.channel());
        connection.onDispose(parts.seats()::leave);
        WriteGate gate = new WriteGate(
                connection.channel(), parts.limits().notReadingMax(), () -> {}, connection.channel()::close);
        gate.install();
        connection.addHandlerLast(new RSocketLengthCodec(BackendLimits.FRAME_BYTES_MAX));
        io.rsocket.core.RSocketServer.create(new BackendAcceptor(gate, parts))
                .maxInboundPayloadSize(BackendLimits.FRAME_BYTES_MAX)
                .maxTimeToFirstFrame(BackendLimits.FIRST_FRAME_WITHIN)
                .asConnectionAcceptor(BackendLimits.FRAME_BYTES_MAX)
                .apply(new TcpDuplexConnection("server", connection))
                .then(Mono.<Void>never())
                .subscribe(connection.disposeSubscriber());
    }

    @Override
    public void stop() {
        DisposableServer server = bound;
        if (server != null) {
            bound = null;
            server.disposeNow(STOP_MAX);
            channels.close();
        }
    }

    /** Open connections. */
    int connections() {
        return channels.size();
    }

    /** Null until it is bound: by that Boot tells whether it runs. */
    @Override
    public @Nullable InetSocketAddress address() {
        DisposableServer server = bound;
        return server == null ? null : (InetSocketAddress) server.address();
    }
}
