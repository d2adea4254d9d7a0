package io.ohmgate.gateway.bench;

import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Takes decisions, one transaction each. */
public interface BenchStore {
    /**
     * Decides about an order in one transaction: lock the order, its hold and its driver's wallet; if the call's key has
     * decided before, answer {@link BenchVerdict.Repeated}, or refuse if it decided something else; read the
     * {@link BenchFacts}; decide (pure; may be called again if the transaction is retried); write what the
     * {@link BenchVerdict} says. Empty if the tenant has no such order. Nobody can cancel it.
     */
    Mono<BenchVerdict> decide(Bench.Call call, BenchChoice choice, Function<BenchFacts, BenchVerdict> decide);
}
