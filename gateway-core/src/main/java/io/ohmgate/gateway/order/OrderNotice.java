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

    record ChargeBilled(OrderRef order, Money payable, Instant at) implements OrderNotice {}

    /** A person must decide on the record. */
    record BillHeld(OrderRef order, String reason, Instant at) implements OrderNotice {}

    record RecordQuarantined(long recordId, TradeNo tradeNo, GunId gun, String reason, Instant at)
            implements OrderNotice {}

    record OrphanOpened(OrderRef order, long recordId, Instant at) implements OrderNotice {}

    /** Energy flows that no order asked for (invariants A12). */
    record EnergyWithoutOrder(GunId gun, @Nullable TradeNo tradeNo, Instant at) implements OrderNotice {}
}
