package io.ohmgate.ykc.message;

/** The cell with the highest voltage and the group it is in, packed into two bytes of 0x23. */
public record CellPeak(int centiVolts, int groupNo) {
    public CellPeak {
        if (centiVolts < 0 || centiVolts > 0xFFF || groupNo < 0 || groupNo > 0xF) {
            throw new IllegalArgumentException(
                    "12 bits of voltage and 4 bits of group cannot hold " + centiVolts + ", " + groupNo);
        }
    }
}
