package io.ohmgate.ykc.message;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.UnitPrice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was charged at one price level: total price, energy, energy with loss, amount. */
public record RateSum(UnitPrice price, Energy energy, Energy lossEnergy, Amount amount) {
    public static final RateSum ZERO = new RateSum(UnitPrice.ZERO, Energy.ZERO, Energy.ZERO, Amount.ZERO);
    /** Sharp, peak, flat, valley. */
    public static final int LEVELS = 4;
    /** And deep valley. */
    public static final int LEVELS_MAX = 5;

    private static final List<Names> NAMES =
            List.of(Names.of("sharp"), Names.of("peak"), Names.of("flat"), Names.of("valley"), Names.of("deepValley"));

    private record Names(String price, String energy, String lossEnergy, String amount) {
        static Names of(String level) {
            return new Names(level + "Price", level + "Energy", level + "LossEnergy", level + "Amount");
        }
    }

    static List<RateSum> read(BodyReader in, int levels) {
        List<RateSum> sums = new ArrayList<>(levels);
        for (Names names : NAMES.subList(0, levels)) {
            RateSum sum = read(in, names);
            if (sum != null) {
                sums.add(sum);
            }
        }
        return sums;
    }

    private static @Nullable RateSum read(BodyReader in, Names names) {
        UnitPrice price = in.price(names.price);
        Energy energy = in.energy(names.energy);
        Energy lossEnergy = in.energy(names.lossEnergy);
        Amount amount = in.amount(names.amount);
        if (price == null || energy == null || lossEnergy == null || amount == null) {
            return null;
        }
        return new RateSum(price, energy, lossEnergy, amount);
    }

    static void write(List<RateSum> sums, int levels, BodyWriter out) {
        if (sums.size() > levels) {
            throw new IllegalArgumentException("at most " + levels + " levels, not " + sums.size());
        }
        for (int i = 0; i < levels; i++) {
            RateSum sum = i < sums.size() ? sums.get(i) : ZERO;
            out.price(sum.price).energy(sum.energy).energy(sum.lossEnergy).amount(sum.amount);
        }
    }
}
