package io.ohmgate.gateway.operation;

import java.time.Instant;
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
}
