package io.ohmgate.gateway.link;

/** The verdict on a login. */
public sealed interface Admission {
    record Accepted(SessionId session) implements Admission {}

    /** The pile hears a refusal that does not say why; the reason is for the platform's own eyes. */
    record Refused(LoginRefusal reason) implements Admission {}

    enum LoginRefusal {
        UNKNOWN_PILE,
        DISABLED,
        OTHER_SESSION_ALIVE,
        TOO_MANY_TAKEOVERS,
        GATEWAY_DRAINING,
        /** This source has tried too many numbers that are nobody's. */
        SOURCE_REFUSED,
        /** This source has logged this pile in too often in a minute. */
        FLAPPING,
        /** The login is one of another protocol version, V1.8 or V2. */
        PROTOCOL_NOT_SUPPORTED
    }
}
