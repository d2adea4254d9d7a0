package io.ohmgate.api.db;

import java.time.Duration;

/**
 * What one class of work may take from the database.
 *
 * @param name the bean's name and the metrics' tag
 * @param size connections at most
 * @param warm connections kept open while nothing happens
 * @param lease the longest that one connection is held: a statement on its own, or a transaction from begin to commit. Then
 *     the connection is closed, whatever the server does
 * @param lockWait how long a statement waits for another's row lock; shorter than the lease, so that the server's own
 *     answer, which can be retried, comes first
 * @param pending callers that may wait for a connection; no more than are served before they give up, for a connection that
 *     is handed to one who has left serves nobody
 */
public record PoolLimits(String name, int size, int warm, Duration lease, Duration lockWait, int pending) {
    /** Records, stops and money: what must never wait behind a list or a report. */
    public static final PoolLimits CRITICAL =
            new PoolLimits("critical", 10, 4, Duration.ofSeconds(2), Duration.ofSeconds(1), 2_000);

    public static final PoolLimits GENERAL =
            new PoolLimits("general", 20, 2, Duration.ofSeconds(5), Duration.ofSeconds(3), 200);

    /** Stops alone, from the request to the row: they meet nobody in a queue, whatever the other pools do (invariants B4). */
    public static final PoolLimits STOPS =
            new PoolLimits("stops", 2, 2, Duration.ofSeconds(2), Duration.ofSeconds(1), 500);

    /** Exports, searches through the past, cleaning up: four at a time, and the fifth is told to come again. */
    public static final PoolLimits REPORT =
            new PoolLimits("report", 4, 0, Duration.ofSeconds(60), Duration.ofSeconds(3), 8);

    /** Connections made in a second beyond the first ones. */
    static final int RECONNECTS_PER_SECOND = 10;

    static final Duration ACQUIRE = Duration.ofSeconds(1);
    static final Duration CREATE = Duration.ofSeconds(3);
    static final Duration CONNECT = Duration.ofSeconds(2);
    static final Duration VALIDATE = Duration.ofSeconds(1);
    static final Duration IDLE = Duration.ofMinutes(5);
    static final Duration LIFE = Duration.ofMinutes(30);
    static final Duration EVICTION_EVERY = Duration.ofMinutes(1);
}
