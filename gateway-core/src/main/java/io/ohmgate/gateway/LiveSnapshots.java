package io.ohmgate.gateway;

import io.ohmgate.gateway.live.LiveGuns;
import io.ohmgate.gateway.live.SnapshotSource;
import io.ohmgate.gateway.live.Topic;
import io.ohmgate.gateway.live.TopicData;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.session.PileDirectory;
import reactor.core.publisher.Mono;

/** Guns and stations are answered from memory, orders by whoever has the tables. */
record LiveSnapshots(PileDirectory directory, LiveGuns guns, SnapshotSource orders) implements SnapshotSource {
    @Override
    public Mono<TopicData> snapshotOf(Topic topic) {
        return switch (topic.kind()) {
            case ORDER -> orders.snapshotOf(topic);
            case GUN -> Mono.justOrEmpty(guns.find(GunId.parse(topic.id()))).map(TopicData.GunView::new);
            case STATION -> Mono.fromSupplier(() -> station(Long.parseLong(topic.id())));
            case PILES, ORDERS -> Mono.empty();
        };
    }

    private TopicData station(long stationId) {
        return new TopicData.StationView(stationId, guns.ofStation(stationId));
    }
}
