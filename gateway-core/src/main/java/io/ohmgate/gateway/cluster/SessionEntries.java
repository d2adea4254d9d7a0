package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.pile.PileNo;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** The directory's engine. It may lose everything at any moment; what it says is a hint where to ask. */
public interface SessionEntries {
    /** Piles of one question or batch. */
    int BATCH_MAX = 1_000;

    /** Those of nobody are absent. Fails, soon, if the engine is away. */
    Mono<Map<PileNo, SessionEntry>> read(Collection<PileNo> piles);

    /**
     * Writes those that are not older than what stands there; an older epoch never overwrites a newer one.
     *
     * @return the entries that stood in the way
     */
    Mono<List<SessionEntry>> claim(Collection<SessionEntry> entries);

    /** Removes entries, as far as they are still the same. */
    Mono<Void> release(Collection<SessionEntry> entries);
}
