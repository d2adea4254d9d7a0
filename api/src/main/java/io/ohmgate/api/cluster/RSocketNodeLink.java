package io.ohmgate.api.cluster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.gateway.cluster.ClusterNode;
import io.ohmgate.gateway.cluster.Deadline;
import io.ohmgate.gateway.cluster.LinkFailure;
import io.ohmgate.gateway.cluster.LinkLimits;
import io.ohmgate.gateway.cluster.NodeCall;
import io.ohmgate.gateway.cluster.NodeId;
import io.ohmgate.gateway.cluster.NodeLink;
import io.ohmgate.gateway.cluster.NodeRoutes;
import io.ohmgate.gateway.cluster.Nodes;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/** The node link over RSocket: listens for other nodes, and keeps one connection to each of them. */
public final class RSocketNodeLink implements NodeLink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RSocketNodeLink.class);
    private static final Duration TELL_WITHIN = Duration.ofSeconds(5);
    private static final Duration ENDLESS = Duration.ofDays(1);
    private static final byte[] NOTHING = new byte[0];

    private final LinkParts parts;
    private final SecureRandom random;
    private final LinkServer server;
    private final Map<NodeId, OutboundLink> links = new ConcurrentHashMap<>();
    private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();
    private final Disposable.Composite running = Disposables.composite();
    private @Nullable LoopResources loops;

    public RSocketNodeLink(
            Nodes nodes,
            NodeRoutes routes,
            LinkSecret secret,
            LinkLimits limits,
            LongSupplier nanos,
            SecureRandom random,
            MeterRegistry meters) {
        this.parts = new LinkParts(nodes, routes, new Handshake(secret, random), limits, nanos);
        this.random = random;
        this.server = new LinkServer(parts);
        Gauge.builder(
                        "ohmgate.cluster.links",
                        links,
                        all -> all.values().stream()
                                .filter(OutboundLink::isConnected)
                                .count())
                .description("other nodes this one is connected to")
                .register(meters);
        Gauge.builder("ohmgate.cluster.links.inbound", server, LinkServer::connections)
                .description("connections of other nodes to this one")
                .register(meters);
    }

    /** Listens, before this node's row tells others where to dial. */
    public synchronized InetSocketAddress listen(String bindTo, int port) {
        LoopResources threads = LoopResources.create("nodes", 1, 1, true);
        loops = threads;
        return server.start(bindTo, port, threads);
    }

    /** Dials the nodes that are known and those that come. */
    public void connect() {
        running.add(parts.nodes().onChange(this::follow));
        follow(parts.nodes().others());
    }

    private synchronized void follow(List<ClusterNode> others) {
        LoopResources threads = loops;
        if (threads == null) {
            return;
        }
        Map<NodeId, ClusterNode> wanted = new HashMap<>();
        others.stream()
                .filter(ClusterNode::hasLink)
                .limit(Nodes.NODES_MAX)
                .forEach(node -> wanted.put(node.id(), node));
        links.values().removeIf(link -> {
            ClusterNode node = wanted.get(link.node().id());
            boolean over = node == null || !node.isSameProcess(link.node());
            if (over) {
                link.dispose();
            }
            return over;
        });
        wanted.forEach((id, node) -> {
            if (!links.containsKey(id)) {
                OutboundLink link = new OutboundLink(node, parts, threads, random, this::changed);
                links.put(id, link);
                link.start();
            }
        });
    }

    private void changed() {
        changeListeners.forEach(listener -> {
            try {
                listener.run();
            } catch (RuntimeException broken) {
                LOG.atError().setCause(broken).log("a listener to the node link failed");
            }
        });
    }

    /** Called when a connection is made or breaks. */
    public void onChange(Runnable listener) {
        changeListeners.add(listener);
    }

    @Override
    public boolean isConnected(NodeId to) {
        OutboundLink link = links.get(to);
        return isSelf(to) || (link != null && link.isConnected());
    }

    @Override
    public Mono<byte[]> ask(NodeId to, String route, byte[] body, Deadline deadline) {
        if (isSelf(to)) {
            return askHere(route, body, deadline);
        }
        OutboundLink link = links.get(to);
        return link == null ? Mono.error(new LinkFailure.UnknownNode(to)) : link.ask(route, body, deadline);
    }

    private Mono<byte[]> askHere(String route, byte[] body, Deadline deadline) {
        return Mono.defer(() -> {
                    Duration left = deadline.left(parts.nanos());
                    return left.isZero()
                            ? Mono.error(new LinkFailure.DeadlineOver(route))
                            : parts.routes()
                                    .answer(route, new NodeCall(parts.self(), body, deadline))
                                    .timeout(left);
                })
                .defaultIfEmpty(NOTHING)
                .onErrorMap(failure -> heardHere(failure, route));
    }

    /** The same failures as over a wire. */
    private LinkFailure heardHere(Throwable failure, String route) {
        return switch (failure) {
            case LinkFailure known -> known;
            case TimeoutException late -> new LinkFailure.DeadlineOver(route);
            default -> LinkErrors.heard(LinkErrors.of(failure), parts.self(), route);
        };
    }

    @Override
    public Mono<Void> tell(NodeId to, String route, byte[] body) {
        return Mono.defer(() -> {
            if (body.length > BODY_BYTES_MAX) {
                return Mono.error(new LinkFailure.TooLarge(body.length));
            }
            if (!isConnected(to)) {
                return Mono.error(new LinkFailure.NotConnected(to));
            }
            handOver(to, route, body);
            return Mono.empty();
        });
    }

    private void handOver(NodeId to, String route, byte[] body) {
        ask(to, route, body, Deadline.in(TELL_WITHIN, parts.nanos()))
                .subscribe(
                        ignored -> {},
                        failure -> LOG.atDebug()
                                .addKeyValue("node", to)
                                .addKeyValue("route", route)
                                .addKeyValue("error", failure.getMessage())
                                .log("another node was not told"));
    }

    @Override
    public Flux<byte[]> stream(NodeId to, String route, byte[] body) {
        if (isSelf(to)) {
            return parts.routes().streamed(route, here(body)).onErrorMap(failure -> heardHere(failure, route));
        }
        OutboundLink link = links.get(to);
        return link == null ? Flux.error(new LinkFailure.UnknownNode(to)) : link.stream(route, body);
    }

    @Override
    public Flux<byte[]> channel(NodeId to, String route, Flux<byte[]> up) {
        if (isSelf(to)) {
            return parts.routes().channelled(route, here(NOTHING), up).onErrorMap(failure -> heardHere(failure, route));
        }
        OutboundLink link = links.get(to);
        return link == null ? Flux.error(new LinkFailure.UnknownNode(to)) : link.channel(route, up);
    }

    private NodeCall here(byte[] body) {
        return new NodeCall(parts.self(), body, Deadline.in(ENDLESS, parts.nanos()));
    }

    private boolean isSelf(NodeId node) {
        return node.equals(parts.self());
    }

    /** Hangs up on everybody. */
    @Override
    public synchronized void close() {
        running.dispose();
        links.values().forEach(OutboundLink::dispose);
        links.clear();
        server.stop();
        if (loops != null) {
            loops.dispose();
            loops = null;
        }
    }
}
