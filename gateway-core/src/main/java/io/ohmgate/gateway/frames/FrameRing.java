package io.ohmgate.gateway.frames;

import io.netty.buffer.ByteBuf;
import io.ohmgate.gateway.link.FrameTap.Direction;
import io.ohmgate.gateway.link.FrameTap.Keeping;
import io.ohmgate.gateway.pile.PileNo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last frames of one pile, or of one address, in one array that goes round. Writing allocates nothing but, now and
 * then, a larger array. Written by event loops and read by people; both hold its monitor for the time of a copy.
 *
 * <pre>
 *  | size 2 | direction and keeping 1 | id 8 | epoch 8 | bytes … |
 * </pre>
 */
@SuppressWarnings("EnumOrdinal") // a ring does not outlive the process that wrote it
final class FrameRing {
    static final int BYTES_MIN = 256;
    static final int HEADER = Short.BYTES + 1 + 2 * Long.BYTES;
    private static final int KEEPING_SHIFT = 1;

    private final int framesMax;
    private final int bytesMax;
    private byte[] bytes = new byte[BYTES_MIN];
    private int oldest;
    private int used;
    private int frames;
    private long lastId;

    FrameRing(int framesMax, int bytesMax) {
        this.framesMax = framesMax;
        this.bytesMax = bytesMax;
    }

    /** @return by how many bytes the ring has grown */
    synchronized int write(
            long id, Direction direction, Keeping keeping, long epoch, ByteBuf frame, int from, int length) {
        int size = Math.min(length, bytesMax - HEADER);
        int grown = makeRoom(HEADER + size);
        int at = wrapped(oldest + used);
        int next = putNumber(size, Short.BYTES, at);
        next = putNumber(direction.ordinal() | (keeping.ordinal() << KEEPING_SHIFT), 1, next);
        next = putNumber(id, Long.BYTES, next);
        next = putNumber(epoch, Long.BYTES, next);
        put(frame, from, size, next);
        used += HEADER + size;
        frames++;
        lastId = id;
        return grown;
    }

    private int makeRoom(int need) {
        int grown = 0;
        while (used + need > bytes.length && bytes.length < bytesMax) {
            int larger = Math.min(bytesMax, bytes.length * 2);
            grown += larger - bytes.length;
            byte[] straight = Arrays.copyOf(all(), larger);
            bytes = straight;
            oldest = 0;
        }
        while (used + need > bytes.length || frames >= framesMax) {
            dropOldest();
        }
        return grown;
    }

    private void dropOldest() {
        int size = HEADER + sizeAt(oldest);
        oldest = wrapped(oldest + size);
        used -= size;
        frames--;
    }

    private int sizeAt(int at) {
        return ((bytes[at] & 0xFF) << Byte.SIZE) | (bytes[wrapped(at + 1)] & 0xFF);
    }

    private int wrapped(int at) {
        return at >= bytes.length ? at - bytes.length : at;
    }

    /** The high byte first; where the next one goes. */
    private int putNumber(long number, int size, int at) {
        int next = at;
        for (int shift = (size - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[next] = (byte) (number >>> shift);
            next = wrapped(next + 1);
        }
        return next;
    }

    private void put(ByteBuf what, int from, int size, int at) {
        int straight = Math.min(size, bytes.length - at);
        what.getBytes(from, bytes, at, straight);
        what.getBytes(from + straight, bytes, 0, size - straight);
    }

    private byte[] all() {
        byte[] straight = new byte[used];
        int first = Math.min(used, bytes.length - oldest);
        System.arraycopy(bytes, oldest, straight, 0, first);
        System.arraycopy(bytes, 0, straight, first, used - first);
        return straight;
    }

    /** The oldest first. */
    List<SeenFrame> read(@Nullable PileNo pileNo, String source) {
        byte[] copy;
        synchronized (this) {
            copy = all();
        }
        List<SeenFrame> found = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(copy);
        while (in.hasRemaining()) {
            int size = Short.toUnsignedInt(in.getShort());
            byte kind = in.get();
            long id = in.getLong();
            long epoch = in.getLong();
            byte[] frame = new byte[size];
            in.get(frame);
            Direction direction = Direction.values()[kind & 1];
            Keeping keeping = Keeping.values()[kind >> KEEPING_SHIFT];
            found.add(new SeenFrame(id, direction, keeping, pileNo, epoch, source, frame));
        }
        return found;
    }

    synchronized int capacity() {
        return bytes.length;
    }

    synchronized int frames() {
        return frames;
    }

    /** The number of the last frame, which tells when it came. */
    synchronized long lastId() {
        return lastId;
    }
}
