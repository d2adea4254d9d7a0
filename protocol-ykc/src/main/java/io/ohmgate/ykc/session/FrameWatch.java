package io.ohmgate.ykc.session;

import io.netty.buffer.ByteBuf;
import io.ohmgate.gateway.link.FrameTap;
import io.ohmgate.gateway.link.FrameTap.Direction;
import io.ohmgate.gateway.link.FrameTap.Keeping;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.message.FrameType;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Shows one connection's frames to the tap and says of each how long it is worth keeping: what comes again and again only
 * for a while, everything else for good. Of 0x13 a change is worth keeping and the report that confirms it: by two of them
 * an order may end. Belongs to the event loop.
 */
final class FrameWatch {
    /** A change and its confirmation. */
    private static final int KEPT_AFTER_CHANGE = 2;
    /** Of what is said again word for word one in so many is shown; odd, so that each of two guns has its turn. */
    static final int SHOWN_EVERY = 61;

    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    /** Guns behind the largest concentrator, with room to spare; beyond it every gun begins anew. */
    private static final int GUNS_MAX = 512;

    private static final int TYPE_OFFSET = 5;
    private static final int GUN_OFFSET = Frame.BODY_OFFSET + 16;
    private static final int STATUS_OFFSET = Frame.BODY_OFFSET + 24;
    private static final int PLUGGED_OFFSET = Frame.BODY_OFFSET + 26;
    private static final int FAULT_OFFSET = Frame.BODY_OFFSET + 58;

    private final FrameTap tap;
    private final YkcMeters meters;
    /** The report at hand says what the one before said. */
    private boolean repeated;
    /** A command went out: the next report may be its answer and is shown, whatever it says. */
    private boolean answering;
    /** Seldom more than two, so a chain: a connection that reports no gun holds nothing for it. */
    private @Nullable Said guns;

    FrameWatch(FrameTap tap, YkcMeters meters) {
        this.tap = tap;
        this.meters = meters;
    }

    /** Whether nobody needs to see what is said again word for word. */
    boolean maySkip() {
        return !tap.wantsRepetitions();
    }

    /** A heartbeat and its answer that nobody is shown. */
    void skipped() {
        meters.up(FrameType.HEARTBEAT.code());
        meters.down(FrameType.HEARTBEAT_ACK.code());
    }

    void in(@Nullable SessionId session, InetSocketAddress source, ByteBuf frame) {
        int from = frame.readerIndex();
        meters.up(frame.getUnsignedByte(from + TYPE_OFFSET));
        Keeping keeping = session == null ? Keeping.REFUSED : keeping(frame, from);
        boolean skipped = repeated && !answering && !tap.wantsRepetitions();
        if (repeated) {
            repeated = false;
            answering = false;
        }
        if (skipped) {
            return;
        }
        tap.frame(Direction.UP, keeping, session, source, frame, from, frame.readableBytes());
    }

    void refused(@Nullable SessionId session, InetSocketAddress source, ByteBuf bytes, int from, int length) {
        tap.frame(Direction.UP, Keeping.REFUSED, session, source, bytes, from, length);
    }

    void out(@Nullable SessionId session, InetSocketAddress source, ByteBuf bytes, int from) {
        meters.down(bytes.getUnsignedByte(from + TYPE_OFFSET));
        Keeping keeping = session == null ? Keeping.REFUSED : keeping(bytes, from);
        answering |= keeping == Keeping.DURABLE;
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
            case REALTIME -> reported(frame, from);
            default -> Keeping.DURABLE;
        };
    }

    private Keeping reported(ByteBuf frame, int from) {
        int length = frame.writerIndex() - from;
        if (length < FAULT_OFFSET + Short.BYTES) {
            return Keeping.DURABLE;
        }
        Said said = saidOf(frame.getLong(from + GUN_OFFSET));
        long state = 31 * frame.getLong(from + Frame.BODY_OFFSET)
                + 17 * frame.getLong(from + Frame.BODY_OFFSET + Long.BYTES)
                + ((long) frame.getUnsignedByte(from + STATUS_OFFSET) << 24)
                + (frame.getUnsignedByte(from + PLUGGED_OFFSET) << 16)
                + frame.getUnsignedShort(from + FAULT_OFFSET);
        if (said.times == 0 || said.state != state) {
            said.state = state;
            said.times = 0;
        }
        said.times++;
        long values = valuesOf(frame, from);
        repeated = said.times > KEPT_AFTER_CHANGE && said.values == values && said.times % SHOWN_EVERY != 0;
        said.values = values;
        return said.times <= KEPT_AFTER_CHANGE ? Keeping.DURABLE : Keeping.RECENT;
    }

    /** Everything behind the gun number. Two readings that meet in it by chance cost one line in a ring. */
    private static long valuesOf(ByteBuf frame, int from) {
        long values = 0;
        for (int at = from + STATUS_OFFSET; at + Long.BYTES <= from + FAULT_OFFSET + Short.BYTES; at += Long.BYTES) {
            values = values * MIX + frame.getLong(at);
        }
        return values * MIX + frame.getInt(from + FAULT_OFFSET - Short.BYTES);
    }

    private Said saidOf(long gun) {
        int known = 0;
        for (Said each = guns; each != null; each = each.next) {
            if (each.gun == gun) {
                return each;
            }
            known++;
        }
        Said fresh = new Said(gun, known >= GUNS_MAX ? null : guns);
        guns = fresh;
        return fresh;
    }

    /** What one gun reported last, and how often since that changed. */
    private static final class Said {
        private final long gun;
        private final @Nullable Said next;
        private long state;
        private long values;
        private int times;

        Said(long gun, @Nullable Said next) {
            this.gun = gun;
            this.next = next;
        }
    }
}
