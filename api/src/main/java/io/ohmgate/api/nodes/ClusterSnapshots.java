package io.ohmgate.api.nodes;

import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.live.SnapshotSource;
import io.ohmgate.gateway.live.Topic;
import io.ohmgate.gateway.live.TopicData;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderStore;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How things stand, wherever the piles' sessions are: what a follower on any node sees first. */
record ClusterSnapshots(SnapshotSource alone, PileDirectory directory, OrderStore orders, PilesNow piles)
        implements SnapshotSource {
    @Override
    public Mono<TopicData> snapshotOf(Topic topic) {
        return switch (topic.kind()) {
            case ORDER ->
                orders.find(new OrderId(topic.id()))
                        .flatMap(order -> piles.whole(order.gun())
                                .map(gun -> new TopicData.OrderView(order, running(order, gun.orElse(null)))));
            case GUN -> gun(GunId.parse(topic.id()));
            case STATION -> station(Long.parseLong(topic.id()));
            case PILES, ORDERS -> alone.snapshotOf(topic);
        };
    }

    private static @Nullable GunLive running(ChargingOrder order, @Nullable GunLive gun) {
        boolean runs = gun != null
                && gun.charge() != null
                && gun.charge().order().orderId().equals(order.id());
        return runs ? gun : null;
    }

    private Mono<TopicData> gun(GunId gun) {
        PileEntry entry = directory.find(gun.pileNo());
        if (entry == null || !entry.has(gun)) {
            return Mono.empty();
        }
        return piles.of(gun.pileNo()).map(now -> {
            GunLive live = now.gun(gun);
            return new TopicData.GunView(
                    live == null ? GunLive.unknown(gun, entry.tenantId(), entry.stationId()) : live);
        });
    }

    private Mono<TopicData> station(long stationId) {
        List<PileNo> wanted =
                directory.ofStation(stationId).stream().map(PileEntry::pileNo).toList();
        return piles.of(wanted)
                .map(found -> new TopicData.StationView(
                        stationId,
                        found.values().stream()
                                .flatMap(now -> now.guns().stream())
                                .sorted(Comparator.comparing(GunLive::gun))
                                .toList()));
    }
}
