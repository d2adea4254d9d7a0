package io.ohmgate.gateway.record;

import io.ohmgate.billing.Money;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.wallet.Hold;
import io.ohmgate.billing.wallet.Wallet;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.order.ChargingOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that a settlement rests on, read under the locks of {@link SettlementStore#settle}. {@code first} is whether no
 * kept record of this trade number from the same pile has a smaller id; {@code posted} the bill
 * that counts for the trade number now. {@code order}, {@code tariff} (the version the order was opened with), {@code hold} (in whatever state) and
 * {@code wallet} (the driver's, with the sum of all open holds) are null if there is none. {@code place} is null if the
 * record's gun is in no table. {@code receivable} is the balance of what the driver owes: negative, or zero.
 */
public record SettlementFacts(
        long recordId,
        ChargeRecord record,
        Instant receivedAt,
        boolean first,
        @Nullable PostedBill posted,
        @Nullable ChargingOrder order,
        @Nullable Tariff tariff,
        @Nullable Hold hold,
        @Nullable Wallet wallet,
        Money receivable,
        @Nullable GunPlace place) {
    /** Whose gun it is and what it can deliver. */
    public record GunPlace(long tenantId, long stationId, int ratedWatts) {}
}
