package io.ohmgate.ykc.message;

import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prices as a pile holds them (计费模型): four levels in the order sharp, peak, flat, valley, and the level of each half
 * hour of local time, 0 to 3. What a short body lacks is missing in the lists.
 */
public record BillingModel(List<Price> prices, @Nullable Integer lossRatio, List<Integer> periodRates) {
    private static final List<PriceLevel> LEVELS = List.of(PriceLevel.values());
    private static final Price FREE = new Price(UnitPrice.ZERO, UnitPrice.ZERO);
    private static final List<Names> NAMES =
            List.of(Names.of("sharp"), Names.of("peak"), Names.of("flat"), Names.of("valley"));

    private record Names(String electricity, String service) {
        static Names of(String level) {
            return new Names(level + "ElecPrice", level + "ServicePrice");
        }
    }

    /** @throws IllegalArgumentException if there are more than 4 prices or 48 half hours */
    public BillingModel {
        prices = List.copyOf(prices);
        periodRates = List.copyOf(periodRates);
        if (prices.size() > LEVELS.size() || periodRates.size() > Tariff.SLOTS) {
            throw new IllegalArgumentException("a billing model has 4 prices and 48 half hours");
        }
    }

    /** A level the tariff does not use costs nothing. */
    public static BillingModel of(Tariff tariff) {
        List<Price> prices = LEVELS.stream()
                .map(level -> tariff.prices().getOrDefault(level, FREE))
                .toList();
        List<Integer> rates = tariff.slots().stream().map(LEVELS::indexOf).toList();
        return new BillingModel(prices, 0, rates);
    }

    /** The tariff, if the model is complete and its half hours name levels there are. */
    public Optional<Tariff> tariff() {
        boolean known = periodRates.stream().allMatch(rate -> rate >= 0 && rate < LEVELS.size());
        if (prices.size() < LEVELS.size() || periodRates.size() < Tariff.SLOTS || !known) {
            return Optional.empty();
        }
        Map<PriceLevel, Price> byLevel = new EnumMap<>(PriceLevel.class);
        LEVELS.forEach(level -> byLevel.put(level, prices.get(LEVELS.indexOf(level))));
        return Optional.of(new Tariff(periodRates.stream().map(LEVELS::get).toList(), byLevel));
    }

    static BillingModel read(BodyReader in) {
        List<Price> prices = new ArrayList<>(NAMES.size());
        for (Names names : NAMES) {
            UnitPrice electricity = in.price(names.electricity);
            UnitPrice service = in.price(names.service);
            if (electricity != null && service != null) {
                prices.add(new Price(electricity, service));
            }
        }
        return new BillingModel(prices, in.u8("lossRatio"), in.u8s("periodRates", Tariff.SLOTS));
    }

    void write(BodyWriter out) {
        for (int i = 0; i < NAMES.size(); i++) {
            Price price = i < prices.size() ? prices.get(i) : FREE;
            out.price(price.electricity()).price(price.service());
        }
        out.u8(lossRatio).u8s(periodRates, Tariff.SLOTS);
    }
}
