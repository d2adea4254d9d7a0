package io.ohmgate.api.http.order;

import io.ohmgate.api.account.Drivers;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.OrderLists;
import io.ohmgate.api.store.OrderLists.SettledBill;
import io.ohmgate.api.view.LiveViews;
import io.ohmgate.api.view.OrderView;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderTrace;
import io.ohmgate.gateway.order.ParallelGroup;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Shows an order to whom it may concern: live while it runs, its bill afterwards, its history to staff. */
@Component
class OrderAnswers {
    private final OrderLists orders;
    private final Drivers drivers;
    private final GatewayParts gateway;
    private final LiveViews views;

    OrderAnswers(OrderLists orders, Drivers drivers, GatewayParts gateway, LiveViews views) {
        this.orders = orders;
        this.drivers = drivers;
        this.gateway = gateway;
        this.views = views;
    }

    /** As in a list: what the order's own row and memory say. */
    OrderView brief(ChargingOrder order) {
        return view(order, Optional.empty());
    }

    Mono<OrderAnswer> whole(Caller me, ChargingOrder order) {
        Mono<Optional<SettledBill>> bill = order.state() == OrderState.SETTLED
                ? orders.bill(Scopes.of(me), order.id()).singleOptional()
                : Mono.just(Optional.empty());
        return bill.flatMap(settled ->
                staffPart(me, order, settled).map(staff -> new OrderAnswer(view(order, settled), staff.orElse(null))));
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
        ParallelGroup group = order.terms().source().parallel();
        OrderTrace trace = order.terms().trace();
        return new StaffOrderView(
                order.tradeNo().digits(),
                order.gun().pileNo().digits(),
                order.terms().orphan(),
                group == null ? null : group.parallelNo(),
                group == null ? null : group.main().text(),
                driver.orElse(null),
                trace == null ? null : trace.traceId(),
                settled.map(bill -> bill.pileAmount().tenThousandthsYuan()).orElse(null),
                settled.map(SettledBill::flags).orElse(List.of()),
                history);
    }

    private OrderView view(ChargingOrder order, Optional<SettledBill> bill) {
        return views.order(order, gateway.liveGuns.findWhole(order.gun()), bill.orElse(null));
    }
}
