package io.ohmgate.loadtest.driver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One WebSocket that follows one order: as little of a client as sees whether it is kept up to date. */
@SuppressWarnings("FutureReturnValueIgnored") // a socket that cannot be written to ends by itself
final class Follower extends ChannelInboundHandlerAdapter {
    private static final byte[] END_OF_HEADERS = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENERGY = "\"energy\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SNAPSHOT = "\"type\":\"snapshot\"".getBytes(StandardCharsets.US_ASCII);
    private static final int TEXT = 0x81;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final int order;
    private final String host;
    private final String ticket;
    private final String topic;
    private final Heard heard;
    private boolean open;
    private boolean subscribed;
    private @Nullable ByteBuf partial;

    /** What a follower tells. */
    interface Heard {
        void subscribed();

        /** The order's energy as the client sees it now. */
        void energy(int order, long energy, long nowNanos);

        void closed(boolean wasOpen);
    }

    Follower(int order, String host, String ticket, String topic, Heard heard) {
        this.order = order;
        this.host = host;
        this.ticket = ticket;
        this.topic = topic;
        this.heard = heard;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.copiedBuffer(
                "GET /ws/v1 HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                StandardCharsets.US_ASCII));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (partial != null) {
            partial.writeBytes(in);
            in.release();
            in = partial;
            partial = null;
        }
        if (open || opens(ctx, in)) {
            while (frame(ctx, in)) {
                // One after the other.
            }
        }
        if (in.isReadable()) {
            partial =
                    ctx.alloc().buffer(Math.max(1_024, in.readableBytes() * 2)).writeBytes(in);
        }
        in.release();
    }

    private boolean opens(ChannelHandlerContext ctx, ByteBuf in) {
        int end = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(END_OF_HEADERS), in);
        if (end < 0) {
            return false;
        }
        boolean switched =
                in.toString(in.readerIndex(), 12, StandardCharsets.US_ASCII).endsWith("101");
        in.readerIndex(end + END_OF_HEADERS.length);
        if (!switched) {
            ctx.close();
            return false;
        }
        open = true;
        say(ctx, "{\"op\":\"auth\",\"ticket\":\"" + ticket + "\"}");
        say(ctx, "{\"op\":\"subscribe\",\"topic\":\"" + topic + "\"}");
        return true;
    }

    private static void say(ChannelHandlerContext ctx, String text) {
        send(ctx, TEXT, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    /** With a mask of zeros, which changes nothing and is a mask. */
    private static void send(ChannelHandlerContext ctx, int opcode, ByteBuf payload) {
        int length = payload.readableBytes();
        ByteBuf out = ctx.alloc().buffer(length + 8).writeByte(opcode);
        if (length < LENGTH_16) {
            out.writeByte(MASKED | length);
        } else {
            out.writeByte(MASKED | LENGTH_16).writeShort(length);
        }
        out.writeInt(0).writeBytes(payload);
        payload.release();
        ctx.writeAndFlush(out);
    }

    private boolean frame(ChannelHandlerContext ctx, ByteBuf in) {
        int at = in.readerIndex();
        if (in.readableBytes() < 2) {
            return false;
        }
        int opcode = in.getUnsignedByte(at);
        long length = in.getUnsignedByte(at + 1) & 0x7F;
        int header = 2;
        if (length == LENGTH_16 && in.readableBytes() >= 4) {
            length = in.getUnsignedShort(at + 2);
            header = 4;
        } else if (length == LENGTH_64 && in.readableBytes() >= 10) {
            length = in.getLong(at + 2);
            header = 10;
        } else if (length >= LENGTH_16) {
            return false;
        }
        if (in.readableBytes() < header + length) {
            return false;
        }
        ByteBuf payload = in.slice(at + header, (int) length);
        in.skipBytes(header + (int) length);
        if (opcode == PING) {
            send(ctx, PONG, payload.copy());
        } else if (opcode == TEXT) {
            hear(payload);
        }
        return true;
    }

    private void hear(ByteBuf text) {
        boolean snapshot = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(SNAPSHOT), text) >= 0;
        if (snapshot && !subscribed) {
            subscribed = true;
            heard.subscribed();
        }
        int at = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(ENERGY), text);
        if (at < 0 || snapshot) {
            return;
        }
        long energy = 0;
        for (int i = at + ENERGY.length; i < text.writerIndex() && Character.isDigit(text.getByte(i)); i++) {
            energy = energy * 10 + text.getByte(i) - '0';
        }
        heard.energy(order, energy, System.nanoTime());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (partial != null) {
            partial.release();
            partial = null;
        }
        heard.closed(open);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
