package io.ohmgate.api.push;

import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.OrderLists;
import io.ohmgate.api.view.LiveViews;
import io.ohmgate.api.view.OrderView;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderState;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Orders as a caller sees them. Empty for what is not theirs. */
public interface OrderViews {
    /** The order as the tables have it now. */
    Mono<ChargingOrder> find(Caller caller, OrderId id);

    /** As REST answers, with the bill if there is one. */
    Mono<OrderView> view(Caller caller, ChargingOrder order, @Nullable GunLive gun);

    /** From the tables, through the caller's own scope. */
    static OrderViews stored(OrderLists orders, LiveViews views) {
        return new OrderViews() {
            @Override
            public Mono<ChargingOrder> find(Caller caller, OrderId id) {
                return orders.get(Scoped.of(caller), id);
            }

            @Override
            public Mono<OrderView> view(Caller caller, ChargingOrder order, @Nullable GunLive gun) {
                OrderView unbilled = views.order(order, gun, null);
                return order.state() != OrderState.SETTLED
                        ? Mono.just(unbilled)
                        : orders.bill(Scoped.of(caller), order.id())
                                .map(bill -> views.order(order, gun, bill))
                                .defaultIfEmpty(unbilled);
            }
        };
    }
}
