package io.ohmgate.billing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Energy per price level times our own prices (计费). A line is rounded to 0.0001 yuan, the total of the lines once to fen.
 * Within a total the electricity part is rounded and the service part is the rest, because a pile's record carries only
 * the sum of both prices.
 */
public final class Rating {
    private Rating() {}

    /**
     * The bill for these energies.
     *
     * @throws IllegalArgumentException if energy was taken at a level that the tariff has no price for
     * @throws OutOfBoundsException if all energies together are more than an order can be, or a price is out of bounds
     */
    public static ChargingBill bill(Tariff tariff, Map<PriceLevel, Energy> energies) {
        Bound.ENERGY_PER_ORDER.check(Energy.sum(energies.values()).tenThousandthsKwh());
        List<Charge> charges = new ArrayList<>();
        new TreeMap<>(energies).forEach((level, energy) -> {
            if (!energy.isZero()) {
                charges.add(Charge.of(level, energy, priceOf(tariff, level)));
            }
        });
        return billOf(charges);
    }

    private static Price priceOf(Tariff tariff, PriceLevel level) {
        return tariff.priceOf(level)
                .orElseThrow(() -> new IllegalArgumentException("the tariff has no price for level " + level));
    }

    private static ChargingBill billOf(List<Charge> charges) {
        Amount total = Amount.sum(charges.stream().map(Charge::total).toList());
        Amount electricity =
                Amount.sum(charges.stream().map(Charge::electricity).toList());
        Money payable = total.toMoney();
        Money payableElectricity = electricity.toMoney();

        SortedMap<PriceLevel, Long> weights = new TreeMap<>();
        charges.forEach(c -> weights.put(c.level, c.electricity.tenThousandthsYuan()));
        SortedMap<PriceLevel, Long> electricityFen = Rounding.allocate(payableElectricity.fen(), weights);
        charges.forEach(c -> weights.put(c.level, c.service().tenThousandthsYuan()));
        SortedMap<PriceLevel, Long> serviceFen =
                Rounding.allocate(payable.minus(payableElectricity).fen(), weights);

        List<BillLine> lines = charges.stream()
                .map(c -> c.toLine(fen(electricityFen, c.level), fen(serviceFen, c.level)))
                .toList();
        return new ChargingBill(lines, electricity, total, payable, payableElectricity);
    }

    private static Money fen(SortedMap<PriceLevel, Long> shares, PriceLevel level) {
        return new Money(shares.getOrDefault(level, 0L));
    }

    /** A bill line that does not know its fen yet. */
    private record Charge(PriceLevel level, Energy energy, Price price, Amount electricity, Amount total) {
        static Charge of(PriceLevel level, Energy energy, Price price) {
            return new Charge(
                    level,
                    energy,
                    price,
                    energy.at(price.electricity()).toAmount(),
                    energy.at(price.total()).toAmount());
        }

        Amount service() {
            return total.minus(electricity);
        }

        BillLine toLine(Money payableElectricity, Money payableService) {
            return new BillLine(level, energy, price, electricity, total, payableElectricity, payableService);
        }
    }
}
