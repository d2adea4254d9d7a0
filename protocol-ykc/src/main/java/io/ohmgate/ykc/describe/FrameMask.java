package io.ohmgate.ykc.describe;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ohmgate.ykc.frame.Crc16;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.message.FrameType;
import io.ohmgate.ykc.message.TradeRecord;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Takes card numbers, vehicle numbers and passwords out of a frame (invariants F5). What stands there instead is made from
 * them with a key: the same card becomes the same other card in every frame, so that a masked conversation can be played back,
 * and nobody without the key finds the way back. The last characters stay, by which a person tells two cards apart. Length,
 * layout and everything else stay as they were, and the CRC fits if it fitted before.
 */
public final class FrameMask {
    /** Fields that are masked, by the reference's names. */
    private static final Set<String> SECRET = Set.of(
            "vin", "vinWire", "accountOrCard", "password", "username", "logicalCardNo", "physicalCardNo", "cards");

    /** Of bytes that cannot be read, so many are shown: enough to recognise a language, too few for a secret. */
    public static final int UNREADABLE_SHOWN = 16;

    private static final int TYPE_OFFSET = 5;
    private static final int CARD = 8;
    private static final int VIN = 17;
    private static final int CRC_BYTES = 2;
    private static final int TEXT = 16;
    /** Behind vehicle: flag, time, reason, card. */
    private static final int RECORD_TAIL = VIN + 17;

    private static final String VIN_CHARACTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
    private static final byte STAR = '*';
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param key secret, and the same for as long as masked frames shall agree with each other */
    public FrameMask(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** Whether a field of this name holds what must not be seen. */
    public static boolean hides(String field) {
        return SECRET.contains(field);
    }

    /** A masked copy. What is no readable frame is cut to its first bytes. */
    public byte[] masked(byte[] frame) {
        boolean isFrame = frame.length >= Frame.OVERHEAD && frame[0] == Frame.START;
        FrameType type = isFrame ? FrameType.ofCode(frame[TYPE_OFFSET] & 0xFF) : null;
        boolean readable = type != null && frame[TYPE_OFFSET - 1] == 0;
        if (!readable || type == null || !isWhole(frame, type)) {
            return Arrays.copyOf(frame, Math.min(frame.length, UNREADABLE_SHOWN));
        }
        byte[] copy = frame.clone();
        new Masking(copy).mask(type);
        repairCrc(frame, copy);
        return copy;
    }

    /** One frame's body while it is masked. Offsets are the reference's, counted from the body. */
    private final class Masking {
        private final byte[] frame;
        private final int body;

        Masking(byte[] frame) {
            this.frame = frame;
            this.body = frame.length - Frame.OVERHEAD;
        }

        void mask(FrameType type) {
            switch (type) {
                case BMS_HANDSHAKE -> vin(48);
                case PILE_START_REQUEST, PARALLEL_REQUEST -> {
                    card(10);
                    stars(18, TEXT);
                    reversedVin(34);
                }
                case PILE_START_REPLY, PARALLEL_CONFIRM -> printedCard(24);
                case REMOTE_START, PARALLEL_START -> {
                    printedCard(24);
                    card(32);
                }
                case TRADE_RECORD -> tail(body == TradeRecord.BODY_LENGTH_5_RATES ? 140 : 124);
                case TRADE_RECORD_V17 -> tail(FrameType.TRADE_RECORD_V17.bodyLength() - RECORD_TAIL);
                case TRADE_RECORD_V14 -> tail(FrameType.TRADE_RECORD_V14.bodyLength() - RECORD_TAIL);
                case BALANCE_UPDATE_REPLY -> card(7);
                case BALANCE_UPDATE -> card(body < FrameType.BALANCE_UPDATE.bodyLength() ? 7 : 8);
                case CARD_SYNC -> {
                    for (int at = 8; at < body; at += 2 * CARD) {
                        printedCard(at);
                        card(at + CARD);
                    }
                }
                case CARD_CLEAR, CARD_QUERY -> cards(8, CARD);
                case CARD_CLEAR_REPLY -> cards(7, (body - 7) % 10 != 0 && (body - 7) % 9 == 0 ? 9 : 10);
                case CARD_QUERY_REPLY -> cards(7, 9);
                case OTA -> {
                    stars(28, TEXT);
                    stars(44, TEXT);
                }
                default -> {}
            }
        }

        private void tail(int vinAt) {
            vin(vinAt);
            card(vinAt + RECORD_TAIL - CARD);
        }

        private void cards(int from, int step) {
            for (int at = from; at < body; at += step) {
                card(at);
            }
        }

        /** A number read from a card: bytes, padded with zeros on either side; two of them stay. */
        private void card(int at) {
            byte[] number = part(at, CARD);
            int first = 0;
            while (first < number.length && number[first] == 0) {
                first++;
            }
            int end = number.length;
            while (end > first && number[end - 1] == 0) {
                end--;
            }
            byte[] other = pseudonym("card", Arrays.copyOfRange(number, first, end));
            for (int i = first; i < end - 2; i++) {
                number[i] = (byte) (1 + (other[i - first] & 0xFF) % 255);
            }
            put(at, number);
        }

        /** A number printed on a card: decimal digits; the last four stay. */
        private void printedCard(int at) {
            byte[] number = part(at, CARD);
            int first = 0;
            while (first < number.length && number[first] == 0) {
                first++;
            }
            byte[] other = pseudonym("printed", Arrays.copyOfRange(number, first, number.length));
            for (int i = first; i < number.length - 2; i++) {
                int digit = other[i - first] & 0xFF;
                number[i] = (byte) (((1 + digit % 9) << 4) | ((digit / 10) % 10));
            }
            put(at, number);
        }

        private void vin(int at) {
            put(at, otherVin(part(at, VIN)));
        }

        /** At a start the vehicle's number stands the wrong way round; it becomes the same other vehicle. */
        private void reversedVin(int at) {
            put(at, reversed(otherVin(reversed(part(at, VIN)))));
        }

        private byte[] otherVin(byte[] vin) {
            byte[] other = pseudonym("vin", vin);
            for (int i = 0; i < vin.length; i++) {
                boolean stays = i >= VIN - 4 && VIN_CHARACTERS.indexOf(vin[i]) >= 0;
                if (vin[i] != 0 && !stays) {
                    vin[i] = (byte) VIN_CHARACTERS.charAt((other[i] & 0xFF) % VIN_CHARACTERS.length());
                }
            }
            return vin;
        }

        private void stars(int at, int length) {
            byte[] text = part(at, length);
            boolean none = true;
            for (byte each : text) {
                none &= each == 0;
            }
            if (!none) {
                Arrays.fill(text, STAR);
                put(at, text);
            }
        }

        /** As much of it as the body has. */
        private byte[] part(int at, int length) {
            int from = Math.min(at, body);
            int to = Math.min(at + length, body);
            return Arrays.copyOfRange(frame, Frame.BODY_OFFSET + from, Frame.BODY_OFFSET + to);
        }

        private void put(int at, byte[] part) {
            if (part.length > 0) {
                System.arraycopy(part, 0, frame, Frame.BODY_OFFSET + at, part.length);
            }
        }
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private byte[] pseudonym(String purpose, byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((byte) purpose.charAt(0));
            return mac.doFinal(secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not to be had", e);
        }
    }

    /** A CRC that fitted fits again, in its own order; one that did not is as wrong as before. */
    private static void repairCrc(byte[] before, byte[] after) {
        int end = after.length - CRC_BYTES;
        int wire = ((before[end] & 0xFF) << Byte.SIZE) | (before[end + 1] & 0xFF);
        ByteBuf old = Unpooled.wrappedBuffer(before);
        ByteBuf now = Unpooled.wrappedBuffer(after);
        int from = 2;
        int length = end - from;
        int oldCrc = Crc16.of(old, from, length);
        int newCrc = Crc16.of(now, from, length);
        int fixed;
        if (wire == oldCrc && wire != lowFirst(oldCrc)) {
            fixed = newCrc;
        } else if (wire == lowFirst(Crc16.legacyOf(old, from, length)) && wire != lowFirst(oldCrc)) {
            fixed = lowFirst(Crc16.legacyOf(now, from, length));
        } else {
            fixed = wire ^ lowFirst(oldCrc) ^ lowFirst(newCrc);
        }
        after[end] = (byte) (fixed >>> Byte.SIZE);
        after[end + 1] = (byte) fixed;
    }

    /**
     * Without its check sum and longer than its type it may be two frames, and what must not be seen stands where nobody looks
     * for it.
     */
    private static boolean isWhole(byte[] frame, FrameType type) {
        return frame.length - Frame.OVERHEAD <= type.bodyLength() || hasItsCrc(frame);
    }

    private static boolean hasItsCrc(byte[] frame) {
        int end = frame.length - CRC_BYTES;
        int wire = ((frame[end] & 0xFF) << Byte.SIZE) | (frame[end + 1] & 0xFF);
        ByteBuf bytes = Unpooled.wrappedBuffer(frame);
        int crc = Crc16.of(bytes, 2, end - 2);
        return wire == lowFirst(crc) || wire == crc || wire == lowFirst(Crc16.legacyOf(bytes, 2, end - 2));
    }

    private static int lowFirst(int crc) {
        return ((crc & 0xFF) << Byte.SIZE) | (crc >>> Byte.SIZE);
    }

    /** How a masked field is shown: stars, and the characters that stay. Nothing is shown of what is not there. */
    public static @Nullable String shown(@Nullable String value) {
        if (value == null || value.isEmpty() || value.chars().allMatch(c -> c == '0')) {
            return value;
        }
        int stays = Math.min(4, Math.max(0, value.length() - 4));
        return "*".repeat(value.length() - stays) + value.substring(value.length() - stays);
    }
}
