package io.ohmgate.ykc.frame;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Everything odd that is tolerated or refused at the edge. The constant's name is the metric's tag. */
public enum Anomaly {
    /** Bytes before a start byte were skipped. */
    GARBAGE_SKIPPED,
    /** A start byte followed by a length below 4 was skipped. */
    LENGTH_TOO_SMALL,
    /** The rest of a frame did not come in time; its start byte was skipped. */
    PARTIAL_TIMEOUT,
    /** The CRC fits in no accepted order; the start byte was skipped, the search goes on right behind it. */
    CRC_BAD,
    /** The CRC's high byte came first; accepted. */
    CRC_HIGH_BYTE_FIRST,
    /** The CRC was computed with the misprinted table of V1.5; accepted where switched on. */
    CRC_LEGACY_TABLE,
    /** The length byte holds the body's length, 4 too little; accepted. */
    LENGTH_WITHOUT_HEADER,
    /** The length byte is wrong in another way. Only a description says so; the decoder finds no frame there. */
    LENGTH_WRONG,
    /** The encrypt flag is not 0; delivered, not decoded. */
    ENCRYPTED,
    /** No message has this type code; ignored. */
    UNKNOWN_TYPE,
    /** A field without which the message means nothing is missing or unreadable; dropped. */
    MALFORMED_BODY,
    /** The tail is missing; the missing fields are null. */
    SHORT_BODY,
    /** There is an extra tail; ignored. */
    LONG_BODY,
    /** A number field holds hex letters; kept as they are. */
    BCD_NOT_DECIMAL,
    /** A gun number that is no BCD was taken as a binary number. */
    GUN_NO_BINARY,
    /** 0x42 in the form of V1.5 names no gun; taken as gun 1. */
    GUN_NO_ABSENT,
    /** A time is no date; null. */
    TIME_INVALID,
    /** Weekday, summer time or reserved bits of a time are set; masked. */
    TIME_EXTRA_BITS,
    /** A login in the form of V1.8, which is another protocol. */
    LOGIN_OF_V1_8,
    /** 0x32 with the body of 0xA2; taken as 0xA2. */
    PARALLEL_CONFIRM_MISTYPED,
    /** A group of 0x45 without its reason, as the document's sample prints it. */
    CARD_RESULT_WITHOUT_REASON;

    private static final Anomaly[] ALL = values();

    /** A set as bits, so that the hot path carries one number. */
    @SuppressWarnings("EnumOrdinal") // The bits live as long as a frame; nothing keeps them.
    public int bit() {
        return 1 << ordinal();
    }

    /** An unmodifiable set of those bits. */
    public static Set<Anomaly> ofBits(int bits) {
        if (bits == 0) {
            return Set.of();
        }
        EnumSet<Anomaly> set = EnumSet.noneOf(Anomaly.class);
        for (Anomaly anomaly : ALL) {
            if ((bits & anomaly.bit()) != 0) {
                set.add(anomaly);
            }
        }
        return Collections.unmodifiableSet(set);
    }
}
