package io.ohmgate.api.nodes;

import io.ohmgate.gateway.cluster.SessionDirectory;
import io.ohmgate.gateway.operation.OperationDesk;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.work.PollLoop;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Looks from time to time for operations that were kept on another node and whose news was lost, and ends those whose pile
 * nobody holds when their time is over.
 */
public final class OperationRound implements AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(15);
    private static final Duration CLAIMED = Duration.ofSeconds(40);

    private final OperationDesk desk;
    private final SessionDirectory directory;
    private final JobClaims claims;
    private final PollLoop loop;

    public OperationRound(OperationDesk desk, SessionDirectory directory, JobClaims claims, Scheduler scheduler) {
        this.desk = desk;
        this.directory = directory;
        this.claims = claims;
        this.loop = new PollLoop("operations of all nodes", EVERY, scheduler, Mono.defer(this::round));
    }

    public void start() {
        loop.start();
    }

    private Mono<Boolean> round() {
        return desk.lookAgain()
                .then(claims.claim("overdue operations", CLAIMED))
                .filter(Boolean::booleanValue)
                .flatMap(ours -> desk.endForgotten(this::homeless))
                .thenReturn(false);
    }

    private Mono<Set<PileNo>> homeless(Collection<PileNo> piles) {
        return directory.find(piles).map(owners -> {
            Set<PileNo> nobodys = new HashSet<>(piles);
            nobodys.removeAll(owners.keySet());
            return nobodys;
        });
    }

    @Override
    public void close() {
        loop.dispose();
    }
}
