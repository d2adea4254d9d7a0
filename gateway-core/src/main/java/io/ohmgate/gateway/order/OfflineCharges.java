package io.ohmgate.gateway.order;

import io.ohmgate.gateway.link.ChargeRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** Charges that a pile started on its own, by a card it knows, while it was offline (ykc.md 7.7). Pure. */
public final class OfflineCharges {
    /** The first line of such an order's history. */
    public static final String EVENT = "RecordOfOfflineCard";

    /** A pile that was away for longer than this does not know what day it is. */
    static final Duration AWAY_MAX = Duration.ofDays(60);

    private OfflineCharges() {}

    /** The energy was delivered; what is awaited is only the settlement of the record that is here. */
    public static ChargingOrder open(OrderId id, OrderTerms terms, Instant now) {
        OrderTimes times = OrderTimes.NONE.ended(now);
        return new ChargingOrder(id, terms, OrderState.AWAITING_RECORD, 0, times, null, 0, null, null);
    }

    /**
     * The moment whose price the charge had: when it began, by the pile's clock, if that can be believed, and else the last
     * that the pile can have known. The prices in the record are compared with it: a wrong choice calls a person.
     */
    public static Instant pricedAt(ChargeRecord record, Instant receivedAt, ZoneId site) {
        LocalDateTime began = record.startedAt();
        if (began == null) {
            return receivedAt;
        }
        Instant told = began.atZone(site).toInstant();
        boolean believable = !told.isAfter(receivedAt) && told.isAfter(receivedAt.minus(AWAY_MAX));
        return believable ? told : receivedAt;
    }
}
