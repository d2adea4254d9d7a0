package io.ohmgate.gateway.operation;

import io.ohmgate.gateway.pile.PileNo;
import java.time.Instant;
import java.util.Collection;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where operations are kept. Every step is committed before it has an effect. */
public interface OperationStore {
    /** Keeps a new one; fails with {@link OperationOpenException} if one of its kind is open at the pile or gun. */
    Mono<Operation> open(OperationDraft draft, Instant now);

    /** One step, with its time and who caused it; false if the operation is not at {@code before} any more. */
    Mono<Boolean> move(Operation before, Operation after, String by, Instant now);

    /** All that may still come to something; read once, at start-up. */
    Flux<Operation> allOpen();

    /** The same of some piles, when they come to this node from another. */
    default Flux<Operation> openAt(Collection<PileNo> piles) {
        return allOpen().filter(operation -> piles.contains(operation.pileNo()));
    }
}
