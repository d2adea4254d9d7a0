package io.ohmgate.gateway.cluster;

/** What a node says of itself; whether it is there is told by how old its row is. */
public enum NodeState {
    UP,
    /** Lets nobody new in; what it holds goes to others soon. */
    DRAINING,
    DOWN
}
