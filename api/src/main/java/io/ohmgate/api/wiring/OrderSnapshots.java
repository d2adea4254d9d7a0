package io.ohmgate.api.wiring;

import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.live.SnapshotSource;
import io.ohmgate.gateway.live.Topic;
import io.ohmgate.gateway.live.TopicData;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderStore;
import io.ohmgate.gateway.pile.GunId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What a follower of an order sees first: the order as the tables have it, and its gun as memory has it. */
record OrderSnapshots(OrderStore orders, Function<GunId, @Nullable GunLive> liveOf) implements SnapshotSource {
    @Override
    public Mono<TopicData> snapshotOf(Topic topic) {
        return orders.find(new OrderId(topic.id())).map(this::view);
    }

    private TopicData view(ChargingOrder order) {
        GunLive gun = liveOf.apply(order.gun());
        boolean runs = gun != null
                && gun.charge() != null
                && gun.charge().order().orderId().equals(order.id());
        return new TopicData.OrderView(order, runs ? gun : null);
    }
}
