package io.ohmgate.gateway.cluster;

import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** The rows of all nodes, in the database; ages are by the database's clock. */
public interface NodeTable {
    /** Writes this node's row for a new process; its incarnation, greater than that of any process of this name before. */
    Mono<Long> join(ClusterNode self);

    /** Touches the row and reads all of them. */
    Mono<Sighting> beat(ClusterNode self);

    /** {@code stillOurs} is false if another process has joined under our name. */
    record Sighting(boolean stillOurs, List<Row> rows) {}

    /** One row, this node's own among them. */
    record Row(ClusterNode node, Duration age) {}
}
