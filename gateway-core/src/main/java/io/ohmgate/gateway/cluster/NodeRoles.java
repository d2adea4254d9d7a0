package io.ohmgate.gateway.cluster;

import java.util.Set;

/** The roles of this node; all of them unless an operator says otherwise. */
public record NodeRoles(Set<NodeRole> all) {
    public static final NodeRoles ALL = new NodeRoles(Set.of(NodeRole.values()));

    /** @throws IllegalArgumentException if there is none: such a node would do nothing */
    public NodeRoles {
        all = Set.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("a node has at least one role");
        }
    }

    public boolean has(NodeRole role) {
        return all.contains(role);
    }
}
