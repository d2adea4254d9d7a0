package io.ohmgate.billing;

/**
 * What was taken at one price level. The amounts are the exact ones at 0.0001 yuan; the money is this line's share of the
 * order's one rounding to fen, so that the lines of a receipt add up to what is paid.
 */
public record BillLine(
        PriceLevel level,
        Energy energy,
        Price price,
        Amount electricity,
        Amount total,
        Money payableElectricity,
        Money payableService) {
    /** @throws IllegalArgumentException if a part is negative */
    public BillLine {
        if (electricity.compareTo(Amount.ZERO) < 0
                || electricity.compareTo(total) > 0
                || payableElectricity.isNegative()
                || payableService.isNegative()) {
            throw new IllegalArgumentException("a bill line has no negative part: " + level);
        }
    }

    public Amount service() {
        return total.minus(electricity);
    }

    public Money payable() {
        return payableElectricity.plus(payableService);
    }
}
