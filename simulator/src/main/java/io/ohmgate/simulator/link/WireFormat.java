package io.ohmgate.simulator.link;

import io.ohmgate.ykc.frame.CrcOrder;

/**
 * How a pile's frames look on the wire; {@link #GOOD} is the book.
 *
 * @param lengthWithoutPlus4 the length byte counts the body alone
 * @param splitAfter each frame leaves in two pieces, cut after so many bytes; 0 for whole
 * @param twoFramesInOneWrite what is said at one moment leaves in one piece
 * @param bigEndianSequence own sequence numbers high byte first
 * @param ownSequenceInReplies replies carry an own number instead of the echo
 */
public record WireFormat(
        CrcOrder crcOrder,
        boolean lengthWithoutPlus4,
        int splitAfter,
        boolean twoFramesInOneWrite,
        boolean bigEndianSequence,
        boolean ownSequenceInReplies) {
    public static final WireFormat GOOD = new WireFormat(CrcOrder.LOW_FIRST, false, 0, false, false, false);

    /** @throws IllegalArgumentException if splitAfter is negative */
    public WireFormat {
        if (splitAfter < 0) {
            throw new IllegalArgumentException("splitAfter is 0 or more, not " + splitAfter);
        }
    }
}
