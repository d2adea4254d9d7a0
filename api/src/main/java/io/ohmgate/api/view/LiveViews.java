package io.ohmgate.api.view;

import io.ohmgate.api.store.OrderLists.SettledBill;
import io.ohmgate.gateway.live.ChargeLive;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.order.ChargingOrder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes orders and guns with what they do now. Every edge asks here, so a driver reads the same on each of them. */
@Component
public final class LiveViews {
    private final PriceClock prices;

    public LiveViews(PriceClock prices) {
        this.prices = prices;
    }

    /** {@code gun} is what the order's gun does now, whatever that is; null if that is not known. */
    public OrderView order(ChargingOrder order, @Nullable GunLive gun, @Nullable SettledBill bill) {
        ChargeLive charge = gun == null ? null : gun.charge();
        boolean runs = charge != null
                && order.state().active()
                && charge.order().orderId().equals(order.id());
        return OrderView.of(order, gun != null && charge != null && runs ? live(gun, charge) : null, bill);
    }

    /** For those who run the place: with its values and its charge. */
    public GunView gunInFull(GunLive gun) {
        ChargeLive charge = gun.charge();
        return GunView.full(gun, charge == null ? null : live(gun, charge));
    }

    /** For everybody. */
    public GunView gun(GunLive gun) {
        return GunView.open(gun);
    }

    private LiveView live(GunLive gun, ChargeLive charge) {
        ChargeLive.PriceNow price = charge.price();
        PriceChangeView next = price == null || price.next() == null ? null : prices.at(price.next());
        return new LiveView(
                charge.chargingSince(),
                charge.elapsed().toSeconds(),
                charge.energy().tenThousandthsKwh(),
                price == null ? null : price.electricity().fen(),
                price == null ? null : price.service().fen(),
                price == null ? null : price.total().fen(),
                price == null ? null : PriceView.of(price.level(), price.price()),
                next,
                TelemetryView.of(gun),
                BatteryView.of(gun.battery()));
    }
}
