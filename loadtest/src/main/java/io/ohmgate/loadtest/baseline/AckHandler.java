package io.ohmgate.loadtest.baseline;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.ohmgate.ykc.frame.Crc16;
import org.jspecify.annotations.Nullable;

/** 0x01 and 0x03 are answered with yes; all else is read and forgotten. */
@SuppressWarnings("FutureReturnValueIgnored") // a connection that cannot be written to ends by itself
final class AckHandler extends ChannelInboundHandlerAdapter {
    private static final int START = 0x68;
    private static final int TYPE_AT = 5;
    private static final int BODY_AT = 6;
    private static final int PILE_BYTES = 7;
    private static final int LENGTH_EXTRA = 4;

    private @Nullable ByteBuf partial;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (partial != null) {
            partial.writeBytes(in);
            in.release();
            in = partial;
            partial = null;
        }
        while (in.readableBytes() > 1) {
            int at = in.readerIndex();
            if (in.getByte(at) != START) {
                in.release();
                ctx.close();
                return;
            }
            int size = in.getUnsignedByte(at + 1) + LENGTH_EXTRA;
            if (in.readableBytes() < size) {
                break;
            }
            answer(ctx, in, at);
            in.skipBytes(size);
        }
        if (in.isReadable()) {
            partial = ctx.alloc().buffer(512).writeBytes(in);
        }
        in.release();
    }

    private static void answer(ChannelHandlerContext ctx, ByteBuf in, int at) {
        switch (in.getByte(at + TYPE_AT)) {
            case 0x01 -> ctx.write(reply(ctx, in, at, 0x02, PILE_BYTES, 1), ctx.voidPromise());
            case 0x03 -> ctx.write(reply(ctx, in, at, 0x04, PILE_BYTES + 1, 1), ctx.voidPromise());
            default -> {}
        }
    }

    /** The first bytes of the body as they came, then zeros, which mean yes. */
    private static ByteBuf reply(ChannelHandlerContext ctx, ByteBuf in, int at, int type, int echoed, int zeros) {
        int length = LENGTH_EXTRA + echoed + zeros;
        ByteBuf out = ctx.alloc().directBuffer(length + LENGTH_EXTRA);
        out.writeByte(START).writeByte(length);
        out.writeBytes(in, at + 2, 2).writeByte(0).writeByte(type);
        out.writeBytes(in, at + BODY_AT, echoed).writeZero(zeros);
        return out.writeShortLE(Crc16.of(out, 2, length));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
