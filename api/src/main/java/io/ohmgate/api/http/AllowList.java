package io.ohmgate.api.http;

import io.ohmgate.api.store.PileTables;
import io.ohmgate.api.store.Scope;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileDirectory;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells the gateway's memory what staff changed in the tables, so that a login or a start knows it at once. */
@Component
public class AllowList {
    private final PileTables piles;
    private final PileDirectory directory;

    AllowList(PileTables piles, PileDirectory directory) {
        this.piles = piles;
        this.directory = directory;
    }

    public Mono<Void> refresh(Scope.Operator scope, Set<PileNo> changed) {
        return piles.entries(scope, changed).doOnNext(directory::put).then();
    }

    public Mono<Void> refreshStation(Scope.Operator scope, long stationId) {
        return piles.entriesOfStation(scope, stationId).doOnNext(directory::put).then();
    }
}
