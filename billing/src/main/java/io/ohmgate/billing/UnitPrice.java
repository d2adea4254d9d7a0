package io.ohmgate.billing;

/** A price of energy (单价) in 0.00001 yuan per kWh, the scale of the wire. Never negative. */
public record UnitPrice(long hundredThousandthsYuanPerKwh) {
    public static final UnitPrice ZERO = new UnitPrice(0);

    /** @throws IllegalArgumentException if negative */
    public UnitPrice {
        if (hundredThousandthsYuanPerKwh < 0) {
            throw new IllegalArgumentException("a price cannot be negative: " + hundredThousandthsYuanPerKwh);
        }
    }

    public UnitPrice plus(UnitPrice other) {
        return new UnitPrice(Math.addExact(hundredThousandthsYuanPerKwh, other.hundredThousandthsYuanPerKwh));
    }
}
