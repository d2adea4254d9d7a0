package io.ohmgate.api.cluster;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.ohmgate.api.push.WriteGate;
import io.ohmgate.gateway.cluster.LinkLimits;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.RSocketLengthCodec;
import io.rsocket.transport.netty.TcpDuplexConnection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpServer;

/** The listening end of the node link, on a port of its own that is not for partners. */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that does not close is closed already
final class LinkServer {
    private static final Duration STOP_MAX = Duration.ofSeconds(2);

    private final LinkParts parts;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile @Nullable DisposableServer bound;

    LinkServer(LinkParts parts) {
        this.parts = parts;
    }

    InetSocketAddress start(String bindTo, int port, LoopResources loops) {
        DisposableServer server = TcpServer.create()
                .runOn(loops)
                .host(bindTo)
                .port(port)
                .doOnConnection(this::serve)
                .bindNow();
        bound = server;
        return (InetSocketAddress) server.address();
    }

    private void serve(Connection connection) {
        if (channels.size() >= LinkLimits.CONNECTIONS_MAX) {
            connection.dispose();
            return;
        }
        channels.add(connection.channel());
        WriteGate gate =
                new WriteGate(connection.channel(), parts.limits().deadAfter(), () -> {}, connection.channel()::close);
        gate.install();
        connection.addHandlerFirst("silence", new Silence(parts.limits().deadAfter()));
        connection.addHandlerLast(new RSocketLengthCodec(LinkLimits.FRAME_BYTES_MAX));
        RSocketServer.create(new LinkAcceptor(gate, parts))
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .maxInboundPayloadSize(LinkLimits.FRAME_BYTES_MAX)
                .maxTimeToFirstFrame(parts.limits().dialWithin())
                .asConnectionAcceptor(LinkLimits.FRAME_BYTES_MAX)
                .apply(new TcpDuplexConnection("server", connection))
                .then(Mono.<Void>never())
                .subscribe(connection.disposeSubscriber());
    }

    /** Nobody new; who is there stays until {@link #stop}. */
    void stop() {
        DisposableServer server = bound;
        if (server != null) {
            bound = null;
            server.disposeNow(STOP_MAX);
        }
        channels.close();
    }

    int connections() {
        return channels.size();
    }

    /** RSocket's server answers pings but does not miss them: a dialler that is gone without a word is noticed here. */
    static final class Silence extends ReadTimeoutHandler {
        Silence(Duration max) {
            super(max.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        protected void readTimedOut(ChannelHandlerContext context) {
            context.close();
        }
    }
}
