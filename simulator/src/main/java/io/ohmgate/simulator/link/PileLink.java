package io.ohmgate.simulator.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameDecoder;
import io.ohmgate.ykc.frame.FrameSink;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.Uplink;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection of one pile. What fails in a write or a close ends in {@link #channelInactive}. */
@SuppressWarnings("FutureReturnValueIgnored")
final class PileLink extends ChannelInboundHandlerAdapter implements FrameSink {
    /** Between the pieces of a frame that is split on purpose. */
    static final int PIECE_PAUSE_MILLIS = 20;

    static final int PIECES_MAX = 512;

    private final PileRunner runner;
    private final FleetLoop loop;
    private final WireFormat wire;
    private final FrameWriter writer;
    private final FrameDecoder decoder = new FrameDecoder(ByteBufAllocator.DEFAULT);
    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();
    private @Nullable Channel channel;
    private @Nullable ByteBuf together;
    private boolean pieceScheduled;
    private boolean closed;

    PileLink(PileRunner runner, FleetLoop loop, WireFormat wire) {
        this.runner = runner;
        this.loop = loop;
        this.wire = wire;
        this.writer = new FrameWriter(wire.crcOrder(), wire.lengthWithoutPlus4());
    }

    void opening(Channel opened) {
        channel = opened;
        if (closed) {
            opened.close();
        }
    }

    /** @return false if the platform does not read and the buffers are full */
    boolean write(Uplink message, int sequence) {
        Channel open = channel;
        if (open == null || !open.isActive()) {
            return true;
        }
        if (!open.isWritable() || pieces.size() >= PIECES_MAX) {
            return false;
        }
        if (wire.twoFramesInOneWrite()) {
            if (together == null) {
                together = open.alloc().buffer(Frame.SIZE_MAX);
            }
            writer.write(message, sequence, together);
            return true;
        }
        ByteBuf frame = writer.write(message, sequence, open.alloc());
        if (wire.splitAfter() > 0 && wire.splitAfter() < frame.readableBytes()) {
            pieces.add(frame.readRetainedSlice(wire.splitAfter()));
            pieces.add(frame);
        } else if (wire.splitAfter() > 0) {
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
        open.eventLoop().schedule(this::pieceOver, PIECE_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void pieceOver() {
        pieceScheduled = false;
        nextPiece();
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
        runner.linkUp(this);
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
        runner.linkDown(this);
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
            runner.heard(this, downlink, frame.sequence());
        } else {
            loop.counters().unreadableFrames.increment();
        }
    }

    @Override
    public void dropped(Anomaly why, int bytes) {
        loop.counters().unreadableFrames.increment();
    }
}
