package io.ohmgate.gateway.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Turns kept records into bills and postings, one transaction each. */
public interface SettlementStore {
    /** Records in state PENDING with {@code next_try_at <= now}, the longest due first, at most {@code limit}. No locks. */
    Flux<PendingRecord> pending(Instant now, int limit);

    /**
     * Settles one record in one transaction, in this order: lock the inbox row ({@code FOR UPDATE}); if it is no longer
     * PENDING, commit and answer empty. Lock the order row of the trade number, if there is one; lock the order's hold
     * and the driver's wallet account, if there are; read the rest of {@link SettlementFacts}; decide (pure; may be
     * called again if the transaction is retried); write what the {@link SettlementDecision} says, see there; commit.
     *
     * <p>Every update counts its rows: order by version (1), wallet account by its condition (1), hold OPEN→POSTED (1),
     * inbox PENDING→new (1). A count that differs rolls everything back and is an error. Duplicate bill or journal
     * keys are errors too: with the locks above they cannot happen, and if they do nothing may be posted.
     */
    Mono<SettlementDecision> settle(long recordId, Function<SettlementFacts, SettlementDecision> decide);

    /**
     * Settles those of many records, all in one transaction, that no order and no card of ours claims and whose decision is
     * {@link SettlementDecision.Orphan}. What it answers nothing for is as it was, and a case for {@link #settle}. An error
     * means that none was settled.
     */
    default Mono<Map<SettlementFacts, SettlementDecision>> settleUnclaimed(
            List<Long> recordIds, Function<SettlementFacts, SettlementDecision> decide) {
        return Mono.just(Map.of());
    }

    /** Counts a failed attempt and moves the next one; the record stays PENDING. {@code reason} at most 191 chars. */
    Mono<Void> postpone(long recordId, Instant nextTryAt, String reason);
}
