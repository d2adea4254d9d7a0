package io.ohmgate.billing;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A bill whose sum a person states (人工核定), because no record tells it. The energies, and how the money is shared out to
 * price levels, electricity and service, follow the nearest bill that could be computed; the sum is the person's.
 */
public final class StatedBill {
    private StatedBill() {}

    /**
     * {@code nearest} may be {@link ChargingBill#NOTHING}; the money then has the shares of the price at {@code at}.
     *
     * @throws IllegalArgumentException if the money is negative
     */
    public static ChargingBill of(ChargingBill nearest, Tariff tariff, LocalTime at, Money payable) {
        SortedMap<Integer, BillLine> lines = new TreeMap<>();
        List<BillLine> known =
                nearest.total().equals(Amount.ZERO) ? List.of(unit(tariff, at, nearest.energy())) : nearest.lines();
        for (int i = 0; i < known.size(); i++) {
            lines.put(i, known.get(i));
        }
        SortedMap<Integer, Long> weights = new TreeMap<>();
        lines.forEach((i, line) -> weights.put(i, line.total().tenThousandthsYuan()));
        SortedMap<Integer, Long> shares = Rounding.allocate(payable.fen(), weights);
        List<BillLine> stated = new ArrayList<>();
        lines.forEach((i, line) -> stated.add(scaled(line, new Money(shares.getOrDefault(i, 0L)))));
        return sum(stated);
    }

    private static ChargingBill sum(List<BillLine> lines) {
        return new ChargingBill(
                lines,
                Amount.sum(lines.stream().map(BillLine::electricity).toList()),
                Amount.sum(lines.stream().map(BillLine::total).toList()),
                Money.sum(lines.stream().map(BillLine::payable).toList()),
                Money.sum(lines.stream().map(BillLine::payableElectricity).toList()));
    }

    /** One kWh, for its shares only: its energy is the one given. */
    private static BillLine unit(Tariff tariff, LocalTime at, Energy energy) {
        Price price = tariff.priceAt(at);
        Amount electricity = new Amount(price.electricity().hundredThousandthsYuanPerKwh());
        Amount total = new Amount(Math.max(1, price.total().hundredThousandthsYuanPerKwh()));
        return new BillLine(tariff.levelAt(at), energy, price, electricity, total, Money.ZERO, Money.ZERO);
    }

    private static BillLine scaled(BillLine line, Money money) {
        long whole = line.total().tenThousandthsYuan();
        Money electricity = whole == 0
                ? Money.ZERO
                : new Money(Rounding.roundHalfUp(
                        Math.multiplyExact(money.fen(), line.electricity().tenThousandthsYuan()), whole));
        return new BillLine(
                line.level(),
                line.energy(),
                line.price(),
                electricity.toAmount(),
                money.toAmount(),
                electricity,
                money.minus(electricity));
    }
}
