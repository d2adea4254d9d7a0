package io.ohmgate.ykc.frame;

/** How the two CRC bytes of a frame were, or are to be, written. */
public enum CrcOrder {
    /** The rule: low byte of the CRC first. */
    LOW_FIRST,
    /** Seen from some piles; accepted, never sent by the platform. */
    HIGH_FIRST,
    /** Low byte first, computed with the misprinted table of V1.4 and V1.5; accepted only where switched on. */
    LEGACY_TABLE,
    /** Fits in no order. Only written, to test the other side. */
    BAD;

    /** The two bytes as they go out, first byte high. */
    int wire(int crc, int legacyCrc) {
        return switch (this) {
            case LOW_FIRST -> Crc16.swap(crc);
            case HIGH_FIRST -> crc;
            case LEGACY_TABLE -> Crc16.swap(legacyCrc);
            // One bit off fits neither byte order, whatever the CRC is; a complement could.
            case BAD -> Crc16.swap(crc ^ 1);
        };
    }
}
