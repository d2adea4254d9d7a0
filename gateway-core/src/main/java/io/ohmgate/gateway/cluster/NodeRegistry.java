package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.cluster.NodeTable.Row;
import io.ohmgate.gateway.cluster.NodeTable.Sighting;
import io.ohmgate.gateway.event.Listeners;
import io.ohmgate.gateway.session.GatewayTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Keeps this node's row fresh and reads those of the others. While the database is away the last reading counts: nodes do
 * not vanish because nobody can read of them.
 */
public final class NodeRegistry implements Nodes {
    public static final Duration BEAT = Duration.ofSeconds(2);
    /** Of a row's age, when its node is taken for gone. */
    public static final Duration GONE_AFTER = Duration.ofSeconds(10);

    static final Duration BEAT_WITHIN = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(NodeRegistry.class);

    private final NodeTable table;
    private final Fence fence;
    private final GatewayTime time;
    /** Told after each beat whether the database answered. */
    private final Listeners<Boolean> beats = new Listeners<>();

    private final List<Consumer<List<ClusterNode>>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean beating = new AtomicBoolean();
    private volatile ClusterNode self;
    private volatile List<ClusterNode> others = List.of();
    /** Those that fell silent without saying that they go. */
    private volatile List<ClusterNode> vanished = List.of();

    /** {@code self} is not yet born: its incarnation comes with {@link #join}. */
    public NodeRegistry(ClusterNode self, NodeTable table, Fence fence, GatewayTime time) {
        this.self = self;
        this.table = table;
        this.fence = fence;
        this.time = time;
    }

    /** Writes this node's row and reads the others'; before anything else of the cluster. */
    public Mono<Void> join(ClusterNode me) {
        return Mono.defer(() -> {
                    self = me;
                    return table.join(me);
                })
                .doOnNext(incarnation -> self = self.born(incarnation))
                .then(Mono.defer(this::beat));
    }

    public Disposable start() {
        long beat = BEAT.toMillis();
        return time.timer().schedulePeriodically(this::lookNow, beat, beat, TimeUnit.MILLISECONDS);
    }

    /** Told after each beat, with whether the database answered. */
    public void onBeat(Consumer<Boolean> listener) {
        beats.add(listener);
    }

    @Override
    public void lookNow() {
        beat().subscribe();
    }

    /** One beat, if none is under way; never fails. */
    Mono<Void> beat() {
        return Mono.defer(() -> {
            if (!beating.compareAndSet(false, true)) {
                return Mono.empty();
            }
            long began = time.nanos().getAsLong();
            return table.beat(self)
                    .timeout(BEAT_WITHIN, time.timer())
                    .doOnNext(sighting -> saw(sighting, began))
                    .thenReturn(true)
                    .onErrorResume(failure -> missed(began))
                    .doOnNext(beats::tell)
                    .doFinally(signal -> beating.set(false))
                    .then();
        });
    }

    private void saw(Sighting sighting, long began) {
        if (!sighting.stillOurs()) {
            if (!fence.isSuperseded()) {
                fence.supersede();
                LOG.atError()
                        .addKeyValue("node", self.id())
                        .log("another process runs under this node's name: this one takes no piles any more");
            }
            return;
        }
        fence.seen(began);
        vanished = others(sighting, row -> !isAlive(row) && row.node().state() != NodeState.DOWN);
        List<ClusterNode> now = others(sighting, NodeRegistry::isAlive);
        if (!now.equals(others)) {
            changed(now);
        }
    }

    private List<ClusterNode> others(Sighting sighting, Predicate<Row> which) {
        return sighting.rows().stream()
                .filter(row -> which.test(row) && !row.node().id().equals(self.id()))
                .map(Row::node)
                .sorted(Comparator.comparing(ClusterNode::id))
                .toList();
    }

    private void changed(List<ClusterNode> now) {
        LOG.atInfo()
                .addKeyValue(
                        "nodes",
                        now.stream().map(node -> node.id() + ":" + node.state()).toList())
                .log("the other nodes");
        others = now;
        listeners.forEach(listener -> {
            try {
                listener.accept(now);
            } catch (RuntimeException broken) {
                LOG.atError().setCause(broken).log("a listener to the nodes failed");
            }
        });
    }

    private static boolean isAlive(Row row) {
        return row.node().state() != NodeState.DOWN && row.age().compareTo(GONE_AFTER) <= 0;
    }

    /** Nobody takes piles from a node that is alone; so while it runs it needs no proof. One that was stopped does. */
    private Mono<Boolean> missed(long began) {
        if (sole(NodeRole.GATEWAY)) {
            fence.seen(began);
        }
        return Mono.just(false);
    }

    @Override
    public ClusterNode self() {
        return self;
    }

    @Override
    public List<ClusterNode> others() {
        return others;
    }

    @Override
    public Optional<ClusterNode> find(NodeId id) {
        return id.equals(self.id())
                ? Optional.of(self)
                : others.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    @Override
    public boolean alone(NodeRole role) {
        List<ClusterNode> now = others;
        if (now.isEmpty()) {
            return true;
        }
        return now.stream().noneMatch(node -> node.has(role));
    }

    @Override
    public boolean sole(NodeRole role) {
        return alone(role) && vanished.stream().noneMatch(node -> node.has(role));
    }

    @Override
    public Disposable onChange(Consumer<List<ClusterNode>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Mono<Void> announce(NodeState state) {
        return Mono.defer(() -> {
            self = self.in(state);
            return table.beat(self).then();
        });
    }
}
