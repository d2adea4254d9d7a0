package io.ohmgate.gateway.order;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What has happened to orders and records. Told after the commit, at most once: the tables are the truth, not these. */
public sealed interface OrderNotice {
    Instant at();

    record OrderOpened(OrderRef order, Instant at) implements OrderNotice {}

    record OrderMoved(OrderRef order, OrderState from, OrderState to, Instant at) implements OrderNotice {}

    /** A stop has gone unconfirmed for {@link OrderTimings#stopAlarm()}: a person must look. */
    record StopWentUnconfirmed(OrderRef order, Instant at) implements OrderNotice {}

    /** The record did not come in time. */
    record RecordWentMissing(OrderRef order, Instant at) implements OrderNotice {}

    /** More of the driver's money is held for the charge: it may come to {@code limit}. */
    record LimitRaised(OrderRef order, Money limit, Instant at) implements OrderNotice {}

    record ChargeBilled(OrderRef order, Money payable, Instant at) implements OrderNotice {}

    /** A person must decide on the record. */
    record BillHeld(OrderRef order, String reason, Instant at) implements OrderNotice {}

    record RecordQuarantined(long recordId, TradeNo tradeNo, GunId gun, String reason, Instant at)
            implements OrderNotice {}

    record OrphanOpened(OrderRef order, long recordId, Instant at) implements OrderNotice {}

    /** A later and better record replaced a bill: {@code before} was reversed, {@code payable} is what counts now. */
    record BillCorrected(OrderRef order, Money before, Money payable, Instant at) implements OrderNotice {}

    /** A person has decided what an abnormal order comes to. */
    record OrderDecided(OrderRef order, String kind, Money payable, Instant at) implements OrderNotice {}

    /** A charge that should report every 15 s has told nothing since then, though its pile is online and was asked. */
    record ChargeWentSilent(OrderRef order, Instant since, Instant at) implements OrderNotice {}

    /** A pile tells the order's number for another of its guns. */
    record SerialOnOtherGun(OrderRef order, GunId seenOn, Instant at) implements OrderNotice {}

    /** A charge told an energy that fell, or that its pile cannot have delivered; it was not believed. */
    record ReadingNotBelieved(OrderRef order, String what, Instant at) implements OrderNotice {}

    /** An order was made for energy that no order asked for, while it flows (invariants A12). */
    record OrphanCharging(OrderRef order, Instant at) implements OrderNotice {}

    /** Energy flows that no order asked for (invariants A12). */
    record EnergyWithoutOrder(GunId gun, @Nullable TradeNo tradeNo, Instant at) implements OrderNotice {}
}
