package io.ohmgate.gateway.cluster;

/** Which process holds a pile, by which of its sessions. */
public record Owner(NodeId node, long incarnation, long epoch) {}
