package io.ohmgate.billing;

/**
 * Electric energy (电量) in 0.0001 kWh, the scale of the wire. Never negative. A pile may tell more than an order can be
 * ({@link Bound#ENERGY_PER_ORDER}); such a value can be kept as evidence, but has no cost.
 */
public record Energy(long tenThousandthsKwh) implements Comparable<Energy> {
    public static final Energy ZERO = new Energy(0);

    /** @throws IllegalArgumentException if negative */
    public Energy {
        if (tenThousandthsKwh < 0) {
            throw new IllegalArgumentException("energy cannot be negative: " + tenThousandthsKwh);
        }
    }

    public Energy plus(Energy other) {
        return new Energy(Math.addExact(tenThousandthsKwh, other.tenThousandthsKwh));
    }

    /** @throws IllegalArgumentException if {@code other} is more than this */
    public Energy minus(Energy other) {
        return new Energy(Math.subtractExact(tenThousandthsKwh, other.tenThousandthsKwh));
    }

    public static Energy sum(Iterable<Energy> parts) {
        Energy sum = ZERO;
        for (Energy part : parts) {
            sum = sum.plus(part);
        }
        return sum;
    }

    public boolean isZero() {
        return tenThousandthsKwh == 0;
    }

    /** Whether one order can have delivered this much. */
    public boolean fitsAnOrder() {
        return Bound.ENERGY_PER_ORDER.allows(tenThousandthsKwh);
    }

    /**
     * The exact cost at {@code price}; nothing is rounded here.
     *
     * @throws OutOfBoundsException if the energy is more than an order can be or the price more than a price can be
     */
    public Cost at(UnitPrice price) {
        return new Cost(Math.multiplyExact(
                Bound.ENERGY_PER_ORDER.check(tenThousandthsKwh),
                Bound.UNIT_PRICE.check(price.hundredThousandthsYuanPerKwh())));
    }

    @Override
    public int compareTo(Energy other) {
        return Long.compare(tenThousandthsKwh, other.tenThousandthsKwh);
    }
}
