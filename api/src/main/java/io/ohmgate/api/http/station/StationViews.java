package io.ohmgate.api.http.station;

import io.ohmgate.api.http.Degrees;
import io.ohmgate.api.store.GunCounts;
import io.ohmgate.api.store.Scope;
import io.ohmgate.api.store.StationTables.Station;
import io.ohmgate.api.view.PriceClock;
import io.ohmgate.billing.Tariff;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.order.GunFacts;
import io.ohmgate.gateway.pile.GunState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Joins what the tables say of stations with what their guns do right now. */
@Component
class StationViews {
    private final GunCounts counts;
    private final GatewayParts gateway;
    private final PriceClock prices;

    StationViews(GunCounts counts, GatewayParts gateway, PriceClock prices) {
        this.counts = counts;
        this.gateway = gateway;
        this.prices = prices;
    }

    /** A station and, in a list around a point, how far away it is. */
    record Listed(Station station, @Nullable Integer metres) {}

    Mono<StationView> one(Scope scope, Station station) {
        return all(scope, List.of(new Listed(station, null))).map(List::getFirst);
    }

    Mono<List<StationView>> all(Scope scope, List<Listed> stations) {
        List<Long> ids = stations.stream().map(one -> one.station().id()).toList();
        return counts.ofStations(scope, ids)
                .map(guns -> stations.stream().map(one -> view(one, guns)).toList());
    }

    private StationView view(Listed listed, Map<Long, Integer> guns) {
        Station station = listed.station();
        Tariff tariff = station.tariff();
        Long version = station.tariffVersionId();
        int total = guns.getOrDefault(station.id(), 0);
        int free = (int) gateway.liveGuns.ofStation(station.id()).stream()
                .filter(this::isFree)
                .count();
        return new StationView(
                Long.toString(station.id()),
                station.code(),
                station.name(),
                station.address(),
                Degrees.of(station.place().latMicro()),
                Degrees.of(station.place().lonMicro()),
                station.open(),
                listed.metres(),
                tariff == null ? null : prices.priceNow(tariff),
                tariff == null ? null : prices.next(tariff).orElse(null),
                version == null ? null : Long.toString(version),
                new StationView.Guns(total, station.open() ? Math.min(free, total) : 0));
    }

    private boolean isFree(GunLive gun) {
        return gun.state() == GunState.IDLE
                && gun.charge() == null
                && gateway.piles
                        .factsOf(gun.gun())
                        .filter(GunFacts::online)
                        .filter(GunFacts::pileEnabled)
                        .isPresent();
    }
}
