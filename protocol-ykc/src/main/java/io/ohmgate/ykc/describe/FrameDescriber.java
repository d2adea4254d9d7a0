package io.ohmgate.ykc.describe;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.Crc16;
import io.ohmgate.ykc.frame.CrcOrder;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.FrameType;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes one frame given whole. Unlike the decoder it also describes what is to be refused: the CRC is judged, not
 * enforced, and the bytes given decide where the frame ends.
 */
public final class FrameDescriber {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int LENGTH_OFFSET = 1;
    private static final int SEQUENCE_OFFSET = 2;
    private static final int FLAG_OFFSET = 4;
    private static final int TYPE_OFFSET = 5;
    private static final int CRC_BYTES = 2;
    /** The longest frame, and the 4 bytes a length byte may be short of. */
    private static final int SIZE_MAX = Frame.SIZE_MAX + Frame.LENGTH_MIN;

    private FrameDescriber() {}

    /** As {@link #describe(byte[])}; blanks between the digits are allowed. */
    public static Optional<FrameDescription> describe(String hex) {
        String digits = hex.replaceAll("\\s+", "");
        boolean readable = digits.length() % 2 == 0 && digits.chars().allMatch(HexFormat::isHexDigit);
        return readable ? describe(HEX.parseHex(digits)) : Optional.empty();
    }

    /** Empty if this is no frame at all: too short, too long, or without the start byte. */
    public static Optional<FrameDescription> describe(byte[] bytes) {
        boolean frame = bytes.length >= Frame.OVERHEAD && bytes.length <= SIZE_MAX && bytes[0] == Frame.START;
        return frame ? Optional.of(described(bytes)) : Optional.empty();
    }

    private static FrameDescription described(byte[] bytes) {
        ByteBuf frame = Unpooled.wrappedBuffer(bytes);
        Set<Anomaly> anomalies = EnumSet.noneOf(Anomaly.class);
        CrcCheck crc = crcCheck(frame, anomalies);
        int length = frame.getUnsignedByte(LENGTH_OFFSET);
        boolean lengthValid = length == bytes.length - Frame.AROUND_LENGTH;
        if (!lengthValid) {
            boolean withoutHeader = length == bytes.length - Frame.OVERHEAD;
            anomalies.add(withoutHeader ? Anomaly.LENGTH_WITHOUT_HEADER : Anomaly.LENGTH_WRONG);
        }
        int typeCode = frame.getUnsignedByte(TYPE_OFFSET);
        int flag = frame.getUnsignedByte(FLAG_OFFSET);
        FieldMap fields = new FieldMap();
        String malformed = null;
        if (flag != 0) {
            anomalies.add(Anomaly.ENCRYPTED);
        } else {
            malformed = readBody(typeCode, frame, fields, anomalies);
        }
        return new FrameDescription(
                HEX.formatHex(bytes),
                length,
                lengthValid,
                HEX.formatHex(bytes, SEQUENCE_OFFSET, FLAG_OFFSET),
                flag,
                typeCode,
                FrameType.ofCode(typeCode),
                crc,
                fields.fields(),
                anomalies,
                malformed);
    }

    private static @Nullable String readBody(int typeCode, ByteBuf frame, FieldMap fields, Set<Anomaly> anomalies) {
        ByteBuf body = frame.slice(Frame.BODY_OFFSET, frame.readableBytes() - Frame.OVERHEAD);
        switch (Decoded.of(typeCode, body, fields)) {
            case Decoded.Understood understood -> anomalies.addAll(understood.anomalies());
            case Decoded.UnknownType unknown -> anomalies.add(Anomaly.UNKNOWN_TYPE);
            case Decoded.LoginOfV18 login -> anomalies.add(Anomaly.LOGIN_OF_V1_8);
            case Decoded.Encrypted encrypted -> anomalies.add(Anomaly.ENCRYPTED);
            case Decoded.Malformed malformed -> {
                anomalies.add(Anomaly.MALFORMED_BODY);
                return malformed.field() + ": " + malformed.reason();
            }
        }
        return null;
    }

    private static CrcCheck crcCheck(ByteBuf frame, Set<Anomaly> anomalies) {
        int end = frame.readableBytes() - CRC_BYTES;
        int wire = frame.getUnsignedShortLE(end);
        int crc = Crc16.of(frame, SEQUENCE_OFFSET, end - SEQUENCE_OFFSET);
        CrcOrder order = CrcOrder.BAD;
        if (wire == crc) {
            order = CrcOrder.LOW_FIRST;
        } else if (frame.getUnsignedShort(end) == crc) {
            order = CrcOrder.HIGH_FIRST;
            anomalies.add(Anomaly.CRC_HIGH_BYTE_FIRST);
        } else if (wire == Crc16.legacyOf(frame, SEQUENCE_OFFSET, end - SEQUENCE_OFFSET)) {
            order = CrcOrder.LEGACY_TABLE;
            anomalies.add(Anomaly.CRC_LEGACY_TABLE);
        } else {
            anomalies.add(Anomaly.CRC_BAD);
        }
        return new CrcCheck(order, lowFirst(wire), lowFirst(crc));
    }

    private static String lowFirst(int crc) {
        return HEX.toHexDigits((byte) crc) + HEX.toHexDigits((byte) (crc >>> 8));
    }
}
