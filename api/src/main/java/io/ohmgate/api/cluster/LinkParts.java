package io.ohmgate.api.cluster;

import io.ohmgate.gateway.cluster.LinkLimits;
import io.ohmgate.gateway.cluster.NodeId;
import io.ohmgate.gateway.cluster.NodeRoutes;
import io.ohmgate.gateway.cluster.Nodes;
import java.util.function.LongSupplier;

/** What both ends of the node link need. */
record LinkParts(Nodes nodes, NodeRoutes routes, Handshake handshake, LinkLimits limits, LongSupplier nanos) {
    NodeId self() {
        return nodes.self().id();
    }
}
