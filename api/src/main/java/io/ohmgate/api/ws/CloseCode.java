package io.ohmgate.api.ws;

import org.springframework.web.reactive.socket.CloseStatus;

/** Why the server closes a socket. docs/live-socket.md and asyncapi.yaml have the same table. */
enum CloseCode {
    GOING_AWAY(1001, "server is going away"),
    MESSAGE_TOO_BIG(1009, "message over 16 KB"),
    TRY_AGAIN_LATER(1013, "try again later"),
    UNREADABLE(4400, "unreadable or unknown message"),
    NOT_AUTHENTICATED(4401, "no valid ticket in time"),
    TOO_SLOW(4408, "does not read"),
    TOO_MANY_SOCKETS(4409, "too many sockets of one user"),
    LOGIN_ENDED(4410, "the login has ended"),
    TOO_FAST(4429, "too many messages");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    int code() {
        return code;
    }

    CloseStatus status() {
        return new CloseStatus(code, reason);
    }
}
