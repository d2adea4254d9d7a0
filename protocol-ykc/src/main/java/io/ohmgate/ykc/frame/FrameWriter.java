package io.ohmgate.ykc.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Writes frames. The platform uses {@link #STANDARD}; the other forms exist to test the other side.
 *
 * @param lengthWithoutHeader writes the body's length into the length byte, 4 too little, as some piles do
 */
public record FrameWriter(CrcOrder crcOrder, boolean lengthWithoutHeader) {
    public static final FrameWriter STANDARD = new FrameWriter(CrcOrder.LOW_FIRST, false);

    /**
     * A new buffer with the whole frame, owned by the caller.
     *
     * @param sequence two opaque bytes, the first one high: a reply's are those of the frame it answers
     * @throws IllegalArgumentException if the body does not fit into a frame
     */
    public ByteBuf write(FrameBody message, int sequence, ByteBufAllocator allocator) {
        ByteBuf out = allocator.buffer(Frame.SIZE_MAX);
        try {
            write(message, sequence, out);
            return out.retain();
        } finally {
            out.release();
        }
    }

    /** Appends the whole frame to {@code out}, so that several frames can share one buffer. */
    public void write(FrameBody message, int sequence, ByteBuf out) {
        int start = out.writerIndex();
        out.writeByte(Frame.START)
                .writeByte(0)
                .writeShort(sequence)
                .writeByte(0)
                .writeByte(message.typeCode());
        message.writeBody(out);
        int length = out.writerIndex() - start - Frame.SEQUENCE_OFFSET;
        if (length > Frame.LENGTH_MAX) {
            throw new IllegalArgumentException("a frame's length is at most " + Frame.LENGTH_MAX + ", not " + length);
        }
        out.setByte(start + 1, lengthWithoutHeader ? length - Frame.LENGTH_MIN : length);
        int crc = Crc16.of(out, start + Frame.SEQUENCE_OFFSET, length);
        int legacy = Crc16.legacyOf(out, start + Frame.SEQUENCE_OFFSET, length);
        out.writeShort(crcOrder.wire(crc, legacy));
    }
}
