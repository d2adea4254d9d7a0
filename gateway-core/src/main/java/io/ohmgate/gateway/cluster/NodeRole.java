package io.ohmgate.gateway.cluster;

/** What a node does: takes piles, serves people and other systems, does timed work. */
public enum NodeRole {
    GATEWAY,
    API,
    JOBS
}
