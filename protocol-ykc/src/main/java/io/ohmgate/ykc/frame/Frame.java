package io.ohmgate.ykc.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Set;

/**
 * One frame whose CRC fits. {@code bytes} is the whole frame as it came, a slice of the buffer it came in: valid during
 * the callback that delivers it, to be copied or retained by whoever needs it longer.
 *
 * @param sequence the two opaque bytes of the sequence field, the first one high; a reply repeats them unchanged
 * @param anomalyBits the frame's oddities, see {@link Anomaly#bit()}
 */
public record Frame(int sequence, int encryptFlag, int typeCode, ByteBuf bytes, CrcOrder crcOrder, int anomalyBits) {
    /** Start byte and length byte before what the length counts, CRC behind it. */
    public static final int AROUND_LENGTH = 4;

    public static final int START = 0x68;
    public static final int LENGTH_MIN = 4;
    public static final int LENGTH_MAX = 255;
    public static final int BODY_OFFSET = 6;
    /** What a frame has besides its body. */
    public static final int OVERHEAD = 8;

    public static final int SIZE_MAX = LENGTH_MAX + AROUND_LENGTH;

    public static final int SEQUENCE_OFFSET = 2;
    public static final int TYPE_OFFSET = 5;
    static final int FLAG_OFFSET = 4;

    /** A fresh view of the body; shares the frame's memory, not its indices. */
    public ByteBuf body() {
        return bytes.slice(bytes.readerIndex() + BODY_OFFSET, bytes.readableBytes() - OVERHEAD);
    }

    public boolean encrypted() {
        return encryptFlag != 0;
    }

    public Set<Anomaly> anomalies() {
        return Anomaly.ofBits(anomalyBits);
    }

    /** The whole frame as received, copied: for evidence that outlives the buffer. */
    public byte[] copyBytes() {
        return ByteBufUtil.getBytes(bytes);
    }

    /** Never the body: it may hold card numbers and vehicle numbers. */
    @Override
    public String toString() {
        return "Frame[type=%02X, sequence=%04X, %d bytes]".formatted(typeCode, sequence, bytes.readableBytes());
    }
}
