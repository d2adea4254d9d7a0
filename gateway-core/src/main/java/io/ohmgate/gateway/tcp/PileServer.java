package io.ohmgate.gateway.tcp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.ohmgate.gateway.link.PileGateway;
import io.ohmgate.gateway.link.PileProtocol;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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
    private static final int WHOLE = 100;
    private static final int READ_BYTES_MIN = 256;
    private static final int READ_BYTES_FIRST = 1024;
    private static final int READ_BYTES_MAX = 8 * 1024;

    private final PileServerSettings settings;
    private final PileProtocol protocol;
    private final PileGateway gateway;
    private final LongSupplier nanos;
    private final Predicate<InetAddress> welcome;
    private final IntSupplier percent;
    private final SourceLimit open;
    private final Map<AcceptGate.Cause, Counter> turnedAway = new EnumMap<>(AcceptGate.Cause.class);

    /** {@code welcome} says whether connections from an address are taken at all. */
    public PileServer(
            PileServerSettings settings,
            PileProtocol protocol,
            PileGateway gateway,
            Predicate<InetAddress> welcome,
            LongSupplier nanos,
            MeterRegistry meters) {
        this(settings, protocol, gateway, welcome, () -> WHOLE, nanos, meters);
    }

    /** @param percent of the node's pace of accepting that is granted now */
    public PileServer(
            PileServerSettings settings,
            PileProtocol protocol,
            PileGateway gateway,
            Predicate<InetAddress> welcome,
            IntSupplier percent,
            LongSupplier nanos,
            MeterRegistry meters) {
        this.settings = settings;
        this.protocol = protocol;
        this.gateway = gateway;
        this.welcome = welcome;
        this.percent = percent;
        this.nanos = nanos;
        this.open = new SourceLimit(settings.accepts());
        for (AcceptGate.Cause cause : AcceptGate.Cause.values()) {
            String name = cause.name().toLowerCase(Locale.ROOT);
            turnedAway.put(
                    cause, meters.counter("ohmgate.connections.refused", "protocol", protocol.name(), "cause", name));
        }
        meters.gauge("ohmgate.connections.open", Tags.of("protocol", protocol.name()), open, SourceLimit::open);
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
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, smallReads())
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(settings.writeLowBytes(), settings.writeHighBytes()))
                .doOnChannelInit((observer, channel, remote) -> accept(channel))
                .doOnBound(server -> server.channel().pipeline().addFirst(gate()))
                .bind()
                .cast(DisposableServer.class)
                .onErrorMap(failure -> new PortTakenException(settings.host(), settings.port(), failure));
    }

    /**
     * A pile's frames are small, and what one read brings is answered before the next: so little may come at once that
     * the answers to it stay small as well, whether the pile reads them or not (invariants E7).
     */
    private static RecvByteBufAllocator smallReads() {
        return new AdaptiveRecvByteBufAllocator(READ_BYTES_MIN, READ_BYTES_FIRST, READ_BYTES_MAX).maxMessagesPerRead(1);
    }

    private AcceptGate gate() {
        return new AcceptGate(settings.accepts(), open, welcome::test, this::turnedAway, percent, nanos);
    }

    private void turnedAway(AcceptGate.Cause cause) {
        Counter counter = turnedAway.get(cause);
        if (counter != null) {
            counter.increment();
        }
    }

    private void accept(Channel channel) {
        channel.pipeline().remove(NettyPipeline.ReactiveBridge);
        protocol.accept(channel, gateway);
    }

    /** Connections that are open now. */
    public int open() {
        return open.open();
    }
}
