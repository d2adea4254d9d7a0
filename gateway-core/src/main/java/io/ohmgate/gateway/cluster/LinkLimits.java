package io.ohmgate.gateway.cluster;

import java.time.Duration;

/**
 * What the link between two nodes may take. How many bytes and streams, see the constants.
 *
 * @param pingEvery how often each connection is tried
 * @param deadAfter of silence, when it is given up
 * @param dialWithin to connect and to prove who one is
 * @param pauseFirst before the first attempt to reconnect; each further one waits twice as long
 * @param pauseMax before any attempt
 */
public record LinkLimits(
        Duration pingEvery, Duration deadAfter, Duration dialWithin, Duration pauseFirst, Duration pauseMax) {
    /** A body, its route and RSocket's own header. */
    public static final int FRAME_BYTES_MAX = NodeLink.BODY_BYTES_MAX + 4 * 1024;
    /** Of questions on their way to one node, bodies included. */
    public static final int BYTES_UNDER_WAY_MAX = 16 * 1024 * 1024;
    /** Questions on one connection, either way. */
    public static final int ASKS_MAX = 1_024;
    /** Streams and channels on one connection. */
    public static final int STREAMS_MAX = 64;
    /** Asked of a source at a time, whatever the other end asks for. */
    public static final int ITEMS_AT_ONCE = 64;
    /** Connections that this node lets in; each node makes one, and reconnects may overlap. */
    public static final int CONNECTIONS_MAX = 4 * Nodes.NODES_MAX;

    public static final LinkLimits BOOK = new LinkLimits(
            Duration.ofSeconds(2),
            Duration.ofSeconds(6),
            Duration.ofSeconds(3),
            Duration.ofMillis(200),
            Duration.ofSeconds(5));
}
