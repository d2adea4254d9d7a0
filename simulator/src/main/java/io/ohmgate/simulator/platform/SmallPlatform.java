package io.ohmgate.simulator.platform;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameDecoder;
import io.ohmgate.ykc.frame.FrameSink;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.frame.SequenceCounter;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.Message;
import io.ohmgate.ykc.message.Uplink;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Listens for piles, answers them by an {@link Answers}, and says what it is told to say. */
public final class SmallPlatform implements AutoCloseable {
    /** So many piles are remembered. */
    private static final int PILES_MAX = 10_000;

    private static final int STOP_SECONDS = 2;

    /** Hears what piles say; on the loop. */
    public interface Ear {
        void frame(PileNo pileNo, ByteBuf frame);

        default void opened(PileNo pileNo) {}

        default void closed(PileNo pileNo) {}

        default void dropped(Anomaly why) {}
    }

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Map<PileNo, Session> sessions = new ConcurrentHashMap<>();
    private final Answers answers;
    private final Ear ear;
    private final LongSupplier nanos;
    private final Channel server;

    /**
     * @param port 0 for any
     * @param nanos a clock that only goes forward
     */
    public SmallPlatform(String host, int port, Answers answers, Ear ear, LongSupplier nanos) {
        this.answers = answers;
        this.ear = ear;
        this.nanos = nanos;
        this.server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(new Session(channel));
                    }
                })
                .bind(host, port)
                .syncUninterruptibly()
                .channel();
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** @return false if the pile is not there */
    public boolean say(PileNo pileNo, Downlink message) {
        Session session = sessions.get(pileNo);
        if (session != null) {
            session.channel.eventLoop().execute(() -> session.say(message, session.sequence.next()));
        }
        return session != null;
    }

    /** Bytes of somebody else's making. @return false if the pile is not there */
    public boolean say(PileNo pileNo, byte[] frame) {
        Session session = sessions.get(pileNo);
        if (session != null) {
            session.write(Unpooled.copiedBuffer(frame));
        }
        return session != null;
    }

    /** Closes the pile's connection, as a platform that is restarted does. */
    public void disconnect(PileNo pileNo) {
        Session session = sessions.get(pileNo);
        if (session != null) {
            session.channel.close().syncUninterruptibly();
        }
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        // Every connection by name: a group that shuts down under load may leave one open beyond its patience.
        connections.close().syncUninterruptibly();
        group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_SECONDS + 1L, TimeUnit.SECONDS);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What cannot be written or closed ends in channelInactive.
    private final class Session extends ChannelInboundHandlerAdapter implements FrameSink {
        private final Channel channel;
        private final FrameDecoder decoder = new FrameDecoder(ByteBufAllocator.DEFAULT);
        private final SequenceCounter sequence = new SequenceCounter(true);

        Session(Channel channel) {
            this.channel = channel;
        }

        void say(Downlink message, int sequenceBytes) {
            write(FrameWriter.STANDARD.write(message, sequenceBytes, channel.alloc()));
        }

        void write(ByteBuf frame) {
            channel.writeAndFlush(frame);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf in = (ByteBuf) message;
            try {
                if (decoder.feed(in, nanos.getAsLong(), this) == FrameDecoder.Verdict.CLOSE) {
                    ctx.close();
                }
            } finally {
                in.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            decoder.close();
            for (PileNo pileNo : List.copyOf(sessions.keySet())) {
                if (sessions.remove(pileNo, this)) {
                    ear.closed(pileNo);
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }

        @Override
        public void frame(Frame frame) {
            Decoded decoded = Decoded.of(frame);
            decoded.anomalies().forEach(ear::dropped);
            if (decoded instanceof Decoded.Understood understood && understood.message() instanceof Uplink uplink) {
                heard(uplink, frame);
            }
        }

        private void heard(Uplink uplink, Frame frame) {
            Message message = uplink;
            if (message instanceof Login login && sessions.size() < PILES_MAX) {
                sessions.put(login.pileNo(), this);
                ear.opened(login.pileNo());
            }
            ear.frame(uplink.pileNo(), frame.bytes());
            answers.to(uplink).forEach(answer -> say(answer, frame.sequence()));
        }

        @Override
        public void dropped(Anomaly why, int bytes) {
            ear.dropped(why);
        }
    }
}
