package io.ohmgate.gateway.link;

/** Why a connection ended; also the tag of its metric. */
public enum CloseReason {
    BY_PEER,
    SILENT_TOO_LONG,
    NO_LOGIN_IN_TIME,
    LOGIN_REFUSED,
    TOO_MUCH_BEFORE_LOGIN,
    TOO_MANY_BAD_FRAMES,
    PARTIAL_FRAME_TOO_OLD,
    REPLACED_BY_NEW_LOGIN,
    NOT_WRITABLE_TOO_LONG,
    /** Too many records wait for the database already; the pile keeps its own and comes again. */
    INBOX_FULL,
    PILE_DISABLED,
    GATEWAY_STOPPING,
    IO_ERROR
}
