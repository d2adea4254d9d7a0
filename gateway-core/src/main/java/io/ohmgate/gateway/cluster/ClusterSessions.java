package io.ohmgate.gateway.cluster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.session.Elsewhere;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileSessions;
import io.ohmgate.gateway.session.Prior;
import io.ohmgate.gateway.session.SessionSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * One live session a pile in the whole cluster (invariants E1). Joins this node's sessions with the directory, the other
 * gateway nodes and the fence.
 *
 * <pre>
 *   a login ── connected here already, or no other gateway node ──────────────→ judged here, as ever
 *      └── the directory knows an owner ── alive ──→ asked to judge ──┬─ gave way ──→ let in by the same rule
 *                    │                                              ├─ refused ───→ refused
 *                    │                                              └─ no answer ─┐
 *                    └── gone ────────────────────────────────────────────────────┴→ a silent older session
 *   let in ──→ told to the gateway nodes at once, claimed in the directory: whoever has an older session closes it
 * </pre>
 */
public final class ClusterSessions implements Elsewhere {
    private final Nodes nodes;
    private final Fence fence;
    private final Epochs epochs;
    private final Claims claims;
    private final Comparison comparison;
    private final ContestElsewhere contests;
    private final LookedUp directory;

    /** The engines and neighbours of {@link ClusterSessions}. {@code faces} names where a login comes from. */
    public record Parts(
            Nodes nodes,
            NodeLink link,
            NodeRoutes routes,
            SessionEntries entries,
            RunningOrders orders,
            Epochs epochs,
            Fence fence,
            ToLongFunction<PileHello> faces) {}

    public ClusterSessions(
            Parts parts, PileSessions sessions, SessionSettings settings, GatewayTime time, MeterRegistry meters) {
        this.nodes = parts.nodes;
        this.fence = parts.fence;
        this.epochs = parts.epochs;
        Neighbours neighbours = new Neighbours(parts.nodes, parts.link, parts.routes, sessions, time);
        this.directory = new LookedUp(parts.nodes, parts.entries, neighbours, sessions, time);
        this.claims = new Claims(parts.nodes, parts.entries, neighbours, sessions, parts.faces, time);
        this.comparison = new Comparison(parts.nodes, parts.entries, neighbours, sessions, parts.fence, time);
        ContestedHere here = new ContestedHere(parts.routes, sessions, time, settings.probeWait());
        this.contests = new ContestElsewhere(
                parts.nodes,
                directory,
                parts.link,
                parts.orders,
                parts.epochs,
                parts.faces,
                time,
                settings.probeWait());
        Gauge.builder("ohmgate.cluster.nodes", nodes, all -> all.others().size() + 1)
                .description("nodes that are alive, this one included")
                .register(meters);
        Gauge.builder("ohmgate.cluster.claims.waiting", claims, Claims::waiting)
                .description("sessions that are not in the directory yet")
                .register(meters);
        Gauge.builder("ohmgate.cluster.fence.open", fence, each -> each.isOpen() ? 1 : 0)
                .description("1 while this node may write to piles")
                .register(meters);
        Gauge.builder("ohmgate.cluster.contests.open", here, ContestedHere::open)
                .description("logins on other nodes that wait for a session here to prove that it lives")
                .register(meters);
        sessions.join(this, parts.epochs);
    }

    /** From here on sessions are claimed; the first block of epochs is there when it completes. */
    public Mono<Void> open() {
        return epochs.open();
    }

    public Disposable start() {
        return Disposables.composite(claims.start(), nodes.onChange(this::changed));
    }

    private void changed(List<ClusterNode> others) {
        claims.rewriteAll();
    }

    /** Takes what ended here out of the directory; at the end of the process, at most {@code patience} long. */
    public Mono<Void> close(Duration patience) {
        return isEmpty() ? Mono.empty() : claims.flush().timeout(patience).onErrorComplete();
    }

    /** After each of {@link NodeRegistry}'s beats. */
    public void beaten(boolean databaseAnswered) {
        comparison.beaten(databaseAnswered);
    }

    /** A link was made or broke, or the directory lost what it had: both sides look again. */
    public void lookAgain() {
        if (!isEmpty()) {
            claims.rewriteAll();
            comparison.compare().subscribe();
        }
    }

    public SessionDirectory directory() {
        return directory;
    }

    @Override
    public boolean isEmpty() {
        return nodes.sole(NodeRole.GATEWAY);
    }

    @Override
    public Mono<Prior> before(PileHello hello) {
        return contests.before(hello);
    }

    @Override
    public boolean mayWrite() {
        return fence.isOpen();
    }

    @Override
    public void arrived(SessionId session, PileHello hello) {
        if (!isEmpty()) {
            claims.arrived(session, hello);
        }
    }

    @Override
    public void ended(SessionId session, PileHello hello, boolean charging) {
        if (!isEmpty()) {
            claims.ended(session, hello, charging);
        }
    }
}
