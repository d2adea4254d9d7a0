package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.pile.PileNo;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Says which node holds a pile: from this node's memory, else from Redis, else by asking the gateway nodes. Never fails and
 * takes at most half a second; what could not be found out is absent. No invariant rests on the answer: the owner itself
 * judges whether it is still the owner.
 */
public interface SessionDirectory {
    Mono<Map<PileNo, Owner>> find(Collection<PileNo> piles);

    default Mono<Optional<Owner>> find(PileNo pileNo) {
        return find(List.of(pileNo)).map(found -> Optional.ofNullable(found.get(pileNo)));
    }
}
