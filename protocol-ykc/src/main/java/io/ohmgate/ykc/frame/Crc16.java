package io.ohmgate.ykc.frame;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

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
        // One bounds check for all bytes instead of one for each.
        Running running = new Running(table);
        buf.forEachByte(index, length, running);
        return running.crc;
    }

    private static final class Running implements ByteProcessor {
        private final char[] table;
        private int crc = INITIAL;

        Running(char[] table) {
            this.table = table;
        }

        @Override
        public boolean process(byte value) {
            crc = (crc >>> 8) ^ table[(crc ^ value) & 0xFF];
            return true;
        }
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
