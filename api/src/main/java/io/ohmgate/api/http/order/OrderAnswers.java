package io.ohmgate.api.http.order;

import io.ohmgate.api.account.Drivers;
import io.ohmgate.api.http.Page;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.nodes.PileNow;
import io.ohmgate.api.nodes.PilesNow;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.OrderLists;
import io.ohmgate.api.store.OrderLists.SettledBill;
import io.ohmgate.api.view.LiveViews;
import io.ohmgate.api.view.OrderView;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderTrace;
import io.ohmgate.gateway.order.ParallelGroup;
import io.ohmgate.gateway.pile.PileNo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Shows an order to whom it may concern: live while it runs, its bill afterwards, its history to staff. */
@Component
class OrderAnswers {
    private final OrderLists orders;
    private final Drivers drivers;
    private final PilesNow piles;
    private final LiveViews views;

    OrderAnswers(OrderLists orders, Drivers drivers, PilesNow piles, LiveViews views) {
        this.orders = orders;
        this.drivers = drivers;
        this.piles = piles;
        this.views = views;
    }

    /** What the order's own row says; all there is to say of one that does not run. */
    OrderView row(ChargingOrder order) {
        return views.order(order, null, null);
    }

    /** The same, and what its gun does now if it runs. */
    Mono<OrderView> brief(ChargingOrder order) {
        return live(order).map(gun -> views.order(order, gun.orElse(null), null));
    }

    /** A page of them, their guns asked for together. */
    Mono<Page<OrderView>> brief(Page<ChargingOrder> page) {
        Set<PileNo> running = page.items().stream()
                .filter(order -> order.state().active())
                .map(order -> order.gun().pileNo())
                .collect(Collectors.toSet());
        return piles.of(running)
                .map(now -> new Page<>(
                        page.items().stream()
                                .map(order -> views.order(order, gunOf(order, now), null))
                                .toList(),
                        page.nextCursor()));
    }

    private static @Nullable GunLive gunOf(ChargingOrder order, Map<PileNo, PileNow> now) {
        PileNow pile = now.get(order.gun().pileNo());
        return pile == null ? null : pile.gun(order.gun());
    }

    private Mono<Optional<GunLive>> live(ChargingOrder order) {
        return order.state().active() ? piles.whole(order.gun()) : Mono.just(Optional.empty());
    }

    Mono<OrderAnswer> whole(Caller me, ChargingOrder order) {
        Mono<Optional<SettledBill>> bill = order.state() == OrderState.SETTLED
                ? orders.bill(Scopes.of(me), order.id()).singleOptional()
                : Mono.just(Optional.empty());
        return Mono.zip(bill, live(order))
                .flatMap(found -> staffPart(me, order, found.getT1())
                        .map(staff -> new OrderAnswer(
                                views.order(
                                        order,
                                        found.getT2().orElse(null),
                                        found.getT1().orElse(null)),
                                staff.orElse(null))));
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
}
