package io.ohmgate.api.http.station;

import io.ohmgate.api.http.Degrees;
import io.ohmgate.api.nodes.PileNow;
import io.ohmgate.api.nodes.PilesNow;
import io.ohmgate.api.store.GunCounts;
import io.ohmgate.api.store.Scope;
import io.ohmgate.api.store.StationTables.Station;
import io.ohmgate.api.view.PriceClock;
import io.ohmgate.billing.Tariff;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Joins what the tables say of stations with what their guns do right now. */
@Component
class StationViews {
    private final GunCounts counts;
    private final PilesNow piles;
    private final PileDirectory directory;
    private final PriceClock prices;

    StationViews(GunCounts counts, PilesNow piles, PileDirectory directory, PriceClock prices) {
        this.counts = counts;
        this.piles = piles;
        this.directory = directory;
        this.prices = prices;
    }

    /** A station and, in a list around a point, how far away it is. */
    record Listed(Station station, @Nullable Integer metres) {}

    Mono<StationView> one(Scope scope, Station station) {
        return all(scope, List.of(new Listed(station, null))).map(List::getFirst);
    }

    Mono<List<StationView>> all(Scope scope, List<Listed> stations) {
        List<Long> ids = stations.stream().map(one -> one.station().id()).toList();
        return Mono.zip(counts.ofStations(scope, ids), free(Set.copyOf(ids)))
                .map(found -> stations.stream()
                        .map(one -> view(one, found.getT1(), found.getT2()))
                        .toList());
    }

    /** How many guns of each station could be plugged in now. */
    private Mono<Map<Long, Integer>> free(Set<Long> stations) {
        List<PileNo> wanted = new ArrayList<>();
        for (long station : stations) {
            directory.ofStation(station).stream()
                    .filter(PileEntry::enabled)
                    .map(PileEntry::pileNo)
                    .forEach(wanted::add);
        }
        return piles.of(wanted).map(found -> {
            Map<Long, Integer> free = new HashMap<>();
            found.values().stream()
                    .filter(PileNow::reachable)
                    .flatMap(pile -> pile.guns().stream())
                    .filter(gun -> gun.state() == GunState.IDLE && gun.charge() == null)
                    .forEach(gun -> free.merge(gun.stationId(), 1, Integer::sum));
            return free;
        });
    }

    private StationView view(Listed listed, Map<Long, Integer> guns, Map<Long, Integer> idle) {
        Station station = listed.station();
        Tariff tariff = station.tariff();
        Long version = station.tariffVersionId();
        int total = guns.getOrDefault(station.id(), 0);
        int free = idle.getOrDefault(station.id(), 0);
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
}
