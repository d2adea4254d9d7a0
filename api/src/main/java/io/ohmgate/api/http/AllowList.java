package io.ohmgate.api.http;

import io.ohmgate.api.nodes.AllowListNews;
import io.ohmgate.api.store.PileTables;
import io.ohmgate.api.store.Scope;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileDirectory;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells the gateways' memories what staff changed in the tables, so that a login or a start knows it at once: this node's
 * own, and those of the others. */
@Component
public class AllowList {
    private final PileTables piles;
    private final PileDirectory directory;
    private final AllowListNews news;

    AllowList(PileTables piles, PileDirectory directory, AllowListNews news) {
        this.piles = piles;
        this.directory = directory;
        this.news = news;
    }

    public Mono<Void> refresh(Scope.Operator scope, Set<PileNo> changed) {
        return piles.entries(scope, changed)
                .doOnNext(directory::put)
                .then(Mono.fromRunnable(() -> news.changed(scope.tenantId(), changed)));
    }

    /** What was said of a pile's trust, elsewhere than in the allow-list. */
    public void trustChanged(Scope.Operator scope, PileNo pileNo) {
        news.changed(scope.tenantId(), Set.of(pileNo));
    }

    public Mono<Void> refreshStation(Scope.Operator scope, long stationId) {
        return piles.entriesOfStation(scope, stationId)
                .doOnNext(directory::put)
                .then(Mono.fromRunnable(() -> news.stationChanged(scope.tenantId(), stationId)));
    }
}
