package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileSessions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Compares this node's sessions with what others know, and closes those that are somebody else's by now. It is what opens
 * the fence after this node was stopped or cut off (GW2), and what mends a broken link: as long as two nodes cannot tell
 * each other of logins, either might keep a session that is the other's.
 */
final class Comparison {
    private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);

    private final Nodes nodes;
    private final SessionEntries entries;
    private final Neighbours neighbours;
    private final PileSessions sessions;
    private final Fence fence;
    private final GatewayTime time;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean told;

    Comparison(
            Nodes nodes,
            SessionEntries entries,
            Neighbours neighbours,
            PileSessions sessions,
            Fence fence,
            GatewayTime time) {
        this.nodes = nodes;
        this.entries = entries;
        this.neighbours = neighbours;
        this.sessions = sessions;
        this.fence = fence;
        this.time = time;
    }

    /** After each beat. {@code reached} is whether the database answered, so that it is known who else is there. */
    void beaten(boolean reached) {
        if (fence.isSuperseded()) {
            sessions.refuseLogins();
            sessions.closeAll(CloseReason.GATEWAY_STOPPING);
            return;
        }
        if (fence.isOpen()) {
            told = false;
            return;
        }
        if (!told) {
            told = true;
            LOG.atWarn().log("this node was away: nothing is written to piles before its sessions were compared");
        }
        if (nodes.sole(NodeRole.GATEWAY)) {
            if (reached) {
                fence.compared(time.nanos().getAsLong());
            }
        } else {
            compare().subscribe();
        }
    }

    /** Never fails; opens the fence if everything could be compared. */
    Mono<Void> compare() {
        return Mono.defer(() -> {
            if (!running.compareAndSet(false, true)) {
                return Mono.empty();
            }
            long began = time.nanos().getAsLong();
            return Flux.fromIterable(own())
                    .buffer(SessionEntries.BATCH_MAX)
                    .concatMap(this::compared)
                    .all(complete -> complete)
                    .doOnNext(complete -> {
                        if (complete) {
                            fence.compared(began);
                        }
                    })
                    .onErrorComplete()
                    .doFinally(signal -> running.set(false))
                    .then();
        });
    }

    private List<PileNo> own() {
        List<PileNo> piles = new ArrayList<>();
        sessions.eachOpen((session, hello) -> piles.add(session.pileNo()));
        return piles;
    }

    /** Whether it is known of all of them. */
    private Mono<Boolean> compared(Collection<PileNo> piles) {
        return entries.read(piles)
                .timeout(LookedUp.READ_WITHIN, time.timer())
                .map(found -> {
                    close(found);
                    return true;
                })
                .onErrorResume(away -> neighbours.survey(piles).map(survey -> {
                    close(survey.found());
                    return survey.complete();
                }));
    }

    private void close(Map<PileNo, SessionEntry> found) {
        found.values().stream()
                .filter(entry -> !entry.isOf(nodes.self()))
                .forEach(entry -> sessions.movedAway(entry.pileNo(), entry.epoch()));
    }
}
