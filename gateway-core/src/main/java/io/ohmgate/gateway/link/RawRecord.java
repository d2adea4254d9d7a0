package io.ohmgate.gateway.link;

import java.util.Arrays;
import java.util.HexFormat;

/** A record and the bytes it came in: the evidence. The frame is whole and is never changed. */
public final class RawRecord {
    /** Bounds every protocol's largest record frame; also the width of the column that keeps it. */
    public static final int FRAME_BYTES_MAX = 512;

    private final ChargeRecord fields;
    private final byte[] frame;
    private final String protocol;
    private final int contentFrom;
    private final int contentTo;

    /**
     * {@code contentFrom} (inclusive) to {@code contentTo} (exclusive) are the bytes that say what was charged: equal in
     * each repetition, so without sequence number and check sum. By them a repetition is told from another content.
     *
     * @throws IllegalArgumentException if the frame is longer than {@link #FRAME_BYTES_MAX} or the range is not in it
     */
    public RawRecord(String protocol, ChargeRecord fields, byte[] frame, int contentFrom, int contentTo) {
        if (frame.length > FRAME_BYTES_MAX) {
            throw new IllegalArgumentException("a record's frame has at most 512 bytes, not " + frame.length);
        }
        if (contentFrom < 0 || contentTo > frame.length || contentFrom >= contentTo) {
            throw new IllegalArgumentException("the content lies within the frame and is not empty");
        }
        this.protocol = protocol;
        this.fields = fields;
        this.frame = frame.clone();
        this.contentFrom = contentFrom;
        this.contentTo = contentTo;
    }

    /** The protocol's name, by which the frame can be read again. */
    public String protocol() {
        return protocol;
    }

    public ChargeRecord fields() {
        return fields;
    }

    public byte[] frame() {
        return frame.clone();
    }

    /** The part of the frame that repetitions share. */
    public byte[] content() {
        return Arrays.copyOfRange(frame, contentFrom, contentTo);
    }

    /** For the quarantine's eyes: the frame in hex, upper case. */
    public String hex() {
        return HexFormat.of().withUpperCase().formatHex(frame);
    }

    @Override
    public String toString() {
        return "RawRecord[" + fields.tradeNo() + ", " + frame.length + " bytes]";
    }
}
