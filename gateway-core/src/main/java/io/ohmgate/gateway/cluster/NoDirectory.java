package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.pile.PileNo;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** No engine at all: nodes ask each other. */
public final class NoDirectory implements SessionEntries {
    @Override
    public Mono<Map<PileNo, SessionEntry>> read(Collection<PileNo> piles) {
        return Mono.error(NoDirectory::away);
    }

    @Override
    public Mono<List<SessionEntry>> claim(Collection<SessionEntry> entries) {
        return Mono.just(List.of());
    }

    @Override
    public Mono<Void> release(Collection<SessionEntry> entries) {
        return Mono.empty();
    }

    private static IllegalStateException away() {
        return new IllegalStateException("there is no session directory");
    }
}
