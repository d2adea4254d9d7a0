package io.ohmgate.gateway.record;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.MeterReading;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.check.PileBill;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.order.Progress;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record in the words of the bill check. */
public final class PileBills {
    private PileBills() {}

    /** @throws RuntimeException of billing if a number of the record is out of all bounds */
    public static PileBill of(
            ChargeRecord record,
            @Nullable Duration duration,
            long ratedWatts,
            @Nullable Progress last,
            Map<PriceLevel, Energy> observed) {
        return new PileBill(
                record.periods().stream().map(PileBills::line).toList(),
                record.total(),
                record.lossTotal(),
                new MeterReading(record.meterStartTenThousandthsKwh()),
                new MeterReading(record.meterEndTenThousandthsKwh()),
                record.pileAmount(),
                duration,
                ratedWatts > 0 ? ratedWatts : null,
                last == null ? null : believable(last.pileAmount()),
                observed);
    }

    private static PileBill.Line line(ChargeRecord.Period period) {
        return new PileBill.Line(period.level(), period.price(), period.energy(), period.lossEnergy(), period.amount());
    }

    /** Zero stands for a pile that does not count money while it charges. */
    private static @Nullable Amount believable(@Nullable Amount live) {
        return live == null || live.equals(Amount.ZERO) ? null : live;
    }
}
