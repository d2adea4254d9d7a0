package io.ohmgate.gateway.link;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a charge came to by the pile's account (交易记录). Energies are the verified meter; prices and amounts are only
 * evidence. Times are the pile's own clock, site-local, null if unreadable. Meters are 0 if the pile has none to tell.
 */
public record ChargeRecord(
        TradeNo tradeNo,
        GunId gun,
        @Nullable LocalDateTime startedAt,
        @Nullable LocalDateTime endedAt,
        List<Period> periods,
        long meterStartTenThousandthsKwh,
        long meterEndTenThousandthsKwh,
        Energy total,
        Energy lossTotal,
        Amount pileAmount,
        StartedBy startedBy,
        int stopReasonCode,
        boolean complete) {
    public ChargeRecord {
        periods = List.copyOf(periods);
    }

    /** The sum of one price level. {@code level} is null for a level our tariffs do not have (deep valley 深谷). */
    public record Period(
            @Nullable PriceLevel level, UnitPrice price, Energy energy, Energy lossEnergy, Amount amount) {}

    public enum StartedBy {
        APP,
        CARD,
        OFFLINE_CARD,
        VIN,
        UNKNOWN
    }
}
