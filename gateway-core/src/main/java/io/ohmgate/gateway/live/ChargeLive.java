package io.ohmgate.gateway.live;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff.PriceChange;
import io.ohmgate.gateway.order.OrderRef;
import io.ohmgate.gateway.order.OrderState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A running charge on a live screen. {@code energy} never goes down. {@code price} is null for a moment after a restart,
 * until the order's tariff is in memory again.
 */
public record ChargeLive(
        OrderRef order,
        OrderState state,
        @Nullable Instant chargingSince,
        Duration elapsed,
        Energy energy,
        @Nullable PriceNow price) {

    /** What the charge has come to and what a kWh costs now. {@code next} is null if the price never changes. */
    public record PriceNow(
            Money electricity,
            Money service,
            PriceLevel level,
            Price price,
            @Nullable PriceChange next) {
        public Money total() {
            return electricity.plus(service);
        }
    }
}
