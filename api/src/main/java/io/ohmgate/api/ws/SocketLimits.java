package io.ohmgate.api.ws;

import java.time.Duration;

/**
 * What a socket may take and how long things may last.
 *
 * @param authenticateWithin from the opening to a valid ticket
 * @param heartbeatEvery also how often the other end is pinged
 * @param silenceMax without a message or a pong
 * @param notReadingMax with a full write buffer
 * @param recheckEvery how often the login is looked at again (invariants F6 allow 60 s)
 * @param answerWithin for what is read from the tables
 * @param closeGrace for the close frame to leave, before the connection is cut
 */
record SocketLimits(
        Duration authenticateWithin,
        Duration heartbeatEvery,
        Duration silenceMax,
        Duration notReadingMax,
        Duration recheckEvery,
        Duration answerWithin,
        Duration closeGrace) {
    static final int SOCKETS_MAX = 20_000;
    static final int SOCKETS_PER_USER_MAX = 5;
    static final int TOPICS_MAX = 50;
    static final int MESSAGE_BYTES_MAX = 16 * 1024;
    static final int MESSAGES_PER_SECOND_MAX = 20;
    /** Errors and heartbeats that wait. One who causes more of them than they read is too slow. */
    static final int CONTROLS_MAX = 64;

    static final SocketLimits BOOK = new SocketLimits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1));
}
