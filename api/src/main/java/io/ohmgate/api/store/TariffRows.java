package io.ohmgate.api.store;

import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.r2dbc.spi.Readable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tariff as the columns of {@code tariff_version}: 48 digits and four pairs of prices. */
final class TariffRows {
    /** For a query that calls the table {@code v}. */
    static final String COLUMNS = """
            v.slots, v.sharp_electricity, v.sharp_service, v.peak_electricity, v.peak_service,
            v.flat_electricity, v.flat_service, v.valley_electricity, v.valley_service""";

    private static final PriceLevel[] LEVELS = PriceLevel.values();

    private TariffRows() {}

    static Tariff read(Readable row) {
        List<PriceLevel> slots = Columns.text(row, "slots")
                .chars()
                .mapToObj(digit -> LEVELS[digit - '0'])
                .toList();
        Map<PriceLevel, Price> prices = new EnumMap<>(PriceLevel.class);
        for (PriceLevel level : LEVELS) {
            String prefix = level.name().toLowerCase(Locale.ROOT);
            Long electricity = Columns.numberOrNull(row, prefix + "_electricity");
            if (electricity != null) {
                UnitPrice service = new UnitPrice(Columns.number(row, prefix + "_service"));
                prices.put(level, new Price(new UnitPrice(electricity), service));
            }
        }
        return new Tariff(slots, prices);
    }

    /** Nine values in the order of {@link #COLUMNS}. */
    static List<@Nullable Object> values(Tariff tariff) {
        StringBuilder slots = new StringBuilder(Tariff.SLOTS);
        tariff.slots().forEach(level -> slots.append(digit(level)));
        List<@Nullable Object> values = new ArrayList<>();
        values.add(slots.toString());
        for (PriceLevel level : LEVELS) {
            Price price = tariff.prices().get(level);
            values.add(price == null ? null : price.electricity());
            values.add(price == null ? null : price.service());
        }
        return values;
    }

    /** The digit that the wire has for the level as well. */
    private static char digit(PriceLevel level) {
        return switch (level) {
            case SHARP -> '0';
            case PEAK -> '1';
            case FLAT -> '2';
            case VALLEY -> '3';
        };
    }
}
