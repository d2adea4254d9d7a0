package io.ohmgate.api.cluster;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.ohmgate.gateway.cluster.NodeRoutes;
import io.rsocket.Payload;
import io.rsocket.util.ByteBufPayload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a body: the version of this header, what is left of the deadline in milliseconds, and the route.
 *
 * <pre>
 *   0       1                 5
 *   version | u32 left, in ms | route, ascii, to the end
 * </pre>
 */
record LinkFrame(Duration left, String route) {
    static final String MIME = "application/vnd.ohmgate.node";
    /** Of this header and of the handshake. A node speaks its own version and the one before it. */
    static final int VERSION = 1;

    static final int VERSION_OLDEST = 1;
    private static final int HEADER = 5;
    private static final long LEFT_MAX = 0xFFFF_FFFFL;

    static Payload written(String route, Duration left, byte[] body) {
        return ByteBufPayload.create(Unpooled.wrappedBuffer(body), header(route, left));
    }

    static Payload body(byte[] body) {
        return ByteBufPayload.create(body);
    }

    private static ByteBuf header(String route, Duration left) {
        ByteBuf header = Unpooled.buffer(HEADER + route.length());
        header.writeByte(VERSION);
        header.writeInt((int) Math.min(LEFT_MAX, Math.max(0, left.toMillis())));
        header.writeCharSequence(route, StandardCharsets.US_ASCII);
        return header;
    }

    /** Null if it is none that we understand. */
    static @Nullable LinkFrame read(Payload payload) {
        if (!payload.hasMetadata()) {
            return null;
        }
        ByteBuf header = payload.sliceMetadata();
        if (header.readableBytes() <= HEADER || header.readableBytes() > HEADER + NodeRoutes.ROUTE_LENGTH_MAX) {
            return null;
        }
        int version = header.readUnsignedByte();
        Duration left = Duration.ofMillis(header.readUnsignedInt());
        return version < VERSION_OLDEST || version > VERSION
                ? null
                : new LinkFrame(left, header.toString(StandardCharsets.US_ASCII));
    }

    static byte[] bodyOf(Payload payload) {
        return ByteBufUtil.getBytes(payload.sliceData());
    }
}
