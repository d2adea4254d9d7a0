package io.ohmgate.ykc.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.ykc.frame.Crc16;
import io.ohmgate.ykc.frame.CrcOrder;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.FrameType;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Collects what one turn of the event loop writes, and sends it with one flush. Belongs to the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends in channelInactive, which is handled
final class Outbox {
    private static final int FIRST_BYTES = 64;
    private static final int ACK_LENGTH = Frame.LENGTH_MIN + 9;
    private static final int ACK_BYTES = ACK_LENGTH + Frame.AROUND_LENGTH;
    private static final int ACK_START = Frame.START << Byte.SIZE | ACK_LENGTH;
    private static final FrameWriter HIGH_FIRST = new FrameWriter(CrcOrder.HIGH_FIRST, false);

    private final ChannelHandlerContext context;
    private final FrameWatch watch;
    private @Nullable ByteBuf waiting;
    private boolean planned;
    private boolean over;

    Outbox(ChannelHandlerContext context, FrameWatch watch) {
        this.context = context;
        this.watch = watch;
    }

    /** @param to whose frame it is, null while nobody has logged in */
    void write(
            Downlink message, int sequence, boolean highByteFirst, @Nullable SessionId to, InetSocketAddress address) {
        if (over) {
            return;
        }
        ByteBuf out = waiting;
        if (out == null) {
            out = context.alloc().buffer(FIRST_BYTES);
            waiting = out;
        }
        int from = out.writerIndex();
        (highByteFirst ? HIGH_FIRST : FrameWriter.STANDARD).write(message, sequence, out);
        watch.out(to, address, out, from);
    }

    /** Answers a heartbeat as it stands in the buffer: sequence, pile and gun are its own. Nobody is shown it. */
    void acknowledge(ByteBuf heartbeat, int from) {
        if (over) {
            return;
        }
        ByteBuf out = waiting;
        if (out == null) {
            out = context.alloc().buffer(FIRST_BYTES);
            waiting = out;
        }
        int start = out.writerIndex();
        out.ensureWritable(ACK_BYTES);
        out.writeShort(ACK_START)
                .writeShort(heartbeat.getUnsignedShort(from + Frame.SEQUENCE_OFFSET))
                .writeShort(FrameType.HEARTBEAT_ACK.code())
                .writeLong(heartbeat.getLong(from + Frame.BODY_OFFSET))
                .writeByte(0)
                .writeShortLE(Crc16.of(out, start + Frame.SEQUENCE_OFFSET, ACK_LENGTH));
    }

    /** Sends what is due now, once this turn of the event loop is over. */
    void planFlush() {
        if (planned) {
            return;
        }
        planned = true;
        context.executor().execute(() -> {
            planned = false;
            flush();
        });
    }

    void flush() {
        ByteBuf out = waiting;
        if (out != null) {
            waiting = null;
            context.writeAndFlush(out, context.voidPromise());
        }
    }

    /** Nothing is written any more; the memory goes back. */
    void close() {
        over = true;
        ByteBuf out = waiting;
        if (out != null) {
            waiting = null;
            out.release();
        }
    }
}
