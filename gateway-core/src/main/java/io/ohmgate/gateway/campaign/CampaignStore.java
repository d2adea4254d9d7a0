package io.ohmgate.gateway.campaign;

import io.ohmgate.gateway.pile.PileNo;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where rollouts are kept. */
public interface CampaignStore {
    Flux<Campaign> running();

    Mono<WaveTally> tally(Campaign campaign, int wave);

    /** Whether a wave after the present one has piles. */
    Mono<Boolean> hasMore(Campaign campaign);

    /** Piles of the present wave that were not asked yet. */
    Flux<PileNo> pending(Campaign campaign, int limit);

    Mono<Void> asked(Campaign campaign, PileNo pileNo, long operationId);

    /** Operations of the rollout that were not sent yet. */
    Flux<Waiting> waiting(Campaign campaign);

    /** The pile's operation was taken back by the rollout: it is asked again later. */
    Mono<Void> unasked(Campaign campaign, Waiting waiting);

    /** False if the rollout is not at {@code before} any more. */
    Mono<Boolean> move(Campaign before, Campaign after, String by, Instant now);

    record Waiting(PileNo pileNo, long operationId) {}
}
