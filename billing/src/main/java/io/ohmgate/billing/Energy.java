package io.ohmgate.billing;

/** Electric energy (电量) in 0.0001 kWh, the scale of the wire. Never negative. */
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

    @Override
    public int compareTo(Energy other) {
        return Long.compare(tenThousandthsKwh, other.tenThousandthsKwh);
    }
}
