package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.link.SessionId;

/** A request about a pile, at the node that holds its current session. */
@SuppressWarnings("ArrayRecordComponent") // a body is passed on, never compared
public record PileCall(SessionId session, NodeId from, byte[] body, Deadline deadline) {}
