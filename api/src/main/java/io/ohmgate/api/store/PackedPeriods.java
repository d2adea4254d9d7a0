package io.ohmgate.api.store;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.link.ChargeRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The price levels of a record in one column: a row for each would be most of what keeping a record costs. */
final class PackedPeriods {
    /** As wide as the column. */
    static final int CHARS_MAX = 2_000;

    private static final String BETWEEN = "/";
    private static final String FIELDS = ",";
    private static final int FIELD_COUNT = 5;

    private PackedPeriods() {}

    /** Null if there is not room for all of them. */
    static @Nullable String packed(List<ChargeRecord.Period> periods) {
        StringBuilder text = new StringBuilder();
        for (ChargeRecord.Period period : periods) {
            PriceLevel level = period.level();
            text.append(text.isEmpty() ? "" : BETWEEN)
                    .append(level == null ? "" : level.name())
                    .append(FIELDS)
                    .append(period.price().hundredThousandthsYuanPerKwh())
                    .append(FIELDS)
                    .append(period.energy().tenThousandthsKwh())
                    .append(FIELDS)
                    .append(period.lossEnergy().tenThousandthsKwh())
                    .append(FIELDS)
                    .append(period.amount().tenThousandthsYuan());
        }
        return text.length() <= CHARS_MAX ? text.toString() : null;
    }

    /** @throws IllegalArgumentException if it was not {@link #packed} */
    static List<ChargeRecord.Period> unpacked(String text) {
        List<ChargeRecord.Period> periods = new ArrayList<>();
        if (text.isEmpty()) {
            return periods;
        }
        for (String one : text.split(BETWEEN, -1)) {
            String[] fields = one.split(FIELDS, -1);
            if (fields.length != FIELD_COUNT) {
                throw new IllegalArgumentException(
                        "a price level has " + FIELD_COUNT + " fields, not " + fields.length);
            }
            periods.add(new ChargeRecord.Period(
                    fields[0].isEmpty() ? null : PriceLevel.valueOf(fields[0]),
                    new UnitPrice(Long.parseLong(fields[1])),
                    new Energy(Long.parseLong(fields[2])),
                    new Energy(Long.parseLong(fields[3])),
                    new Amount(Long.parseLong(fields[4]))));
        }
        return periods;
    }
}
