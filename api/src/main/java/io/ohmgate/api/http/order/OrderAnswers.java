package io.ohmgate.api.http.order;

import io.ohmgate.api.account.Drivers;
import io.ohmgate.api.http.PriceChangeView;
import io.ohmgate.api.http.PriceClock;
import io.ohmgate.api.http.PriceView;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.http.pile.TelemetryView;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.OrderLists;
import io.ohmgate.api.store.OrderLists.SettledBill;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.live.ChargeLive;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Shows an order to whom it may concern: live while it runs, its bill afterwards, its history to staff. */
@Component
class OrderAnswers {
    private final OrderLists orders;
    private final Drivers drivers;
    private final GatewayParts gateway;
    private final PriceClock prices;

    OrderAnswers(OrderLists orders, Drivers drivers, GatewayParts gateway, PriceClock prices) {
        this.orders = orders;
        this.drivers = drivers;
        this.gateway = gateway;
        this.prices = prices;
    }

    /** As in a list: what the order's own row and memory say. */
    OrderView brief(ChargingOrder order) {
        return OrderView.of(order, live(order), null, null);
    }

    Mono<OrderView> whole(Caller me, ChargingOrder order) {
        Mono<Optional<SettledBill>> bill = order.state() == OrderState.SETTLED
                ? orders.bill(Scopes.of(me), order.id()).singleOptional()
                : Mono.just(Optional.empty());
        return bill.flatMap(settled -> staffPart(me, order, settled)
                .map(staff -> OrderView.of(
                        order, live(order), settled.map(BillView::of).orElse(null), staff.orElse(null))));
    }

    private Mono<Optional<StaffOrderView>> staffPart(Caller me, ChargingOrder order, Optional<SettledBill> settled) {
        return switch (me) {
            case Caller.Driver ignored -> Mono.just(Optional.empty());
            case Caller.Staff staff ->
                Mono.zip(
                                orders.history(Scopes.of(staff), order.id())
                                        .map(StaffOrderView.Step::of)
                                        .collectList(),
                                driverOf(staff, order))
                        .map(parts -> Optional.of(forStaff(order, settled, parts.getT1(), parts.getT2())));
        };
    }

    private Mono<Optional<String>> driverOf(Caller.Staff staff, ChargingOrder order) {
        Long driver = order.terms().driverId();
        return driver == null
                ? Mono.just(Optional.empty())
                : drivers.find(staff.tenantId(), driver)
                        .map(found -> found.publicId())
                        .singleOptional();
    }

    private static StaffOrderView forStaff(
            ChargingOrder order,
            Optional<SettledBill> settled,
            List<StaffOrderView.Step> history,
            Optional<String> driver) {
        return new StaffOrderView(
                order.tradeNo().digits(),
                order.gun().pileNo().digits(),
                order.terms().orphan(),
                driver.orElse(null),
                settled.map(bill -> bill.pileAmount().tenThousandthsYuan()).orElse(null),
                settled.map(SettledBill::flags).orElse(List.of()),
                history);
    }

    private @Nullable LiveView live(ChargingOrder order) {
        if (!order.state().active()) {
            return null;
        }
        GunLive gun = gateway.liveGuns.find(order.gun());
        ChargeLive charge = gun == null ? null : gun.charge();
        if (gun == null || charge == null || !charge.order().orderId().equals(order.id())) {
            return null;
        }
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
                TelemetryView.of(gun));
    }
}
