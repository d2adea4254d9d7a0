package io.ohmgate.api.rsocket;

import java.time.Duration;

/**
 * What a back end's connection may take.
 *
 * @param notReadingMax with a full write buffer
 * @param recheckEvery how often the login is looked at again (invariants F6 allow 60 s)
 * @param answerWithin for who it is, and for what is read or done
 */
record BackendLimits(Duration notReadingMax, Duration recheckEvery, Duration answerWithin) {
    static final int CONNECTIONS_MAX = 1_000;
    static final int CONNECTIONS_PER_USER_MAX = 10;
    static final int STREAMS_MAX = 4;
    static final int REQUESTS_MAX = 32;
    static final int FRAME_BYTES_MAX = 64 * 1024;
    static final Duration FIRST_FRAME_WITHIN = Duration.ofSeconds(5);
    /** Also the longest that a dead connection is kept; clients usually say 90 s. */
    static final Duration KEEP_ALIVE_MAX = Duration.ofMinutes(5);

    static final BackendLimits BOOK =
            new BackendLimits(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));
}
