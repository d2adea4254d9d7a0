package io.ohmgate.gateway.order;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/**
 * A charging order (充电订单): what was agreed, and how far it came. {@code version} grows by one with every change and is
 * what the store compares and swaps on; {@code idleReports} counts idle reports in a row while the order charges.
 */
public record ChargingOrder(
        OrderId id,
        OrderTerms terms,
        OrderState state,
        long version,
        OrderTimes times,
        @Nullable StopIntent stop,
        int idleReports,
        @Nullable Progress progress,
        @Nullable OrderEnd end) {
    /** A fresh order: version 0, nothing sent. */
    public static ChargingOrder open(OrderId id, OrderTerms terms) {
        return new ChargingOrder(id, terms, OrderState.CREATED, 0, OrderTimes.NONE, null, 0, null, null);
    }

    public GunId gun() {
        return terms.gun();
    }

    public TradeNo tradeNo() {
        return terms.tradeNo();
    }

    /** The same order with a newer progress, or this one if it knew better. */
    public ChargingOrder withProgress(Progress newer) {
        if (progress != null && !newer.at().isAfter(progress.at())) {
            return this;
        }
        return new ChargingOrder(id, terms, state, version, times, stop, idleReports, newer, end);
    }

    /** An orphan that a person gives to a driver, with the prices that the charge had if they are known. */
    public ChargingOrder assignedTo(long driverId, @Nullable Long tariffVersionId) {
        OrderTerms assigned = terms.assignedTo(driverId, tariffVersionId);
        return new ChargingOrder(id, assigned, state, version, times, stop, idleReports, progress, end);
    }

    ChargingOrder withHold(Money raised) {
        return new ChargingOrder(id, terms.withHold(raised), state, version, times, stop, idleReports, progress, end);
    }

    ChargingOrder in(OrderState next) {
        return new ChargingOrder(id, terms, next, version, times, stop, idleReports, progress, end);
    }

    ChargingOrder withTimes(OrderTimes changed) {
        return new ChargingOrder(id, terms, state, version, changed, stop, idleReports, progress, end);
    }

    ChargingOrder withStop(@Nullable StopIntent changed) {
        return new ChargingOrder(id, terms, state, version, times, changed, idleReports, progress, end);
    }

    ChargingOrder withIdleReports(int changed) {
        return new ChargingOrder(id, terms, state, version, times, stop, changed, progress, end);
    }

    /** Ends the order; the first reason stands. */
    ChargingOrder endedBy(OrderEnd.EndReason reason, @Nullable Integer code) {
        OrderEnd first = end == null ? new OrderEnd(reason, code) : end;
        return new ChargingOrder(id, terms, state, version, times, stop, idleReports, progress, first);
    }

    /** The record knows best why, unless its code means nothing; then what was seen stands. */
    ChargingOrder endedByRecord(OrderEnd.EndReason reason, int code) {
        OrderEnd told = new OrderEnd(reason, code);
        if (reason == OrderEnd.EndReason.RECORD_ARRIVED && end != null) {
            told = end.code() == null ? new OrderEnd(end.reason(), code) : end;
        }
        return new ChargingOrder(id, terms, state, version, times, stop, idleReports, progress, told);
    }

    ChargingOrder nextVersion() {
        return new ChargingOrder(id, terms, state, Math.addExact(version, 1), times, stop, idleReports, progress, end);
    }
}
