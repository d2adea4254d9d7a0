package io.ohmgate.gateway.bench;

import io.ohmgate.billing.Money;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.wallet.Hold;
import io.ohmgate.billing.wallet.Wallet;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.record.PostedBill;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision rests on, read under the locks of {@link BenchStore#decide}. {@code review} is the record that waits
 * for a person with this order, null if none does; {@code posted} the bill that counts now. The others are null if there is
 * none; {@code assigned} is whether the order had no driver and has the choice's now; {@code receivable} is negative for what the driver owes.
 */
public record BenchFacts(
        ChargingOrder order,
        @Nullable Tariff tariff,
        @Nullable Hold hold,
        @Nullable Wallet wallet,
        Money receivable,
        @Nullable PostedBill posted,
        @Nullable Waiting review,
        boolean assigned) {
    /** A record that a person must judge. */
    public record Waiting(long recordId, ChargeRecord record) {}
}
