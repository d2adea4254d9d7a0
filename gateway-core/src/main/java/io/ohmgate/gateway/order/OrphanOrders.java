package io.ohmgate.gateway.order;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.order.OrderEnd.EndReason;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Orders for energy that no order of ours asked for: nobody pays them before a person has looked. */
public final class OrphanOrders {
    private static final String BY_RECORD = "RecordWithoutOrder";
    private static final String BY_REPORTS = "EnergyWithoutOrder";

    private OrphanOrders() {}

    /** From a record whose number is unknown. */
    public static ChargingOrder ofRecord(
            long tenantId,
            long stationId,
            ChargeRecord record,
            Instant receivedAt,
            RandomGenerator random,
            Instant now) {
        Progress delivered = new Progress(record.total(), record.pileAmount(), null, receivedAt);
        OrderEnd end = new OrderEnd(EndReason.RECORD_WITHOUT_ORDER, record.stopReasonCode());
        OrderTerms terms = terms(tenantId, stationId, record.gun(), record.tradeNo(), now);
        return inReview(OrderId.create(now, random), terms, delivered, end, now);
    }

    /** From energy that flows now (invariants A12). It has a number of ours, which no pile knows. */
    static ChargingOrder ofReports(
            GunFacts place,
            GunId gun,
            TradeNo tradeNo,
            @Nullable Progress progress,
            RandomGenerator random,
            Instant now) {
        OrderEnd end = new OrderEnd(EndReason.ENERGY_WITHOUT_ORDER, null);
        OrderTerms terms = terms(place.tenantId(), place.stationId(), gun, tradeNo, now);
        return inReview(OrderId.create(now, random), terms, progress, end, now);
    }

    private static OrderTerms terms(long tenantId, long stationId, GunId gun, TradeNo tradeNo, Instant now) {
        return new OrderTerms(
                tenantId, stationId, gun, tradeNo, null, null, null, Money.ZERO, new ChargeLimit.Full(), true, now);
    }

    private static ChargingOrder inReview(
            OrderId id, OrderTerms terms, @Nullable Progress progress, OrderEnd end, Instant now) {
        OrderTimes times = OrderTimes.NONE.ended(now).closed(now);
        return new ChargingOrder(id, terms, OrderState.IN_REVIEW, 0, times, null, 0, progress, end);
    }

    /** The first line of its history. */
    public static Step.Transition transition(long recordId, Instant now) {
        return new Step.Transition(OrderState.IN_REVIEW, OrderState.IN_REVIEW, BY_RECORD, Long.toString(recordId), now);
    }

    /** Names the number that the gun told, by which its record will come. */
    static Step.Transition seen(@Nullable TradeNo told, Instant now) {
        String number = told == null ? "" : told.digits();
        return new Step.Transition(OrderState.IN_REVIEW, OrderState.IN_REVIEW, BY_REPORTS, number, now);
    }
}
