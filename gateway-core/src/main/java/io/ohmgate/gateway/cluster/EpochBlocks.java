package io.ohmgate.gateway.cluster;

import reactor.core.publisher.Mono;

/** Where epochs come from: each block lies above all that were given out before, to whichever node. */
@FunctionalInterface
public interface EpochBlocks {
    /** The last number of a fresh block of so many. */
    Mono<Long> next(int size);
}
