package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The directory: own sessions, else the engine, else a survey among the gateway nodes. */
final class LookedUp implements SessionDirectory {
    static final Duration READ_WITHIN = Duration.ofMillis(400);

    private final Nodes nodes;
    private final SessionEntries entries;
    private final Neighbours neighbours;
    private final PileSessions sessions;
    private final GatewayTime time;
    private final Questions<PileNo, SessionEntry> questions;

    LookedUp(Nodes nodes, SessionEntries entries, Neighbours neighbours, PileSessions sessions, GatewayTime time) {
        this.nodes = nodes;
        this.entries = entries;
        this.neighbours = neighbours;
        this.sessions = sessions;
        this.time = time;
        this.questions = new Questions<>(SessionEntries.BATCH_MAX, this::look, time.timer());
    }

    /** What stands in the directory about one pile, asked together with others. Never fails. */
    Mono<SessionEntry> entry(PileNo pileNo) {
        return questions.ask(pileNo);
    }

    /** Never fails; what could not be found out is absent. */
    Mono<Map<PileNo, SessionEntry>> look(Collection<PileNo> piles) {
        return entries.read(piles)
                .timeout(READ_WITHIN, time.timer())
                .onErrorResume(away -> neighbours.survey(piles).map(Neighbours.Survey::found))
                .onErrorReturn(Map.of());
    }

    @Override
    public Mono<Map<PileNo, Owner>> find(Collection<PileNo> piles) {
        return Mono.defer(() -> {
            Map<PileNo, Owner> owners = new HashMap<>();
            List<PileNo> others = new ArrayList<>();
            for (PileNo pileNo : piles) {
                Optional<SessionId> own = sessions.current(pileNo);
                if (own.isPresent()) {
                    owners.put(pileNo, ownBy(own.get()));
                } else {
                    others.add(pileNo);
                }
            }
            return others.isEmpty() || nodes.alone(NodeRole.GATEWAY) ? Mono.just(owners) : lookUp(others, owners);
        });
    }

    private Owner ownBy(SessionId session) {
        ClusterNode self = nodes.self();
        return new Owner(self.id(), self.incarnation(), session.epoch());
    }

    private Mono<Map<PileNo, Owner>> lookUp(List<PileNo> piles, Map<PileNo, Owner> owners) {
        return Flux.fromIterable(piles)
                .buffer(SessionEntries.BATCH_MAX)
                .concatMap(this::look)
                .collect(
                        () -> owners,
                        (all, found) -> found.forEach((pileNo, entry) -> {
                            if (!entry.left() && isAlive(entry)) {
                                all.put(pileNo, entry.owner());
                            }
                        }));
    }

    /** A session of a process that is gone is gone with it; so is one of ours that we do not know any more. */
    boolean isAlive(SessionEntry entry) {
        return !entry.node().equals(nodes.self().id())
                && nodes.find(entry.node()).filter(entry::isOf).isPresent();
    }
}
