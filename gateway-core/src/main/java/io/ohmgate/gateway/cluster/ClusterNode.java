package io.ohmgate.gateway.cluster;

import java.util.Set;

/**
 * One node as the others see it. The incarnation is another one after each start, so that what was said by a process that
 * is gone is not taken for the word of its successor.
 *
 * @param host where others dial its link
 * @param port of its link; 0 if it has none
 */
public record ClusterNode(
        NodeId id, long incarnation, Set<NodeRole> roles, String host, int port, String version, NodeState state) {
    public ClusterNode {
        roles = Set.copyOf(roles);
    }

    public boolean has(NodeRole role) {
        return roles.contains(role);
    }

    public boolean hasLink() {
        return port > 0;
    }

    public ClusterNode in(NodeState other) {
        return new ClusterNode(id, incarnation, roles, host, port, version, other);
    }

    public ClusterNode born(long number) {
        return new ClusterNode(id, number, roles, host, port, version, state);
    }

    /** Whether it is the same process at the same place, whatever it says of its state. */
    public boolean isSameProcess(ClusterNode other) {
        return id.equals(other.id) && incarnation == other.incarnation && port == other.port && host.equals(other.host);
    }
}
