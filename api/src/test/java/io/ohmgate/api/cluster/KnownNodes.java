package io.ohmgate.api.cluster;

import io.ohmgate.gateway.cluster.ClusterNode;
import io.ohmgate.gateway.cluster.NodeId;
import io.ohmgate.gateway.cluster.NodeRole;
import io.ohmgate.gateway.cluster.NodeRoles;
import io.ohmgate.gateway.cluster.NodeState;
import io.ohmgate.gateway.cluster.Nodes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Nodes that a test names by hand. */
final class KnownNodes implements Nodes {
    private final ClusterNode self;
    private final List<Consumer<List<ClusterNode>>> listeners = new CopyOnWriteArrayList<>();
    private volatile List<ClusterNode> others = List.of();

    KnownNodes(String name) {
        this.self = node(name, 0);
    }

    static ClusterNode node(String name, int port) {
        return new ClusterNode(new NodeId(name), 1, NodeRoles.ALL.all(), "127.0.0.1", port, "test", NodeState.UP);
    }

    void are(ClusterNode... nodes) {
        others = List.of(nodes);
        listeners.forEach(listener -> listener.accept(others));
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
        return others.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    @Override
    public boolean alone(NodeRole role) {
        return others.isEmpty();
    }

    @Override
    public Disposable onChange(Consumer<List<ClusterNode>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Mono<Void> announce(NodeState state) {
        return Mono.empty();
    }

    @Override
    public void lookNow() {}
}
