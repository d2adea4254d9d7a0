package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.cluster.Body.Held;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What gateway nodes tell and ask each other of single piles: who holds it, and that it arrived. */
final class Neighbours {
    static final Duration ANSWER_WITHIN = Duration.ofMillis(400);
    private static final String HOLDS = "cluster.holds";
    private static final String ARRIVED = "cluster.arrived";

    private final Nodes nodes;
    private final NodeLink link;
    private final PileSessions sessions;
    private final GatewayTime time;

    Neighbours(Nodes nodes, NodeLink link, NodeRoutes routes, PileSessions sessions, GatewayTime time) {
        this.nodes = nodes;
        this.link = link;
        this.sessions = sessions;
        this.time = time;
        routes.serve(HOLDS, call -> Mono.fromSupplier(() -> holds(call.body())));
        routes.hear(ARRIVED, call -> Mono.fromRunnable(() -> arrived(call)));
    }

    private byte[] holds(byte[] body) {
        List<Held> held = new ArrayList<>();
        for (PileNo pileNo : Body.read(body, Body::pileNo)) {
            sessions.current(pileNo).ifPresent(session -> held.add(new Held(pileNo, session.epoch())));
        }
        return Body.written(held, (out, each) -> each.write(out));
    }

    /** Whoever has the smaller epoch gives way, be it this node or the one that tells. */
    private void arrived(NodeCall call) {
        List<Held> larger = new ArrayList<>();
        for (Held each : Body.read(call.body(), Held::read)) {
            sessions.movedAway(each.pileNo(), each.epoch());
            sessions.current(each.pileNo())
                    .filter(own -> own.epoch() > each.epoch())
                    .ifPresent(own -> larger.add(new Held(own.pileNo(), own.epoch())));
        }
        if (!larger.isEmpty()) {
            tell(call.from(), larger);
        }
    }

    /** Asks every other gateway node; of two that hold the same pile the later session counts. */
    Mono<Survey> survey(Collection<PileNo> piles) {
        List<ClusterNode> others = nodes.others(NodeRole.GATEWAY);
        byte[] question = Body.written(List.copyOf(piles), Body::write);
        return Flux.fromIterable(others)
                .flatMap(node -> asked(node, question), Nodes.NODES_MAX)
                .collectList()
                .map(answers -> merged(answers, others.size()));
    }

    private Mono<Map<PileNo, SessionEntry>> asked(ClusterNode node, byte[] question) {
        return link.ask(node.id(), HOLDS, question, Deadline.in(ANSWER_WITHIN, time.nanos()))
                .map(answer -> {
                    Map<PileNo, SessionEntry> held = new HashMap<>();
                    for (Held each : Body.read(answer, Held::read)) {
                        held.put(
                                each.pileNo(),
                                new SessionEntry(each.pileNo(), node.id(), node.incarnation(), each.epoch(), 0, false));
                    }
                    return held;
                })
                .onErrorComplete();
    }

    private static Survey merged(List<Map<PileNo, SessionEntry>> answers, int asked) {
        Map<PileNo, SessionEntry> all = new HashMap<>();
        for (Map<PileNo, SessionEntry> answer : answers) {
            answer.forEach((pileNo, entry) ->
                    all.merge(pileNo, entry, (one, other) -> one.epoch() >= other.epoch() ? one : other));
        }
        return new Survey(all, answers.size() == asked);
    }

    /** {@code complete} if everybody answered. */
    record Survey(Map<PileNo, SessionEntry> found, boolean complete) {}

    /** Tells all gateway nodes, as far as they can be reached now. */
    void tellArrived(List<Held> arrivals) {
        nodes.others(NodeRole.GATEWAY).forEach(node -> tell(node.id(), arrivals));
    }

    private void tell(NodeId node, List<Held> arrivals) {
        byte[] body = Body.written(arrivals, (out, each) -> each.write(out));
        link.tell(node, ARRIVED, body).onErrorComplete().subscribe();
    }
}
