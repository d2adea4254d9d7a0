package io.ohmgate.gateway.bench;

import io.ohmgate.gateway.order.OrderId;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Takes decisions, one transaction each. */
public interface BenchStore {
    /**
     * Decides about an order in one transaction: lock the order, its hold and its driver's wallet; if {@code key} has
     * decided before, answer {@link BenchVerdict.Repeated}; read the {@link BenchFacts}; decide (pure; may be called again
     * if the transaction is retried); write what the {@link BenchVerdict} says. Empty if the tenant has no such order.
     * Nobody can cancel it.
     */
    Mono<BenchVerdict> decide(long tenantId, OrderId id, String key, Function<BenchFacts, BenchVerdict> decide);
}
