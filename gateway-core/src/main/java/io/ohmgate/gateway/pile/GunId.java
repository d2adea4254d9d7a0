package io.ohmgate.gateway.pile;

/** A gun (枪) as people name it: the pile number and the two-digit gun number, 16 digits, as printed in its QR code. */
public record GunId(PileNo pileNo, int gunNo) implements Comparable<GunId> {
    public static final int LENGTH = PileNo.LENGTH + 2;
    public static final int GUN_NO_MAX = 99;

    /** @throws IllegalArgumentException if gunNo is not 1 to 99 */
    public GunId {
        if (gunNo < 1 || gunNo > GUN_NO_MAX) {
            throw new IllegalArgumentException("a gun number is 1 to 99, not " + gunNo);
        }
    }

    /** @throws IllegalArgumentException if it is not 16 decimal digits ending in 01 to 99 */
    public static GunId parse(String digits) {
        if (!Digits.areDecimal(digits, LENGTH)) {
            throw new IllegalArgumentException("a gun id has 16 decimal digits, not \"" + digits + "\"");
        }
        return new GunId(
                new PileNo(digits.substring(0, PileNo.LENGTH)), Integer.parseInt(digits.substring(PileNo.LENGTH)));
    }

    public String digits() {
        return pileNo.digits() + (gunNo < 10 ? "0" : "") + gunNo;
    }

    @Override
    public int compareTo(GunId other) {
        int byPile = pileNo.compareTo(other.pileNo);
        return byPile != 0 ? byPile : Integer.compare(gunNo, other.gunNo);
    }

    @Override
    public String toString() {
        return digits();
    }
}
