package io.ohmgate.gateway.cluster;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Who is up. Answers come from memory; a handful of rows is read every two seconds. */
public interface Nodes {
    /** More nodes than this are not linked; a cluster of this size holds a million piles. */
    int NODES_MAX = 64;

    ClusterNode self();

    /** The other nodes that are alive now. */
    List<ClusterNode> others();

    default List<ClusterNode> others(NodeRole role) {
        return others().stream().filter(node -> node.has(role)).toList();
    }

    /** This node, or another one that is alive. */
    Optional<ClusterNode> find(NodeId id);

    /** No other node has this role: then nothing needs to be looked up or asked. */
    boolean alone(NodeRole role);

    /**
     * No other node with this role is there, nor was one that vanished without a word: such a one may only have been stopped,
     * and finds what happened meanwhile in the directory.
     */
    default boolean sole(NodeRole role) {
        return alone(role);
    }

    /** Called with the others after each change: one came, goes, went or came back as another process. */
    Disposable onChange(Consumer<List<ClusterNode>> listener);

    /** Tells the others; completes when it is written. */
    Mono<Void> announce(NodeState state);

    /** Looks at once, because somebody unknown has called. */
    void lookNow();
}
