package io.ohmgate.gateway.session;

import reactor.core.publisher.Flux;

/** Every pile that is registered; read once, at start-up. Later changes are pushed into the {@link PileDirectory}. */
@FunctionalInterface
public interface PileCatalogue {
    Flux<PileEntry> all();
}
