package io.ohmgate.simulator.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.ohmgate.simulator.pile.Behaviour;
import io.ohmgate.simulator.pile.Quirks;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameDecoder;
import io.ohmgate.ykc.frame.FrameSink;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.Downlink;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection. What fails in a write or a close ends in {@link #channelInactive}. */
@SuppressWarnings("FutureReturnValueIgnored")
final class PileLink extends ChannelInboundHandlerAdapter implements FrameSink {
    /** Between the pieces of a frame that is split on purpose. */
    static final int PIECE_PAUSE_MILLIS = 20;

    static final int PIECES_MAX = 4_096;
    private static final int SLOW_READ_MILLIS = 1_000;
    private static final int TOGETHER_BYTES = 1_024;

    private final LinkUser user;
    private final FleetLoop loop;
    private final int splitAfter;
    private final int byteEvery;
    private final boolean writesTogether;
    private final FrameDecoder decoder = new FrameDecoder(ByteBufAllocator.DEFAULT);
    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();
    private @Nullable Channel channel;
    private @Nullable ByteBuf together;
    private boolean pieceScheduled;
    private boolean closed;

    PileLink(LinkUser user, FleetLoop loop, Behaviour behaviour) {
        this.user = user;
        this.loop = loop;
        this.splitAfter = behaviour.get(Quirks.SPLIT_AFTER);
        this.byteEvery = behaviour.get(Quirks.BYTE_EVERY);
        this.writesTogether = behaviour.is(Quirks.TWO_FRAMES_IN_ONE_WRITE);
    }

    void opening(Channel opened) {
        channel = opened;
        if (closed) {
            opened.close();
        }
    }

    /** Takes the frame over. @return false if the platform does not read and the buffers are full */
    boolean write(ByteBuf frame) {
        Channel open = channel;
        if (open == null || !open.isActive()) {
            frame.release();
            return true;
        }
        if (!open.isWritable() || pieces.size() >= PIECES_MAX) {
            frame.release();
            return false;
        }
        if (writesTogether) {
            if (together == null) {
                together = open.alloc().buffer(TOGETHER_BYTES);
            }
            together.writeBytes(frame);
            frame.release();
        } else if (byteEvery > 0) {
            while (frame.readableBytes() > 1) {
                pieces.add(frame.readRetainedSlice(1));
            }
            pieces.add(frame);
        } else if (splitAfter > 0) {
            if (splitAfter < frame.readableBytes()) {
                pieces.add(frame.readRetainedSlice(splitAfter));
            }
            pieces.add(frame);
        } else {
            open.write(frame, open.voidPromise());
        }
        return true;
    }

    void flush() {
        Channel open = channel;
        if (open == null) {
            return;
        }
        if (together != null) {
            open.write(together, open.voidPromise());
            together = null;
        }
        open.flush();
        nextPiece();
    }

    private void nextPiece() {
        Channel open = channel;
        if (pieceScheduled || open == null) {
            return;
        }
        ByteBuf piece = pieces.poll();
        if (piece == null) {
            return;
        }
        open.writeAndFlush(piece, open.voidPromise());
        pieceScheduled = true;
        int pause = byteEvery > 0 ? byteEvery : PIECE_PAUSE_MILLIS;
        open.eventLoop().schedule(this::pieceOver, pause, TimeUnit.MILLISECONDS);
    }

    private void pieceOver() {
        pieceScheduled = false;
        nextPiece();
    }

    void stopReading(boolean entirely) {
        Channel open = channel;
        if (open == null) {
            return;
        }
        open.config().setAutoRead(false);
        if (!entirely) {
            open.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(1).maxMessagesPerRead(1));
            open.eventLoop().schedule(() -> readSlowly(open), SLOW_READ_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void readSlowly(Channel open) {
        if (open.isActive()) {
            open.read();
            open.eventLoop().schedule(() -> readSlowly(open), SLOW_READ_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    boolean isWaiting() {
        return decoder.isWaiting();
    }

    void tick() {
        if (decoder.isWaiting() && decoder.tick(loop.nanos(), this) == FrameDecoder.Verdict.CLOSE) {
            close();
        }
    }

    void close() {
        closed = true;
        if (channel != null) {
            channel.close();
        }
    }

    private void release() {
        decoder.close();
        pieces.forEach(ByteBuf::release);
        pieces.clear();
        if (together != null) {
            together.release();
            together = null;
        }
    }

    // From the channel

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        user.linkUp(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (decoder.feed(in, loop.nanos(), this) == FrameDecoder.Verdict.CLOSE) {
                close();
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        release();
        user.linkDown(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        loop.failed(cause);
        ctx.close();
    }

    // From the decoder

    @Override
    public void frame(Frame frame) {
        loop.counters().framesReceived.increment();
        if (Decoded.of(frame) instanceof Decoded.Understood understood
                && understood.message() instanceof Downlink downlink) {
            user.heard(this, downlink, frame.sequence(), frame.bytes());
        } else {
            loop.counters().unreadableFrames.increment();
        }
    }

    @Override
    public void dropped(Anomaly why, int bytes) {
        loop.counters().unreadableFrames.increment();
    }
}
