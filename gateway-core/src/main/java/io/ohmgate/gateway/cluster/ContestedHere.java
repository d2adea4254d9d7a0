package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.cluster.ContestFrames.Answer;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.Contest;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The owner's side of a login on another node: judged at once by the login policy; only where the session here has to be
 * asked first, the other node comes back for the outcome.
 */
final class ContestedHere {
    static final String CONTEND = "cluster.contend";
    static final String OUTCOME = "cluster.outcome";
    /** Outcomes that were not fetched; each is forgotten soon. */
    private static final int OPEN_MAX = 10_000;

    private final PileSessions sessions;
    private final GatewayTime time;
    private final Duration kept;
    private final Map<Key, Sinks.One<Contest>> open = new ConcurrentHashMap<>();

    private record Key(NodeId from, PileNo pileNo) {}

    /** @param probeWait how long the session here is given to answer */
    ContestedHere(NodeRoutes routes, PileSessions sessions, GatewayTime time, Duration probeWait) {
        this.sessions = sessions;
        this.time = time;
        this.kept = probeWait.multipliedBy(2);
        routes.serve(CONTEND, call -> Mono.fromSupplier(() -> contended(call)));
        routes.serve(OUTCOME, this::outcome);
    }

    private byte[] contended(NodeCall call) {
        List<Answer> answers = new ArrayList<>();
        for (PileHello hello : Body.read(call.body(), ContestFrames::hello)) {
            answers.add(new Answer(hello.pileNo(), judged(new Key(call.from(), hello.pileNo()), hello)));
        }
        return Body.written(answers, Answer::write);
    }

    /** Null if the session here is being asked. */
    private @Nullable Contest judged(Key key, PileHello hello) {
        if (open.size() >= OPEN_MAX) {
            throw new NodeRefusal("TOO_MANY_CONTESTS");
        }
        Sinks.One<Contest> sink = Sinks.one();
        Immediate first = new Immediate();
        sessions.contend(hello, contest -> {
            first.value = contest;
            sink.tryEmitValue(contest);
        });
        Contest now = first.value;
        if (now == null) {
            open.put(key, sink);
            time.timer().schedule(() -> open.remove(key, sink), kept.toMillis(), TimeUnit.MILLISECONDS);
        }
        return now;
    }

    private static final class Immediate {
        volatile @Nullable Contest value;
    }

    int open() {
        return open.size();
    }

    private Mono<byte[]> outcome(NodeCall call) {
        List<PileNo> asked = Body.read(call.body(), Body::pileNo);
        if (asked.size() != 1) {
            return Mono.error(new NodeRefusal("ONE_PILE_A_QUESTION"));
        }
        PileNo pileNo = asked.getFirst();
        Sinks.One<Contest> sink = open.get(new Key(call.from(), pileNo));
        return sink == null
                ? Mono.error(new NodeRefusal("NO_SUCH_CONTEST"))
                : sink.asMono().map(contest -> Body.written(List.of(new Answer(pileNo, contest)), Answer::write));
    }
}
