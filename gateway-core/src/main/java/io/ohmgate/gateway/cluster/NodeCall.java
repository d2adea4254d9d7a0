package io.ohmgate.gateway.cluster;

/** One question, or the beginning of a stream, from another node or from this one. */
@SuppressWarnings("ArrayRecordComponent") // a body is passed on, never compared
public record NodeCall(NodeId from, byte[] body, Deadline deadline) {}
