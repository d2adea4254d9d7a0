package io.ohmgate.gateway.pile;

/**
 * The serial number of one charge (交易流水号): 32 characters, opaque. Made by the platform, or by a pile that is offline.
 * Never parsed, never stripped; vendors put hex digits into it (ykc.md 3.2).
 */
public record TradeNo(String digits) {
    public static final int LENGTH = 32;

    /** @throws IllegalArgumentException if it is not 32 characters of 0-9A-F */
    public TradeNo {
        if (digits.length() != LENGTH || !isUpperHex(digits)) {
            throw new IllegalArgumentException("a trade number has 32 characters of 0-9A-F, not \"" + digits + "\"");
        }
    }

    private static boolean isUpperHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'A' || c > 'F')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return digits;
    }
}
