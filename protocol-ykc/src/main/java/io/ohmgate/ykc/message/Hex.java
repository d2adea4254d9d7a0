package io.ohmgate.ykc.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Bytes as upper-case hex digits and back; packed BCD is the same, with only decimal digits in it. */
final class Hex {
    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.ISO_8859_1);

    private Hex() {}

    static String read(ByteBuf in, int bytes) {
        byte[] text = new byte[2 * bytes];
        for (int i = 0; i < bytes; i++) {
            int b = in.readByte();
            text[2 * i] = DIGITS[(b >> 4) & 0xF];
            text[2 * i + 1] = DIGITS[b & 0xF];
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    static boolean isDecimal(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** @throws IllegalArgumentException if there are more than 2 * bytes digits, or others than hex digits */
    static void writePadded(String digits, int bytes, ByteBuf out) {
        int padding = 2 * bytes - digits.length();
        if (padding < 0) {
            throw new IllegalArgumentException(bytes + " bytes cannot hold " + digits.length() + " digits");
        }
        for (int i = 0; i < bytes; i++) {
            out.writeByte((digitAt(digits, 2 * i - padding) << 4) | digitAt(digits, 2 * i + 1 - padding));
        }
    }

    private static int digitAt(String digits, int index) {
        int value = index < 0 ? 0 : Character.digit(digits.charAt(index), 16);
        if (value < 0) {
            throw new IllegalArgumentException("not a hex digit at " + index);
        }
        return value;
    }
}
