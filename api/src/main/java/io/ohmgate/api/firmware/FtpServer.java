package io.ohmgate.api.firmware;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.ohmgate.api.store.FirmwareTables;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The file server that piles fetch their programs from: FTP, because 0x94 knows nothing else; passive and read-only; an
 * account opens one file once. It runs only where an operator gave it an address (invariants 4.1: an isolated host).
 */
@Component
@SuppressWarnings("FutureReturnValueIgnored") // a port that does not open is tried again with the next command
class FtpServer implements SmartLifecycle, FtpSession.Host {
    static final int SESSIONS_MAX = 200;
    /** A carrier's address translation brings several piles from one address; nobody needs all the places. */
    static final int SESSIONS_PER_SOURCE = 50;

    private static final int LINE_MAX = 256;
    private static final int IDLE_SECONDS = 60;
    private static final int THREADS = 1;
    private static final Logger LOG = LoggerFactory.getLogger(FtpServer.class);

    private final FirmwareSettings settings;
    private final FirmwareTables files;
    private final FirmwareFiles bytes;
    private final AtomicInteger sessions = new AtomicInteger();
    /** Bounded by the connections that are open. */
    private final ConcurrentHashMap<String, Integer> bySource = new ConcurrentHashMap<>();

    private final AtomicInteger nextPort = new AtomicInteger();
    private @Nullable MultiThreadIoEventLoopGroup loops;
    private @Nullable Channel listening;

    FtpServer(FirmwareSettings settings, FirmwareTables files, FirmwareFiles bytes) {
        this.settings = settings;
        this.files = files;
        this.bytes = bytes;
    }

    /** What an account opens. */
    record Served(Path path, String ftpPath, long bytes) {}

    @Override
    public void start() {
        if (!settings.isServed()) {
            return;
        }
        loops = new MultiThreadIoEventLoopGroup(THREADS, NioIoHandler.newFactory());
        listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new Sessions())
                .bind(new InetSocketAddress(settings.bind(), settings.port()))
                .syncUninterruptibly()
                .channel();
        LOG.atInfo().addKeyValue("port", settings.port()).log("piles may fetch firmware");
    }

    @Override
    public void stop() {
        if (listening != null) {
            listening.close();
            listening = null;
        }
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @Override
    public boolean isRunning() {
        return listening != null;
    }

    @Override
    public String host() {
        return settings.host();
    }

    @Override
    public void gone() {
        sessions.decrementAndGet();
    }

    /** The file, if the account holds; it never holds again. */
    @Override
    public Mono<Served> open(String username, String password) {
        return files.useAccount(username, OneTimeAccounts.hash(password))
                .map(file -> new Served(bytes.at(file.id()), OneTimeAccounts.pathOf(file.id()), file.bytes()));
    }

    /** Opens one of the data ports, for one connection from the same address. */
    @Override
    public Mono<DataPort> listen(EventLoop loop, String peer) {
        return Mono.create(sink -> tryPort(loop, new DataPort(peer), settings.dataPorts(), sink::success, sink::error));
    }

    private void tryPort(
            EventLoop loop, DataPort port, int tries, Consumer<DataPort> opened, Consumer<Throwable> failed) {
        int number = settings.dataPortFrom() + Math.floorMod(nextPort.getAndIncrement(), settings.dataPorts());
        new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(port)
                .bind(new InetSocketAddress(settings.bind(), number))
                .addListener((io.netty.channel.ChannelFuture bound) -> {
                    if (bound.isSuccess()) {
                        port.listensAt(bound.channel(), number);
                        loop.schedule(port::giveUp, IDLE_SECONDS, TimeUnit.SECONDS);
                        opened.accept(port);
                    } else if (tries > 1) {
                        tryPort(loop, port, tries - 1, opened, failed);
                    } else {
                        failed.accept(bound.cause());
                    }
                });
    }

    private static String sourceOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress from && from.getAddress() != null
                ? from.getAddress().getHostAddress()
                : "";
    }

    private void left(String source) {
        bySource.computeIfPresent(source, (same, count) -> count > 1 ? count - 1 : null);
    }

    private final class Sessions extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            String source = sourceOf(channel);
            int fromThere = bySource.merge(source, 1, Integer::sum);
            channel.closeFuture().addListener(closed -> left(source));
            if (sessions.incrementAndGet() > SESSIONS_MAX || fromThere > SESSIONS_PER_SOURCE) {
                sessions.decrementAndGet();
                channel.close();
                return;
            }
            channel.pipeline()
                    .addLast(new IdleStateHandler(0, 0, IDLE_SECONDS * 10))
                    .addLast(new LineBasedFrameDecoder(LINE_MAX))
                    .addLast(new StringDecoder(StandardCharsets.US_ASCII))
                    .addLast(new FtpSession(FtpServer.this));
        }
    }

    /** A data port and the one connection that comes to it; all on the event loop of its control connection. */
    static final class DataPort extends ChannelInitializer<Channel> {
        private final String peer;
        private @Nullable Channel listening;
        private @Nullable Channel connected;
        private @Nullable Consumer<Channel> waiting;
        private int number;

        DataPort(String peer) {
            this.peer = peer;
        }

        void listensAt(Channel channel, int port) {
            listening = channel;
            number = port;
        }

        int port() {
            return number;
        }

        /** Nobody else than the pile that logged in gets the file. */
        @Override
        protected void initChannel(Channel channel) {
            boolean same = channel.remoteAddress() instanceof InetSocketAddress from
                    && from.getAddress().getHostAddress().equals(peer);
            if (!same || connected != null) {
                channel.close();
                return;
            }
            connected = channel;
            stopListening();
            if (waiting != null) {
                waiting.accept(channel);
            }
        }

        void whenConnected(Consumer<Channel> then) {
            if (connected != null) {
                then.accept(connected);
            } else {
                waiting = then;
            }
        }

        void giveUp() {
            if (connected == null) {
                close();
            }
        }

        void close() {
            stopListening();
            if (connected != null) {
                connected.close();
            }
        }

        private void stopListening() {
            if (listening != null) {
                listening.close();
                listening = null;
            }
        }
    }
}
