package io.ohmgate.ykc.frame;

import io.netty.buffer.ByteBuf;

/** CRC-16/MODBUS over sequence, encrypt flag, type and body (reference 2.5). The document's "0x180D" fits no frame. */
public final class Crc16 {
    private static final int POLYNOMIAL_REFLECTED = 0xA001;
    private static final int INITIAL = 0xFFFF;
    private static final char[] TABLE = table();
    private static final char[] LEGACY_TABLE = legacyTable();

    private Crc16() {}

    public static int of(ByteBuf buf, int index, int length) {
        return compute(TABLE, buf, index, length);
    }

    /** What firmware computes that copied the misprinted table of V1.4 and V1.5. */
    public static int legacyOf(ByteBuf buf, int index, int length) {
        return compute(LEGACY_TABLE, buf, index, length);
    }

    static int swap(int crc) {
        return ((crc & 0xFF) << 8) | (crc >>> 8);
    }

    private static int compute(char[] table, ByteBuf buf, int index, int length) {
        int crc = INITIAL;
        if (buf.hasArray()) {
            byte[] bytes = buf.array();
            int from = buf.arrayOffset() + index;
            for (int i = from; i < from + length; i++) {
                crc = (crc >>> 8) ^ table[(crc ^ bytes[i]) & 0xFF];
            }
            return crc;
        }
        // One bounds check for eight bytes, and no object: this runs twice for each heartbeat.
        int at = index;
        int end = index + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long eight = buf.getLongLE(at);
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                crc = (crc >>> 8) ^ table[(crc ^ (int) (eight >>> shift)) & 0xFF];
            }
        }
        for (; at < end; at++) {
            crc = (crc >>> 8) ^ table[(crc ^ buf.getByte(at)) & 0xFF];
        }
        return crc;
    }

    private static char[] table() {
        char[] table = new char[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ POLYNOMIAL_REFLECTED : crc >>> 1;
            }
            table[i] = (char) crc;
        }
        return table;
    }

    private static char[] legacyTable() {
        char[] table = table();
        table[95] = 0x4040;
        return table;
    }
}
