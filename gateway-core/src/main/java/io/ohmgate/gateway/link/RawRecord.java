package io.ohmgate.gateway.link;

import java.util.HexFormat;

/** A record and the bytes it came in: the evidence. The frame is whole and is never changed. */
public final class RawRecord {
    /** Bounds every protocol's largest record frame; also the width of the column that keeps it. */
    public static final int FRAME_BYTES_MAX = 512;

    private final ChargeRecord fields;
    private final byte[] frame;

    /** @throws IllegalArgumentException if the frame is longer than {@link #FRAME_BYTES_MAX} */
    public RawRecord(ChargeRecord fields, byte[] frame) {
        if (frame.length > FRAME_BYTES_MAX) {
            throw new IllegalArgumentException("a record's frame has at most 512 bytes, not " + frame.length);
        }
        this.fields = fields;
        this.frame = frame.clone();
    }

    public ChargeRecord fields() {
        return fields;
    }

    public byte[] frame() {
        return frame.clone();
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
