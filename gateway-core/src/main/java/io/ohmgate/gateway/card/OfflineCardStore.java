package io.ohmgate.gateway.card;

import io.ohmgate.gateway.link.CardFace;
import io.ohmgate.gateway.pile.PileNo;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What each pile should know of each card, and what it is known to know. Every method is one statement. */
public interface OfflineCardStore {
    /** How a card stands on a pile. The names are stored. */
    enum State {
        /** To be told to the pile. */
        WANTED,
        ON_PILE,
        /** To be forgotten by the pile. */
        CLEARING,
        /** The pile refused, or did not answer; the reason says which. */
        FAILED
    }

    /** Why a card is not where it should be. The names are stored. */
    enum Reason {
        NO_REPLY,
        BAD_NUMBER,
        STORAGE_FULL,
        NOT_CLEARED,
        OTHER
    }

    /** A card on a pile's list. {@code attempts} counts those that failed since it was last wanted there, or not. */
    record Listed(long cardId, CardFace card, State state, boolean wanted, int attempts) {}

    /** Piles that have cards to be told or to be forgotten, by number, behind {@code after} if it is given. */
    Flux<PileNo> waiting(@Nullable PileNo after, int limit);

    /** The pile's cards, those with the fewest attempts first. */
    Mono<List<Listed>> listed(PileNo pileNo);

    Mono<Void> mark(PileNo pileNo, Collection<Long> cardIds, State state);

    Mono<Void> fail(PileNo pileNo, Collection<Long> cardIds, Reason reason);

    /** Counts an attempt; the cards stay as they are. */
    Mono<Void> attempted(PileNo pileNo, Collection<Long> cardIds);

    /** The pile has forgotten them, and so do we. Those that are wanted again meanwhile stay. */
    Mono<Void> gone(PileNo pileNo, Collection<Long> cardIds);

    /** New sessions of these piles: what got no answer is tried again. */
    Mono<Void> revive(Collection<PileNo> piles);
}
