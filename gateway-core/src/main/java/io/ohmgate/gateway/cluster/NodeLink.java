package io.ohmgate.gateway.cluster;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Talks to other nodes. Every failure is a {@link LinkFailure}. A question to this node itself is answered in the process.
 * Nothing waits for a connection: a node that is not connected fails at once.
 */
public interface NodeLink {
    /** A body may have this many bytes, either way. */
    int BODY_BYTES_MAX = 1024 * 1024;

    /** One answer, perhaps empty. */
    Mono<byte[]> ask(NodeId to, String route, byte[] body, Deadline deadline);

    /** Hands it to the connection, or fails at once; whether it is heard is not told. */
    Mono<Void> tell(NodeId to, String route, byte[] body);

    /** What the other node's source tells, as fast as it is requested; ends with {@link LinkFailure.Lost} with the link. */
    Flux<byte[]> stream(NodeId to, String route, byte[] body);

    /** The same, and more is told to the other node while it runs. */
    Flux<byte[]> channel(NodeId to, String route, Flux<byte[]> up);

    /** Whether a question can leave now. */
    boolean isConnected(NodeId to);
}
