package io.ohmgate.billing;

/** An amount (金额) in 0.0001 yuan, the scale of records on the wire and of bill lines before the one rounding to fen. */
public record Amount(long tenThousandthsYuan) {
    public static final Amount ZERO = new Amount(0);
}
