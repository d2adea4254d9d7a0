package io.ohmgate.billing;

import java.util.List;

/**
 * What a charge costs (账单). One line for each price level that delivered energy. The total at 0.0001 yuan is rounded to
 * fen once; {@link #roundingDifference()} keeps what that changed, so that {@code payable * 100 = total + difference}.
 */
public record ChargingBill(
        List<BillLine> lines, Amount electricity, Amount total, Money payable, Money payableElectricity) {
    /** Half a fen: no rounding can be further off (invariants C19). */
    public static final Amount ROUNDING_DIFFERENCE_MAX = new Amount(Amount.PER_FEN / 2);

    public static final ChargingBill NOTHING =
            new ChargingBill(List.of(), Amount.ZERO, Amount.ZERO, Money.ZERO, Money.ZERO);

    /** @throws IllegalArgumentException if the lines do not add up to the sums, whether computed or read from a store */
    public ChargingBill {
        lines = List.copyOf(lines);
        require(Amount.sum(lines.stream().map(BillLine::electricity).toList()).equals(electricity), "electricity");
        require(Amount.sum(lines.stream().map(BillLine::total).toList()).equals(total), "total");
        require(Money.sum(lines.stream().map(BillLine::payable).toList()).equals(payable), "payable");
        require(
                Money.sum(lines.stream().map(BillLine::payableElectricity).toList())
                        .equals(payableElectricity),
                "payable electricity");
        require(payable.toAmount().distanceTo(total).compareTo(ROUNDING_DIFFERENCE_MAX) <= 0, "rounding");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("a bill's lines do not add up: " + what);
        }
    }

    public Energy energy() {
        return Energy.sum(lines.stream().map(BillLine::energy).toList());
    }

    public Amount service() {
        return total.minus(electricity);
    }

    public Money payableService() {
        return payable.minus(payableElectricity);
    }

    /** What rounding to fen added, or took if negative: at most half a fen. */
    public Amount roundingDifference() {
        return payable.toAmount().minus(total);
    }
}
