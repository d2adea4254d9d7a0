package io.ohmgate.billing;

/**
 * A price of energy (单价) in 0.00001 yuan per kWh, the scale of the wire. Never negative. What a pile tells may be beyond
 * {@link Bound#UNIT_PRICE}; that can be kept as evidence, but nothing can be charged at it.
 */
public record UnitPrice(long hundredThousandthsYuanPerKwh) implements Comparable<UnitPrice> {
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

    /** @throws IllegalArgumentException if {@code other} is more than this */
    public UnitPrice minus(UnitPrice other) {
        return new UnitPrice(Math.subtractExact(hundredThousandthsYuanPerKwh, other.hundredThousandthsYuanPerKwh));
    }

    /** Whether energy can be charged at this price. */
    public boolean isChargeable() {
        return Bound.UNIT_PRICE.allows(hundredThousandthsYuanPerKwh);
    }

    @Override
    public int compareTo(UnitPrice other) {
        return Long.compare(hundredThousandthsYuanPerKwh, other.hundredThousandthsYuanPerKwh);
    }
}
