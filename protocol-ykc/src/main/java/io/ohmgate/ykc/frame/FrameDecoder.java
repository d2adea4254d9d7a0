package io.ohmgate.ykc.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in a byte stream (reference 2.6). Total: whatever comes in, frames, counted drops or the verdict
 * {@link Verdict#CLOSE} come out. Reads frames straight from the incoming buffer; copies only the beginning of a frame
 * whose rest has not come yet, at most {@link #PENDING_BYTES_MAX} bytes.
 *
 * <p>Knows no clock: {@code nowNanos} is an argument. While {@link #isWaiting()} the caller calls {@link #tick} at or
 * after {@link #deadlineNanos()}. Belongs to one connection and one thread; {@link #close()} gives the memory back.
 */
public final class FrameDecoder {
    /** How long the rest of a frame may take after its first byte. */
    public static final Duration PARTIAL_MAX = Duration.ofSeconds(10);
    /** How long a frame with a bad CRC waits for the 4 bytes it would have if its length byte were 4 too small. */
    public static final Duration LENGTH_WAIT_MAX = Duration.ofMillis(200);

    public static final int BAD_FRAMES_MAX = 20;
    /** So much in a row that is no frame, and the other side speaks no YKC. */
    public static final int STRAY_BYTES_MAX = 8192;

    public static final int PENDING_BYTES_MAX = Frame.SIZE_MAX + Frame.LENGTH_MIN;

    /** What to do with the connection. */
    public enum Verdict {
        KEEP,
        CLOSE
    }

    private final ByteBufAllocator allocator;
    private boolean legacyCrcTable;

    private @Nullable ByteBuf pending;
    /** How many bytes the frame that starts in {@code pending} must have before more can be said about it. */
    private int needed;

    private boolean lacksOnlyHeader;
    /** Whether the frame at the front of {@code pending} is the one that already waited. */
    private boolean standing;

    private boolean waitingForLonger;
    private long waitingSinceNanos;
    private long lastFedNanos;

    private int badFrames;
    private int badSpan;
    private int strayBytes;
    private boolean refused;
    private boolean feeding;
    private boolean closed;

    public FrameDecoder(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Also accepts CRCs computed with the misprinted table of V1.5: an option of a pile, known after its login. */
    public void acceptLegacyCrcTable(boolean accepted) {
        legacyCrcTable = accepted;
    }

    /** Takes all of {@code in}; does not release it. Frames are delivered before this returns. */
    public Verdict feed(ByteBuf in, long nowNanos, FrameSink sink) {
        feeding = true;
        try {
            expire(nowNanos, sink);
            lastFedNanos = nowNanos;
            while (in.isReadable() && !over()) {
                if (pending == null) {
                    drain(in, sink);
                    keepRest(in, nowNanos);
                } else {
                    takeNeeded(pending, in);
                    drainPending(pending, sink, nowNanos);
                }
            }
            return verdict();
        } finally {
            in.skipBytes(in.readableBytes());
            feeding = false;
            releaseIfDone();
        }
    }

    /** Gives up on what did not come in time. Harmless if called early. */
    public Verdict tick(long nowNanos, FrameSink sink) {
        feeding = true;
        try {
            expire(nowNanos, sink);
            return verdict();
        } finally {
            feeding = false;
            releaseIfDone();
        }
    }

    private void expire(long nowNanos, FrameSink sink) {
        while (pending != null && !over() && nowNanos - deadlineNanos() >= 0) {
            if (waitingForLonger) {
                dropBadFrame(pending, sink);
            } else {
                show(pending, pending.readableBytes(), sink);
                dropStart(pending, Anomaly.PARTIAL_TIMEOUT, sink);
            }
            // What stands behind came no later than the last bytes; it does not wait anew for each start byte.
            drainPending(pending, sink, lastFedNanos);
        }
    }

    /** Whether the beginning of a frame waits for its rest. */
    public boolean isWaiting() {
        return pending != null;
    }

    /** When {@link #tick} has something to do; only meaningful while {@link #isWaiting()}. */
    public long deadlineNanos() {
        return waitingSinceNanos + (waitingForLonger ? LENGTH_WAIT_MAX : PARTIAL_MAX).toNanos();
    }

    public int pendingBytes() {
        return pending == null ? 0 : pending.readableBytes();
    }

    /** Gives the memory back. May be called twice, and from within a callback; nothing is decoded afterwards. */
    public void close() {
        closed = true;
        if (!feeding) {
            releaseIfDone();
        }
    }

    private boolean over() {
        return refused || closed;
    }

    private Verdict verdict() {
        return refused ? Verdict.CLOSE : Verdict.KEEP;
    }

    private void releaseIfDone() {
        if (pending != null && (over() || !pending.isReadable())) {
            pending.release();
            pending = null;
        }
    }

    private void keepRest(ByteBuf in, long sinceNanos) {
        if (!in.isReadable() || over()) {
            return;
        }
        pending = allocator.buffer(PENDING_BYTES_MAX, PENDING_BYTES_MAX);
        pending.writeBytes(in);
        standSince(sinceNanos);
    }

    private void takeNeeded(ByteBuf kept, ByteBuf in) {
        kept.discardReadBytes();
        kept.writeBytes(in, Math.min(in.readableBytes(), Math.max(0, needed - kept.readableBytes())));
    }

    private void drainPending(ByteBuf kept, FrameSink sink, long sinceNanos) {
        drain(kept, sink);
        if (kept.isReadable()) {
            standSince(sinceNanos);
        }
        releaseIfDone();
    }

    /** Notes since when the frame at the front waits; a wait for its last 4 bytes begins anew. */
    private void standSince(long nanos) {
        if (!standing || lacksOnlyHeader != waitingForLonger) {
            waitingSinceNanos = nanos;
        }
        standing = true;
        waitingForLonger = lacksOnlyHeader;
    }

    /** Delivers and drops until the bytes left, if any, are the beginning of what may be a frame. */
    private void drain(ByteBuf buf, FrameSink sink) {
        while (!over()) {
            skipToStart(buf, sink);
            if (lacks(buf, 2, false)) {
                return;
            }
            int length = buf.getUnsignedByte(buf.readerIndex() + 1);
            if (length < Frame.LENGTH_MIN) {
                dropStart(buf, Anomaly.LENGTH_TOO_SMALL, sink);
                continue;
            }
            if (lacks(buf, length + Frame.AROUND_LENGTH, false)) {
                return;
            }
            if (deliver(buf, length, 0, sink)) {
                continue;
            }
            // A boundary is looked for before dropping: the length byte may hold the body's length (2.6, 5a).
            int longer = length + Frame.LENGTH_MIN;
            if (lacks(buf, longer + Frame.AROUND_LENGTH, true)) {
                return;
            }
            if (!deliver(buf, longer, Anomaly.LENGTH_WITHOUT_HEADER.bit(), sink)) {
                dropBadFrame(buf, sink);
            }
        }
    }

    private boolean lacks(ByteBuf buf, int size, boolean onlyHeader) {
        needed = size;
        lacksOnlyHeader = onlyHeader;
        return buf.readableBytes() < size;
    }

    private boolean deliver(ByteBuf buf, int length, int anomalyBits, FrameSink sink) {
        int start = buf.readerIndex();
        CrcOrder order = crcOrder(buf, start + Frame.SEQUENCE_OFFSET, length);
        if (order == null) {
            return false;
        }
        int size = length + Frame.AROUND_LENGTH;
        int flag = buf.getUnsignedByte(start + Frame.FLAG_OFFSET);
        int bits = anomalyBits | bitOf(order) | (flag == 0 ? 0 : Anomaly.ENCRYPTED.bit());
        badFrames = 0;
        badSpan = 0;
        strayBytes = 0;
        standing = false;
        // Consumed before it is delivered: a sink that throws gets this frame once, not for ever.
        buf.skipBytes(size);
        if (bits != 0 || !sink.takes(buf, start, size)) {
            sink.frame(new Frame(
                    buf.getUnsignedShort(start + Frame.SEQUENCE_OFFSET),
                    flag,
                    buf.getUnsignedByte(start + Frame.TYPE_OFFSET),
                    buf.slice(start, size),
                    order,
                    bits));
        }
        return true;
    }

    private static int bitOf(CrcOrder order) {
        return switch (order) {
            case LOW_FIRST, BAD -> 0;
            case HIGH_FIRST -> Anomaly.CRC_HIGH_BYTE_FIRST.bit();
            case LEGACY_TABLE -> Anomaly.CRC_LEGACY_TABLE.bit();
        };
    }

    private @Nullable CrcOrder crcOrder(ByteBuf buf, int from, int length) {
        int wire = buf.getUnsignedShort(from + length);
        int crc = Crc16.of(buf, from, length);
        if (wire == Crc16.swap(crc)) {
            return CrcOrder.LOW_FIRST;
        }
        if (wire == crc) {
            return CrcOrder.HIGH_FIRST;
        }
        boolean legacy = legacyCrcTable && wire == Crc16.swap(Crc16.legacyOf(buf, from, length));
        return legacy ? CrcOrder.LEGACY_TABLE : null;
    }

    private void skipToStart(ByteBuf buf, FrameSink sink) {
        if (buf.isReadable() && buf.getUnsignedByte(buf.readerIndex()) == Frame.START) {
            return;
        }
        int skipped = buf.bytesBefore((byte) Frame.START);
        if (skipped != 0) {
            show(buf, skipped < 0 ? buf.readableBytes() : skipped, sink);
            drop(buf, Anomaly.GARBAGE_SKIPPED, skipped < 0 ? buf.readableBytes() : skipped, sink);
        }
    }

    private void dropBadFrame(ByteBuf buf, FrameSink sink) {
        // A start byte inside a frame that was already counted is most likely no frame of its own.
        if (badSpan == 0) {
            badFrames++;
            badSpan = buf.getUnsignedByte(buf.readerIndex() + 1) + Frame.AROUND_LENGTH;
            refused |= badFrames >= BAD_FRAMES_MAX;
            sink.refused(buf, buf.readerIndex(), Math.min(badSpan, buf.readableBytes()));
        }
        dropStart(buf, Anomaly.CRC_BAD, sink);
    }

    /** What lies within a frame that was already shown is not shown again. */
    private void show(ByteBuf buf, int bytes, FrameSink sink) {
        if (badSpan == 0 && bytes > 0) {
            sink.refused(buf, buf.readerIndex(), Math.min(bytes, Frame.SIZE_MAX));
        }
    }

    /** Only the start byte goes: a real frame may begin inside what looked like one. */
    private void dropStart(ByteBuf buf, Anomaly why, FrameSink sink) {
        drop(buf, why, 1, sink);
    }

    private void drop(ByteBuf buf, Anomaly why, int bytes, FrameSink sink) {
        if (bytes == 0) {
            return;
        }
        buf.skipBytes(bytes);
        standing = false;
        badSpan = Math.max(0, badSpan - bytes);
        strayBytes += bytes;
        refused |= strayBytes >= STRAY_BYTES_MAX;
        sink.dropped(why, bytes);
    }
}
