package io.ohmgate.simulator.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.ohmgate.simulator.proxy.Way.End;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One direction of one connection: reads from its own channel, writes to the other one. Both channels live on one event
 * loop, so nothing here is shared between threads.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends in channelInactive, which is handled
final class Pipe extends ChannelInboundHandlerAdapter {
    /** Bytes that may wait here, in memory, before reading pauses. */
    private static final int WAITING_MAX = 1 << 20;

    private final Way way;
    private final Channel from;
    private final Channel to;
    private final RandomGenerator random;
    private final CompositeByteBuf waiting;
    private long passed;
    private long lastDueNanos;
    private int onTheirWay;
    private boolean silent;
    private boolean ended;
    private Runnable whenThrough = () -> {};

    Pipe(Way way, Channel from, Channel to, RandomGenerator random) {
        this.way = way;
        this.from = from;
        this.to = to;
        this.random = random;
        this.waiting = from.alloc().compositeBuffer(WAITING_MAX);
        this.lastDueNanos = from.eventLoop().ticker().nanoTime();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (ended || isSilent()) {
            bytes.release();
            return;
        }
        waiting.addComponent(true, bytes);
        letThrough();
    }

    /** Sends what the rules let pass. */
    void letThrough() {
        if (ended) {
            return;
        }
        if (!way.held && waiting.readableBytes() >= way.mergedMin) {
            while (waiting.isReadable() && !ended && !silent) {
                next();
            }
            waiting.discardReadComponents();
        }
        from.config().setAutoRead(to.isWritable() && waiting.readableBytes() + onTheirWay < WAITING_MAX);
    }

    private void next() {
        int pieceMax = way.pieceMax;
        int piece = waiting.readableBytes();
        if (pieceMax != Integer.MAX_VALUE) {
            piece = Math.min(piece, 1 + random.nextInt(pieceMax));
        }
        long left = Math.max(0, way.passes - passed);
        piece = (int) Math.min(piece, left);
        if (piece > 0) {
            ByteBuf bytes = waiting.readBytes(piece);
            long corrupt = way.corruptAt - passed;
            if (corrupt >= 0 && corrupt < piece) {
                bytes.setByte((int) corrupt, bytes.getByte((int) corrupt) ^ way.corruptBits);
            }
            passed += piece;
            if (way.twice) {
                send(bytes.retainedDuplicate());
            }
            send(bytes);
        }
        if (piece == left) {
            end(way.end);
        }
    }

    private void send(ByteBuf bytes) {
        long now = to.eventLoop().ticker().nanoTime();
        long due = Math.max(lastDueNanos, now + late());
        long bytesPerSecond = way.bytesPerSecond;
        if (bytesPerSecond != Way.NEVER) {
            due += Duration.ofSeconds(1).toNanos() * bytes.readableBytes() / bytesPerSecond;
        }
        lastDueNanos = due;
        if (due <= now && onTheirWay == 0) {
            to.writeAndFlush(bytes);
            return;
        }
        int size = bytes.readableBytes();
        onTheirWay += size;
        to.eventLoop()
                .schedule(
                        () -> {
                            onTheirWay -= size;
                            to.writeAndFlush(bytes);
                            if (onTheirWay == 0) {
                                whenThrough.run();
                            }
                        },
                        due - now,
                        TimeUnit.NANOSECONDS);
    }

    private long late() {
        long jitter = way.jitterNanos;
        return way.delayNanos + (jitter == 0 ? 0 : random.nextLong(jitter));
    }

    private void end(End end) {
        switch (end) {
            case SILENCE -> silent = true;
            case CLOSE -> {
                ended = true;
                afterTheRest(to::close);
            }
            case RESET -> {
                ended = true;
                afterTheRest(() -> reset(from, to));
            }
        }
    }

    /** From now on, and for good. */
    void fallSilent() {
        silent = true;
    }

    /** Closes with RST in place of FIN; all are marked before the first closes, or its end would be told to the other. */
    static void reset(Channel... channels) {
        for (Channel channel : channels) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        for (Channel channel : channels) {
            channel.close();
        }
    }

    private void afterTheRest(Runnable what) {
        if (onTheirWay == 0) {
            what.run();
        } else {
            whenThrough = what;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        // Our own channel takes bytes again: the other direction, which writes to it, may read again.
        to.pipeline().get(Pipe.class).letThrough();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !isSilent()) {
            afterTheRest(() -> ((DuplexChannel) to).shutdownOutput());
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!isSilent()) {
            afterTheRest(to::close);
        }
        waiting.release();
        ended = true;
    }

    private boolean isSilent() {
        silent |= way.end == End.SILENCE && passed >= way.passes;
        return silent;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A reset by one side is passed on as such.
        if (!isSilent()) {
            reset(to);
        }
        from.close();
    }
}
