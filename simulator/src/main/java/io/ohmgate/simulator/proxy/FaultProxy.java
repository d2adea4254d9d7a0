package io.ohmgate.simulator.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Listens on a loopback port and passes every connection on to another one, with the faults that its two {@link Way}s are
 * told. One thread, one seed: the same traffic meets the same jitter and the same pieces.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.to("127.0.0.1", redisPort, 42)) {
 *     … connect to proxy.port() …
 *     proxy.fallSilent();          // half-open: both sides hear nothing and are told nothing
 *     proxy.down().resetAfter(10); // every connection is reset after ten bytes from the server
 *     proxy.plain();
 * }
 * }</pre>
 */
@SuppressWarnings("FutureReturnValueIgnored") // a connection that cannot be made closes its other half
public final class FaultProxy implements AutoCloseable {
    private static final int DECISIONS_MAX = 200;
    private static final int CONNECTIONS_MAX = 10_000;
    private static final int END_MILLIS = 500;

    private final InetSocketAddress target;
    private final long seed;
    private final Random random;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private final Deque<String> decisions = new ArrayDeque<>();
    private final Way up = new Way("up", this::decided, this::letThrough);
    private final Way down = new Way("down", this::decided, this::letThrough);
    private final Channel listening;
    private volatile boolean refusing;

    private FaultProxy(InetSocketAddress target, int port, long seed) {
        this.target = target;
        this.seed = seed;
        this.random = new Random(seed);
        this.listening = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        dial(client);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), port)
                .syncUninterruptibly()
                .channel();
    }

    /** A proxy on a free port. */
    public static FaultProxy to(String host, int port, long seed) {
        return to(host, port, 0, seed);
    }

    /** A proxy on a port of one's choice. */
    public static FaultProxy to(String host, int port, int ownPort, long seed) {
        return new FaultProxy(new InetSocketAddress(host, port), ownPort, seed);
    }

    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** From those who connect to the server. */
    public Way up() {
        return up;
    }

    /** From the server back. */
    public Way down() {
        return down;
    }

    /** No fault on any new byte, and new connections are welcome; a connection that fell silent stays so. */
    public void plain() {
        refusing = false;
        up.plain();
        down.plain();
    }

    /**
     * Half-open: on the connections that there are nothing passes any more, and nobody is told. New ones are not touched;
     * {@link Way#silentAfter} with zero silences those too.
     */
    public void fallSilent() {
        decided("fall silent");
        onEachPipe(Pipe::fallSilent);
    }

    /** New connections are closed at once. */
    public void refuse() {
        refusing = true;
        decided("refuse");
    }

    /** Ends all connections in the ordinary way. */
    public void cutAll() {
        decided("cut all");
        channels.forEach(Channel::close);
    }

    /** Ends all connections with RST. */
    public void resetAll() {
        decided("reset all");
        channels.forEach(channel -> loop.execute(() -> Pipe.reset(channel)));
    }

    /** Connections that are open towards those who connected. */
    public int connections() {
        return (int) channels.stream()
                .filter(channel -> channel.parent() != null && channel.isActive())
                .count();
    }

    /** For the message of a test that fails. */
    public long seed() {
        return seed;
    }

    /** The last faults that were asked for, oldest first. */
    public List<String> decisions() {
        synchronized (decisions) {
            return List.copyOf(decisions);
        }
    }

    private void decided(String what) {
        synchronized (decisions) {
            if (decisions.size() == DECISIONS_MAX) {
                decisions.removeFirst();
            }
            decisions.addLast(what);
        }
    }

    private void dial(Channel client) {
        if (refusing || channels.size() >= CONNECTIONS_MAX) {
            client.close();
            return;
        }
        kept(client);
        ChannelFuture dialled = new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(target);
        Channel server = dialled.channel();
        dialled.addListener(done -> {
            if (!done.isSuccess() || !client.isActive()) {
                Pipe.reset(client);
                server.close();
                return;
            }
            kept(server);
            // Each pipe has a stream of its own, so that one direction's traffic does not change the other's fate.
            client.pipeline().addLast(new Pipe(up, client, server, new Random(random.nextLong())));
            server.pipeline().addLast(new Pipe(down, server, client, new Random(random.nextLong())));
            client.config().setAutoRead(true);
            server.config().setAutoRead(true);
        });
    }

    private void kept(Channel channel) {
        channels.add(channel);
        channel.closeFuture().addListener(closed -> channels.remove(channel));
    }

    private void letThrough() {
        onEachPipe(Pipe::letThrough);
    }

    private void onEachPipe(Consumer<Pipe> what) {
        channels.forEach(channel -> loop.execute(() -> {
            Pipe pipe = channel.pipeline().get(Pipe.class);
            if (pipe != null && channel.isActive()) {
                what.accept(pipe);
            }
        }));
    }

    @Override
    public void close() {
        listening.close();
        channels.forEach(Channel::close);
        loop.shutdownGracefully(0, END_MILLIS, TimeUnit.MILLISECONDS);
    }
}
