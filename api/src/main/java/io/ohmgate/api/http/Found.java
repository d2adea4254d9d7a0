package io.ohmgate.api.http;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import reactor.core.publisher.Mono;

/** What is not there, or not the caller's, is not found: there is no difference to be seen. */
public final class Found {
    private Found() {}

    public static <T> Mono<T> orNot(Mono<T> search) {
        return search.switchIfEmpty(Mono.error(() -> ProblemException.of(ProblemCode.NOT_FOUND)));
    }
}
