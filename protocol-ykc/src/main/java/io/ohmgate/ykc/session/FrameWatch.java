package io.ohmgate.ykc.session;

import io.netty.buffer.ByteBuf;
import io.ohmgate.gateway.link.FrameTap;
import io.ohmgate.gateway.link.FrameTap.Direction;
import io.ohmgate.gateway.link.FrameTap.Keeping;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.message.FrameType;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows one connection's frames to the tap and says of each how long it is worth keeping: what comes again and again only
 * for a while, everything else for good. Of 0x13 a change is worth keeping and the report that confirms it: by two of them
 * an order may end. Belongs to the event loop.
 */
final class FrameWatch {
    /** A change and its confirmation. */
    private static final int KEPT_AFTER_CHANGE = 2;
    /** Guns behind the largest concentrator, with room to spare; beyond it every gun begins anew. */
    private static final int GUNS_MAX = 512;

    private static final int TYPE_OFFSET = 5;
    private static final int GUN_OFFSET = Frame.BODY_OFFSET + 16;
    private static final int STATUS_OFFSET = Frame.BODY_OFFSET + 24;
    private static final int PLUGGED_OFFSET = Frame.BODY_OFFSET + 26;
    private static final int FAULT_OFFSET = Frame.BODY_OFFSET + 58;

    private final FrameTap tap;
    private final YkcMeters meters;
    /** By pile and gun number as they stand in the frame: what was reported last, and how often since it changed. */
    private final Map<Long, long[]> guns = new HashMap<>(2);

    FrameWatch(FrameTap tap, YkcMeters meters) {
        this.tap = tap;
        this.meters = meters;
    }

    void in(@Nullable SessionId session, InetSocketAddress source, ByteBuf frame) {
        int from = frame.readerIndex();
        meters.up(frame.getUnsignedByte(from + TYPE_OFFSET));
        Keeping keeping = session == null ? Keeping.REFUSED : keeping(frame, from);
        tap.frame(Direction.UP, keeping, session, source, frame, from, frame.readableBytes());
    }

    void refused(@Nullable SessionId session, InetSocketAddress source, ByteBuf bytes, int from, int length) {
        tap.frame(Direction.UP, Keeping.REFUSED, session, source, bytes, from, length);
    }

    void out(@Nullable SessionId session, InetSocketAddress source, ByteBuf bytes, int from) {
        meters.down(bytes.getUnsignedByte(from + TYPE_OFFSET));
        Keeping keeping = session == null ? Keeping.REFUSED : keeping(bytes, from);
        tap.frame(Direction.DOWN, keeping, session, source, bytes, from, bytes.writerIndex() - from);
    }

    private Keeping keeping(ByteBuf frame, int from) {
        FrameType type = FrameType.ofCode(frame.getUnsignedByte(from + TYPE_OFFSET));
        return switch (type) {
            case null -> Keeping.RECENT;
            case HEARTBEAT,
                    HEARTBEAT_ACK,
                    BILLING_VERIFY,
                    BILLING_VERIFY_ACK,
                    BMS_DEMAND,
                    BMS_INFO,
                    GROUND_LOCK_REPORT -> Keeping.RECENT;
            case REALTIME -> changed(frame, from) ? Keeping.DURABLE : Keeping.RECENT;
            default -> Keeping.DURABLE;
        };
    }

    private boolean changed(ByteBuf frame, int from) {
        if (frame.writerIndex() - from < FAULT_OFFSET + Short.BYTES) {
            return true;
        }
        long seen = 31 * frame.getLong(from + Frame.BODY_OFFSET)
                + 17 * frame.getLong(from + Frame.BODY_OFFSET + Long.BYTES)
                + ((long) frame.getUnsignedByte(from + STATUS_OFFSET) << 24)
                + (frame.getUnsignedByte(from + PLUGGED_OFFSET) << 16)
                + frame.getUnsignedShort(from + FAULT_OFFSET);
        if (guns.size() >= GUNS_MAX) {
            guns.clear();
        }
        long[] known = guns.computeIfAbsent(frame.getLong(from + GUN_OFFSET), fresh -> new long[] {~seen, 0});
        if (known[0] != seen) {
            known[0] = seen;
            known[1] = 0;
        }
        return ++known[1] <= KEPT_AFTER_CHANGE;
    }
}
