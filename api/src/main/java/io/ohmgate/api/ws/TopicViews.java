package io.ohmgate.api.ws;

import io.ohmgate.api.push.OrderViews;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.view.GunView;
import io.ohmgate.api.view.LiveViews;
import io.ohmgate.api.view.StationGunsView;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.live.Topic;
import io.ohmgate.gateway.live.TopicData;
import io.ohmgate.gateway.live.TopicMessage;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.pile.GunId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Turns what the hub tells into what REST would answer. A change of an order is read again from the tables, because a
 * notice is no order; values of a running charge are put on the order as it was told last, and read nothing.
 */
final class TopicViews {
    private final OrderViews orders;
    private final LiveViews views;
    private final Function<GunId, @Nullable GunLive> liveOf;

    TopicViews(OrderViews orders, LiveViews views, Function<GunId, @Nullable GunLive> liveOf) {
        this.orders = orders;
        this.views = views;
        this.liveOf = liveOf;
    }

    /** Empty if the message says nothing that was not told. */
    Mono<Object> view(Caller caller, Subscription subscription, TopicMessage message) {
        return switch (message.data()) {
            case TopicData.GunView told ->
                switch (subscription.topic().kind()) {
                    case ORDER -> values(caller, subscription, told.gun());
                    case GUN, STATION, PILES, ORDERS -> Mono.<Object>just(gun(caller, told.gun()));
                };
            case TopicData.StationView station ->
                Mono.just(new StationGunsView(
                        Long.toString(station.stationId()),
                        station.guns().stream().map(gun -> gun(caller, gun)).toList()));
            case TopicData.OrderView told -> {
                subscription.tell(told.order());
                yield order(caller, told.order(), told.gun());
            }
            case TopicData.OrderHappened happened -> changed(caller, subscription, happened.gun());
            case TopicData.PileHappened happened -> Mono.empty();
            // The channel to the order's node has just opened: what was not heard before is in the tables.
            case TopicData.EventsMissed missed ->
                subscription.topic().kind() == Topic.Kind.ORDER ? changed(caller, subscription, null) : Mono.empty();
        };
    }

    private GunView gun(Caller caller, GunLive gun) {
        return switch (caller) {
            case Caller.Staff staff -> views.gunInFull(gun);
            case Caller.Driver driver -> views.gun(gun);
        };
    }

    private Mono<Object> changed(Caller caller, Subscription subscription, @Nullable GunLive told) {
        return orders.find(caller, new OrderId(subscription.topic().id()))
                // What happens to the vehicle's other gun leaves this order's row as it is.
                .filter(order ->
                        subscription.tell(order) || order.terms().source().parallel() != null)
                .flatMap(order -> order(caller, order, told == null ? liveOf.apply(order.gun()) : told));
    }

    private Mono<Object> values(Caller caller, Subscription subscription, GunLive gun) {
        ChargingOrder known = subscription.order();
        if (known != null) {
            return order(caller, known, gun);
        }
        return orders.find(caller, new OrderId(subscription.topic().id()))
                .doOnNext(subscription::tell)
                .flatMap(order -> order(caller, order, gun));
    }

    private Mono<Object> order(Caller caller, ChargingOrder order, @Nullable GunLive gun) {
        return orders.view(caller, order, gun).cast(Object.class);
    }
}
