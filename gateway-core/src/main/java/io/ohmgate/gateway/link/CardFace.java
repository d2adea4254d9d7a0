package io.ohmgate.gateway.link;

/**
 * A card's two numbers (卡号): the one printed on it, up to 16 digits, and the one in it, 16 hex digits in the order the
 * wire carries them. Personal data: never logged.
 */
public record CardFace(String printedNo, String cardNo) {
    public static final int DIGITS = 16;

    /** No card: both numbers are zeros. */
    public static final CardFace NONE = new CardFace("0".repeat(DIGITS), "0".repeat(DIGITS));

    /** @throws IllegalArgumentException if a number is too long for a frame */
    public CardFace {
        if (printedNo.length() > DIGITS || cardNo.length() > DIGITS) {
            throw new IllegalArgumentException("a card's numbers have at most 16 digits");
        }
        // Tables keep a number without its leading zero bytes; the wire wants all eight.
        cardNo = "0".repeat(DIGITS - cardNo.length()) + cardNo;
    }

    @Override
    public String toString() {
        return "CardFace";
    }
}
