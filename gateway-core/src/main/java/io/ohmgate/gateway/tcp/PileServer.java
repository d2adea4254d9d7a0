package io.ohmgate.gateway.tcp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.ohmgate.gateway.link.PileGateway;
import io.ohmgate.gateway.link.PileProtocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpServer;

/**
 * The port piles dial. The protocol's own handlers are all there is in a connection's pipeline: reactor-netty binds,
 * accepts and chooses the transport, but its bridge to a stream per connection is taken out, because nobody reads from
 * it and it costs more memory than the session. Reading is manual: a handler calls {@code ctx.read()} when it wants more.
 */
public final class PileServer {
    private final PileServerSettings settings;
    private final PileProtocol protocol;
    private final PileGateway gateway;
    private final LongSupplier nanos;
    private final SourceLimit limit;
    private final Counter turnedAway;

    public PileServer(
            PileServerSettings settings,
            PileProtocol protocol,
            PileGateway gateway,
            LongSupplier nanos,
            MeterRegistry meters) {
        this.settings = settings;
        this.protocol = protocol;
        this.gateway = gateway;
        this.nanos = nanos;
        this.limit = new SourceLimit(settings.connectionsMax(), settings.connectionsPerSource());
        this.turnedAway = meters.counter("ohmgate.connections.refused", "protocol", protocol.name());
        meters.gauge("ohmgate.connections.open", Tags.of("protocol", protocol.name()), limit, SourceLimit::open);
    }

    /**
     * Opens the port. Disposing the server closes it and leaves the connections to the gateway, which ends them in good
     * order.
     *
     * <p>Fails with {@link PortTakenException} if the address cannot be had.
     */
    public Mono<DisposableServer> bind(LoopResources loops) {
        return TcpServer.create()
                .host(settings.host())
                .port(settings.port())
                .runOn(loops, true)
                .option(ChannelOption.SO_BACKLOG, settings.backlog())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(settings.writeLowBytes(), settings.writeHighBytes()))
                .doOnChannelInit((observer, channel, remote) -> accept(channel, remote))
                .doOnBound(server -> server.channel()
                        .pipeline()
                        .addFirst(new AcceptBudget(settings.acceptsPerSecond(), settings.acceptsBurst(), nanos)))
                .bind()
                .cast(DisposableServer.class)
                .onErrorMap(failure -> new PortTakenException(settings.host(), settings.port(), failure));
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void accept(Channel channel, @Nullable SocketAddress remote) {
        InetAddress source = addressOf(remote == null ? channel.remoteAddress() : remote);
        if (source == null || !limit.enter(source)) {
            turnedAway.increment();
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> limit.leave(source));
        channel.pipeline().remove(NettyPipeline.ReactiveBridge);
        protocol.accept(channel, gateway);
    }

    private static @Nullable InetAddress addressOf(@Nullable SocketAddress remote) {
        return remote instanceof InetSocketAddress inet ? inet.getAddress() : null;
    }

    /** Connections that are open now. */
    public int open() {
        return limit.open();
    }
}
