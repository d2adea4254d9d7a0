package io.ohmgate.gateway.bench;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.order.OrderId;
import java.util.function.BiFunction;
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

    /** A decision that waits for a second person; {@code stake} is what it moved, or forgave, when it was proposed. */
    record Proposal(BenchChoice choice, String by, String reason, Money stake) {}

    /** The same for a proposal that somebody else than its author approves, which is closed with it. */
    Mono<BenchVerdict> approve(
            long tenantId,
            OrderId id,
            long proposalId,
            String by,
            BiFunction<Proposal, BenchFacts, BenchVerdict> decide);

    /** Closes a waiting proposal; false if there is none. */
    Mono<Boolean> reject(long tenantId, OrderId id, long proposalId, String by);
}
