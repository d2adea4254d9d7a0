package io.ohmgate.ykc.session;

import io.netty.buffer.ByteBuf;
import io.ohmgate.ykc.frame.Frame;

/**
 * Recognises a login of V2.x, whose frames are built otherwise (ykc.md 9.5): start byte, two bytes of length, sequence,
 * seven bytes of time, flag, type. Its time has so little room to be anything else that garbage is not taken for it.
 */
final class NewerLogin {
    private static final int TIME_OFFSET = 5;
    private static final int FLAG_OFFSET = 12;
    private static final int TYPE_OFFSET = 13;
    private static final int TYPE_LOGIN = 0x01;
    private static final int BYTES_MIN = TYPE_OFFSET + 1;
    private static final int LENGTH_MAX = 1_024;

    private NewerLogin() {}

    /** Whether these first bytes of a connection are one. Does not move the reader index. */
    static boolean isAt(ByteBuf in) {
        int start = in.readerIndex();
        if (in.readableBytes() < BYTES_MIN || in.getUnsignedByte(start) != Frame.START) {
            return false;
        }
        int least = BYTES_MIN - 3;
        boolean lengthFits = isBetween(in.getUnsignedShort(start + 1), least, LENGTH_MAX)
                || isBetween(in.getUnsignedShortLE(start + 1), least, LENGTH_MAX);
        return lengthFits
                && in.getUnsignedByte(start + FLAG_OFFSET) <= 1
                && in.getUnsignedByte(start + TYPE_OFFSET) == TYPE_LOGIN
                && isTime(in, start + TIME_OFFSET);
    }

    private static boolean isTime(ByteBuf in, int at) {
        return in.getUnsignedShortLE(at) < 60_000
                && (in.getUnsignedByte(at + 2) & 0x3F) < 60
                && (in.getUnsignedByte(at + 3) & 0x1F) < 24
                && isBetween(in.getUnsignedByte(at + 4) & 0x1F, 1, 31)
                && isBetween(in.getUnsignedByte(at + 5) & 0x0F, 1, 12)
                && isBetween(in.getUnsignedByte(at + 6) & 0x7F, 20, 60);
    }

    private static boolean isBetween(int value, int from, int to) {
        return from <= value && value <= to;
    }
}
