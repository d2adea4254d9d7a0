package io.ohmgate.simulator.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameDecoder;
import io.ohmgate.ykc.frame.FrameSink;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends given bytes over one connection, each after its pause, and hands on what comes back. */
@SuppressWarnings("FutureReturnValueIgnored")
public final class FrameReplay extends ChannelInboundHandlerAdapter implements FrameSink {
    /**
     * @param hex the bytes, a frame or not
     * @param afterMillis the pause before it, counted from the one before
     */
    public record Timed(String hex, int afterMillis) {}

    public record Outcome(
            int sent,
            int answers,
            boolean closedByPlatform,
            @Nullable String failure) {}

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final List<Timed> frames;
    private final Duration linger;
    private final Consumer<String> onAnswer;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final FrameDecoder decoder = new FrameDecoder(ByteBufAllocator.DEFAULT);
    private int sent;
    private int answers;
    private boolean closing;

    private FrameReplay(List<Timed> frames, Duration linger, Consumer<String> onAnswer) {
        this.frames = frames;
        this.linger = linger;
        this.onAnswer = onAnswer;
    }

    /** Returns when everything is sent and {@code linger} is over, or the connection has ended. */
    public static Outcome run(String host, int port, List<Timed> frames, Duration linger, Consumer<String> onAnswer) {
        var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            FrameReplay replay = new FrameReplay(frames, linger, onAnswer);
            new Bootstrap()
                    .group(group)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                    .handler(replay)
                    .connect(host, port)
                    .addListener(connected -> {
                        if (!connected.isSuccess()) {
                            replay.outcome.complete(new Outcome(0, 0, false, "connection failed"));
                        }
                    });
            return replay.outcome.join();
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        next(ctx.channel());
    }

    private void next(Channel channel) {
        if (sent >= frames.size()) {
            channel.eventLoop().schedule(() -> finish(channel), linger.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        Timed frame = frames.get(sent);
        channel.eventLoop().schedule(() -> send(channel, frame), frame.afterMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(Channel channel, Timed frame) {
        if (!channel.isActive()) {
            return;
        }
        channel.writeAndFlush(Unpooled.wrappedBuffer(HexFormat.of().parseHex(frame.hex())));
        sent++;
        next(channel);
    }

    private void finish(Channel channel) {
        closing = true;
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            decoder.feed(in, System.nanoTime(), this);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        decoder.close();
        outcome.complete(new Outcome(sent, answers, !closing, null));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void frame(Frame frame) {
        answers++;
        onAnswer.accept(ByteBufUtil.hexDump(frame.bytes()));
    }

    @Override
    public void dropped(Anomaly why, int bytes) {}
}
