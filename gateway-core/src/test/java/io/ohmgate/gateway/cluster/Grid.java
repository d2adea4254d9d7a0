package io.ohmgate.gateway.cluster;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileSessions;
import io.ohmgate.gateway.session.RecordingLink;
import io.ohmgate.gateway.session.SessionSettings;
import io.ohmgate.gateway.session.SessionStage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Several nodes on virtual time, with a database, a directory and links in memory, each of which can go away. A node that is
 * stopped does nothing, while everybody's clock goes on: also its own, as it finds when it is let go on.
 */
final class Grid {
    static final PileNo PILE = SessionStage.PILE;
    private static final Duration STEP = Duration.ofMillis(10);

    final Map<String, Node> nodes = new LinkedHashMap<>();
    final Rows rows = new Rows();
    final Directory directory = new Directory();
    /** Links that are cut, by the names of both ends. */
    final Set<Set<String>> cuts = new HashSet<>();

    private final Set<String> running = new HashSet<>();
    private long nowNanos = Duration.ofDays(20_000).toNanos();

    Grid(String... names) {
        for (String name : names) {
            nodes.put(name, new Node(name));
        }
        nodes.values().forEach(Node::start);
        pass(Duration.ofSeconds(5));
    }

    Node node(String name) {
        return Objects.requireNonNull(nodes.get(name));
    }

    void pass(Duration length) {
        long steps = length.dividedBy(STEP);
        for (long step = 0; step < steps; step++) {
            nowNanos += STEP.toNanos();
            nodes.values().stream().filter(Node::isRunning).forEach(node -> node.timer.advanceTimeBy(STEP));
        }
    }

    /** SIGSTOP. */
    void stop(String name) {
        running.remove(name);
    }

    /** SIGCONT. */
    void goOn(String name) {
        running.add(name);
    }

    void cut(String one, String other) {
        cuts.add(Set.of(one, other));
    }

    long openSessions() {
        return nodes.values().stream()
                .filter(node -> node.sessions.current(PILE).isPresent())
                .count();
    }

    /** One node's core, put together as the product does. */
    final class Node {
        final NodeId id;
        final VirtualTimeScheduler timer = VirtualTimeScheduler.create();
        final GatewayTime time =
                new GatewayTime(() -> Instant.ofEpochMilli(nowNanos / 1_000_000), () -> nowNanos, timer);
        final List<PileEvent> events = new ArrayList<>();
        final List<SessionId> moved = new ArrayList<>();
        final PileDirectory piles = new PileDirectory();
        final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        final Fence fence = new Fence(Fence.LEASE, () -> nowNanos);
        final NodeRoutes routes = new NodeRoutes();
        final NodeRegistry registry;
        final Epochs epochs = new Epochs(rows, time);
        final MemoryLink link = new MemoryLink(this);
        final PileSessions sessions;
        final ClusterSessions cluster;
        final PileOwners owners;
        boolean charging;

        Node(String name) {
            id = new NodeId(name);
            ClusterNode self = new ClusterNode(id, 0, NodeRoles.ALL.all(), name, 1, "test", NodeState.UP);
            registry = new NodeRegistry(self, rows, fence, time);
            piles.put(SessionStage.entry(PILE, true));
            sessions = new PileSessions(piles, SessionSettings.BOOK, time, events::add, pile -> charging, meters);
            sessions.watch();
            sessions.onMoved(moved::add);
            cluster = new ClusterSessions(
                    new ClusterSessions.Parts(
                            registry,
                            link,
                            routes,
                            directory,
                            pile -> Mono.fromSupplier(() -> rows.orders),
                            epochs,
                            fence,
                            Grid::face),
                    sessions,
                    SessionSettings.BOOK,
                    time,
                    meters);
            owners = new PileOwners(cluster.directory(), link, routes, sessions, fence, () -> nowNanos);
            registry.onBeat(cluster::beaten);
        }

        void start() {
            running.add(id.name());
            fence.guard();
            epochs.open().subscribe();
            registry.join(registry.self()).subscribe();
            registry.start();
            cluster.start();
        }

        boolean isRunning() {
            return running.contains(id.name());
        }
    }

    static long face(PileHello hello) {
        return (hello.source().getHostString() + hello.simNo()).hashCode() | 1L;
    }

    Device device(String address, String simNo) {
        return new Device(address, simNo);
    }

    /** A pile that dials one node after the other. */
    final class Device {
        final PileHello hello;
        RecordingLink link = new RecordingLink("nowhere", 1);

        @Nullable
        Admission answer;

        @Nullable
        Node at;

        Device(String address, String simNo) {
            hello = new PileHello(PILE, true, 2, "1.6", "fw", simNo, new InetSocketAddress(literal(address), 40_000));
        }

        Device dials(String node) {
            link = new RecordingLink(
                    hello.source().getHostString(), hello.source().getPort());
            answer = null;
            at = node(node);
            at.sessions.login(hello, link, admission -> answer = admission);
            return this;
        }

        SessionId id() {
            return ((Admission.Accepted) Objects.requireNonNull(answer)).session();
        }

        boolean isIn() {
            return answer instanceof Admission.Accepted
                    && link.closedBecause == null
                    && at != null
                    && at.sessions.isCurrent(id());
        }

        boolean isHungUpOn() {
            return link.closedBecause != null || answer instanceof Admission.Refused;
        }

        void speaks() {
            if (at != null && answer instanceof Admission.Accepted accepted) {
                at.sessions.heard(accepted.session());
            }
        }
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    /** The database: rows of nodes, the counter of epochs, and whether an order runs. */
    final class Rows implements NodeTable, EpochBlocks {
        private final Map<NodeId, ClusterNode> known = new HashMap<>();
        private final Map<NodeId, Long> seen = new HashMap<>();
        long counter = 1_000;
        boolean away;
        boolean orders;

        @Override
        public Mono<Long> join(ClusterNode self) {
            return there(() -> {
                ClusterNode before = known.get(self.id());
                ClusterNode born = self.born(before == null ? 1 : before.incarnation() + 1);
                known.put(self.id(), born);
                seen.put(self.id(), nowNanos);
                return born.incarnation();
            });
        }

        @Override
        public Mono<Sighting> beat(ClusterNode self) {
            return there(() -> {
                boolean ours = Objects.requireNonNull(known.get(self.id())).incarnation() == self.incarnation();
                if (ours) {
                    known.put(self.id(), self);
                    seen.put(self.id(), nowNanos);
                }
                return new Sighting(
                        ours,
                        known.values().stream()
                                .map(node -> new Row(
                                        node, Duration.ofNanos(nowNanos - Objects.requireNonNull(seen.get(node.id())))))
                                .toList());
            });
        }

        @Override
        public Mono<Long> next(int size) {
            return there(() -> counter += size);
        }

        private <T> Mono<T> there(Supplier<T> work) {
            return Mono.defer(
                    () -> away ? Mono.error(new IllegalStateException("the database is away")) : Mono.just(work.get()));
        }
    }

    /** Redis. */
    static final class Directory implements SessionEntries {
        final Map<PileNo, SessionEntry> all = new HashMap<>();
        boolean away;

        @Override
        public Mono<Map<PileNo, SessionEntry>> read(Collection<PileNo> piles) {
            return there(() -> {
                Map<PileNo, SessionEntry> found = new HashMap<>(all);
                found.keySet().retainAll(piles);
                return found;
            });
        }

        @Override
        public Mono<List<SessionEntry>> claim(Collection<SessionEntry> entries) {
            return there(() -> {
                List<SessionEntry> standing = new ArrayList<>();
                for (SessionEntry entry : entries) {
                    SessionEntry held = all.get(entry.pileNo());
                    if (held != null && held.epoch() > entry.epoch()) {
                        standing.add(held);
                    } else {
                        all.put(entry.pileNo(), entry);
                    }
                }
                return standing;
            });
        }

        @Override
        public Mono<Void> release(Collection<SessionEntry> entries) {
            return there(() -> {
                        entries.forEach(entry -> all.computeIfPresent(
                                entry.pileNo(), (pile, held) -> held.epoch() == entry.epoch() ? null : held));
                        return true;
                    })
                    .then();
        }

        private <T> Mono<T> there(Supplier<T> work) {
            return Mono.defer(
                    () -> away ? Mono.error(new IllegalStateException("Redis is away")) : Mono.just(work.get()));
        }
    }

    /** A link that answers at once, or, to a node that is stopped, not at all. */
    final class MemoryLink implements NodeLink {
        private final Node from;

        MemoryLink(Node from) {
            this.from = from;
        }

        @Override
        public Mono<byte[]> ask(NodeId to, String route, byte[] body, Deadline deadline) {
            return Mono.defer(() -> {
                Node node = node(to.name());
                if (!isConnected(to)) {
                    return Mono.error(new LinkFailure.NotConnected(to));
                }
                Duration left = deadline.left(() -> nowNanos);
                Mono<byte[]> answer = node.isRunning()
                        ? node.routes
                                .answer(route, new NodeCall(from.id, body, deadline))
                                .onErrorMap(
                                        failure -> !(failure instanceof LinkFailure),
                                        failure -> new LinkFailure.Refused(NodeRefusal.codeOf(failure)))
                        : Mono.never();
                return answer.timeout(left, from.timer)
                        .onErrorMap(TimeoutException.class, late -> new LinkFailure.DeadlineOver(route));
            });
        }

        @Override
        public Mono<Void> tell(NodeId to, String route, byte[] body) {
            return ask(to, route, body, Deadline.in(Duration.ofSeconds(1), () -> nowNanos))
                    .then();
        }

        @Override
        public Flux<byte[]> stream(NodeId to, String route, byte[] body) {
            return Flux.error(new LinkFailure.NotConnected(to));
        }

        @Override
        public Flux<byte[]> channel(NodeId to, String route, Flux<byte[]> up) {
            return Flux.error(new LinkFailure.NotConnected(to));
        }

        @Override
        public boolean isConnected(NodeId to) {
            return !cuts.contains(Set.of(from.id.name(), to.name()));
        }
    }
}
