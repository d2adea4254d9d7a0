package io.ohmgate.gateway.work;

import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Marks work that must not wait behind other work: a stop that was wished for (invariants B4). The mark travels with the
 * subscription, down to whoever hands out what is scarce.
 */
public final class Urgent {
    private static final Object KEY = Urgent.class;

    private Urgent() {}

    public static <T> Mono<T> mark(Mono<T> work) {
        return work.contextWrite(context -> context.put(KEY, true));
    }

    public static boolean isIn(ContextView context) {
        return context.hasKey(KEY);
    }
}
