package io.ohmgate.ykc.describe;

import io.ohmgate.ykc.frame.CrcOrder;

/**
 * What the CRC of a frame says. {@code wire} and {@code expected} are two bytes in hex as they stand, or should stand,
 * in the frame, low byte first.
 *
 * @param order the order that fits, {@link CrcOrder#BAD} if none does
 */
public record CrcCheck(CrcOrder order, String wire, String expected) {
    public boolean valid() {
        return order != CrcOrder.BAD;
    }
}
