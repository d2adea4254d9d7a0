package io.ohmgate.gateway.record;

import io.ohmgate.billing.Money;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.wallet.Hold;
import io.ohmgate.billing.wallet.Wallet;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.order.ChargingOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a settlement rests on, read under the locks of {@link SettlementStore#settle}. {@code first} is whether no
 * kept record of this trade number from the same pile has a smaller id; {@code posted} the bill
 * that counts for the trade number now. {@code order}, {@code tariff} (the version the order was opened with), {@code hold} (in whatever state) and
 * {@code wallet} (the driver's, with the sum of all open holds) are null if there is none. {@code place} is null if the
 * record's gun is in no table. {@code receivable} is the balance of what the driver owes: negative, or zero.
 * {@code card} is there if a pile started the charge by a card, on its own.
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
        @Nullable GunPlace place,
        @Nullable CardStanding card) {
    /** For a charge that no pile started by a card on its own. */
    public SettlementFacts(
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
        this(recordId, record, receivedAt, first, posted, order, tariff, hold, wallet, receivable, place, null);
    }

    /** Whose gun it is and what it can deliver. */
    public record GunPlace(long tenantId, long stationId, int ratedWatts) {}

    /**
     * What speaks against a pile's word that a card was shown to it (离线卡): {@code doubts}, and how much the card may still
     * cost on that day, null for any amount.
     */
    public record CardStanding(
            List<Settlement.Reason> doubts, @Nullable Money left) {
        public CardStanding {
            doubts = List.copyOf(doubts);
        }
    }
}
