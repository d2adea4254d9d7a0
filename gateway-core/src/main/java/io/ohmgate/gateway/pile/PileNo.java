package io.ohmgate.gateway.pile;

/** The number of a pile (桩编号): 14 digits, issued by the platform, leading zeros kept. */
public record PileNo(String digits) implements Comparable<PileNo> {
    public static final int LENGTH = 14;

    /** @throws IllegalArgumentException if it is not 14 decimal digits */
    public PileNo {
        if (!Digits.areDecimal(digits, LENGTH)) {
            throw new IllegalArgumentException("a pile number has 14 decimal digits, not \"" + digits + "\"");
        }
    }

    public GunId gun(int gunNo) {
        return new GunId(this, gunNo);
    }

    @Override
    public int compareTo(PileNo other) {
        return digits.compareTo(other.digits);
    }

    @Override
    public String toString() {
        return digits;
    }
}
