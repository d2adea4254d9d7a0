package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.pile.PileNo;
import reactor.core.publisher.Mono;

/** Whether a charge is under way, from the database: asked only when nobody else can say so. */
@FunctionalInterface
public interface RunningOrders {
    Mono<Boolean> on(PileNo pileNo);
}
