package io.ohmgate.api.store;

import reactor.core.publisher.Mono;

/**
 * An update did not change as many rows as it had to: what it rested on was not so any more. The transaction around it must
 * not be committed, and since this is an error it is not.
 */
public final class UnexpectedRowsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private UnexpectedRowsException(String what, long expected, long rows) {
        super(what + ": " + rows + " rows instead of " + expected);
    }

    /** Completes if one row was changed. */
    static Mono<Void> unlessOne(String what, Mono<Long> rows) {
        return unless(1, what, rows);
    }

    static Mono<Void> unless(long expected, String what, Mono<Long> rows) {
        return rows.defaultIfEmpty(0L)
                .flatMap(n -> n == expected
                        ? Mono.<Void>empty()
                        : Mono.<Void>error(new UnexpectedRowsException(what, expected, n)));
    }
}
