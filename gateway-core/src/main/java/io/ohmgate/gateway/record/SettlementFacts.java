package io.ohmgate.gateway.record;

import io.ohmgate.billing.Money;
import io.ohmgate.billing.Tariff;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.order.ChargingOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that a settlement rests on, read under the locks of {@link SettlementStore#settle}. {@code first} is whether no
 * kept record of this trade number has a smaller id; {@code billed} whether a bill exists for the trade number.
 * {@code order}, {@code tariff} (the version the order was opened with), {@code openHold} (the amount, if the hold is
 * open) and {@code wallet} are null if there is none. {@code place} is null if the record's gun is in no table.
 */
public record SettlementFacts(
        long recordId,
        ChargeRecord record,
        Instant receivedAt,
        boolean first,
        boolean billed,
        @Nullable ChargingOrder order,
        @Nullable Tariff tariff,
        @Nullable Money openHold,
        @Nullable WalletFacts wallet,
        @Nullable GunPlace place) {
    /** The driver's wallet account; {@code held} is the sum of all its open holds, this order's included. */
    public record WalletFacts(Money balance, Money held, Money creditLimit) {}

    /** Whose gun it is and what it can deliver. */
    public record GunPlace(long tenantId, long stationId, int ratedWatts) {}
}
