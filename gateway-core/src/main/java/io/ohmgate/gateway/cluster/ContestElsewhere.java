package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.cluster.ContestFrames.Answer;
import io.ohmgate.gateway.event.PileEvent.TakeoverRule;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.Contest;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.Prior;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import reactor.core.publisher.Mono;

/**
 * The newcomer's side: whoever holds the pile by the directory is asked to judge. One that does not answer, being stopped or
 * dead, is a silent older session; whether the newcomer is the same device is then told by the directory, and whether a
 * charge runs by the database.
 */
final class ContestElsewhere {
    private static final Duration ORDERS_WITHIN = Duration.ofMillis(500);
    private static final Duration PROBE_SLACK = Duration.ofSeconds(1);
    private static final int BATCH_MAX = 256;

    private final LookedUp directory;
    private final NodeLink link;
    private final RunningOrders orders;
    private final Epochs epochs;
    private final ToLongFunction<PileHello> faces;
    private final GatewayTime time;
    private final Duration probeWait;
    private final Nodes nodes;
    /** One for each node that held a contested pile. Names may be new at each start of a node, so they are forgotten. */
    private final Map<NodeId, Questions<PileHello, Answer>> questions = new ConcurrentHashMap<>();

    ContestElsewhere(
            Nodes nodes,
            LookedUp directory,
            NodeLink link,
            RunningOrders orders,
            Epochs epochs,
            ToLongFunction<PileHello> faces,
            GatewayTime time,
            Duration probeWait) {
        this.nodes = nodes;
        this.directory = directory;
        this.link = link;
        this.orders = orders;
        this.epochs = epochs;
        this.faces = faces;
        this.time = time;
        this.probeWait = probeWait;
    }

    /** Never fails. */
    Mono<Prior> before(PileHello hello) {
        Mono<Prior> verdict = directory
                .entry(hello.pileNo())
                .flatMap(entry -> judged(hello, entry))
                .defaultIfEmpty(new Prior.Nobody());
        return Mono.when(epochs.fresh())
                .then(verdict)
                .flatMap(prior -> prior instanceof Prior.Older older
                        ? epochs.above(older.epoch()).thenReturn(prior)
                        : Mono.just(prior));
    }

    private Mono<Prior> judged(PileHello hello, SessionEntry entry) {
        if (entry.isOf(nodes.self())) {
            // Our own memory knows better.
            return Mono.just(new Prior.Nobody());
        }
        if (!directory.isAlive(entry) || !link.isConnected(entry.node())) {
            return silent(hello, entry);
        }
        return questionsTo(entry.node())
                .ask(hello)
                .flatMap(answer -> outcome(hello, entry, answer))
                .onErrorResume(noAnswer -> silent(hello, entry))
                .switchIfEmpty(silent(hello, entry));
    }

    /** To forget one that collects loses nothing: it still asks what it has, and a new one begins beside it. */
    private Questions<PileHello, Answer> questionsTo(NodeId node) {
        if (questions.size() >= Nodes.NODES_MAX && !questions.containsKey(node)) {
            questions.clear();
        }
        return questions.computeIfAbsent(
                node, to -> new Questions<>(BATCH_MAX, hellos -> contend(to, hellos), time.timer()));
    }

    private Mono<Map<PileHello, Answer>> contend(NodeId node, List<PileHello> hellos) {
        byte[] body = Body.written(hellos, ContestFrames::write);
        return link.ask(node, ContestedHere.CONTEND, body, Deadline.in(Neighbours.ANSWER_WITHIN, time.nanos()))
                .map(answer -> byHello(hellos, Body.read(answer, Answer::read)));
    }

    private static Map<PileHello, Answer> byHello(List<PileHello> hellos, List<Answer> answers) {
        Map<PileHello, Answer> all = new HashMap<>();
        for (int i = 0; i < Math.min(hellos.size(), answers.size()); i++) {
            all.put(hellos.get(i), answers.get(i));
        }
        return all;
    }

    private Mono<Prior> outcome(PileHello hello, SessionEntry entry, Answer answer) {
        Contest contest = answer.contest();
        return contest == null ? awaited(hello, entry) : Mono.just(prior(contest));
    }

    private static Prior prior(Contest contest) {
        return switch (contest) {
            case Contest.NotHere nobody -> new Prior.Nobody();
            case Contest.GaveWay gave -> gave.older();
            case Contest.Refused refused -> new Prior.Refused(refused.reason());
        };
    }

    /** The session there is being asked whether it lives. */
    private Mono<Prior> awaited(PileHello hello, SessionEntry entry) {
        byte[] body = Body.written(List.of(hello.pileNo()), Body::write);
        Deadline deadline = Deadline.in(probeWait.plus(PROBE_SLACK), time.nanos());
        return link.ask(entry.node(), ContestedHere.OUTCOME, body, deadline)
                .map(bytes -> Body.read(bytes, Answer::read).getFirst())
                .mapNotNull(Answer::contest)
                .map(ContestElsewhere::prior)
                .onErrorResume(noAnswer -> silent(hello, entry));
    }

    /** Its node does not answer, or is no more: what the directory and the database know must do. */
    private Mono<Prior> silent(PileHello hello, SessionEntry entry) {
        if (entry.face() != 0 && entry.face() == faces.applyAsLong(hello)) {
            return Mono.just(older(entry, TakeoverRule.SAME_SOURCE, false));
        }
        return charging(entry.pileNo())
                .map(charging -> entry.left() && !charging
                        ? new Prior.Nobody()
                        : older(entry, TakeoverRule.OLDER_SILENT, charging));
    }

    private Mono<Boolean> charging(PileNo pileNo) {
        return Mono.defer(() -> orders.on(pileNo))
                .timeout(ORDERS_WITHIN, time.timer())
                .defaultIfEmpty(true)
                // Nobody can say so: then the stricter rule holds.
                .onErrorReturn(true);
    }

    private static Prior older(SessionEntry entry, TakeoverRule rule, boolean charging) {
        InetSocketAddress unknown =
                InetSocketAddress.createUnresolved(entry.node().name(), 0);
        return new Prior.Older(rule, charging, unknown, entry.epoch(), List.of());
    }
}
