package io.ohmgate.gateway.operation;

/** Why an operation ended as it did, or what it waits for. The names are stored and shown: never rename one. */
public enum OperationReason {
    /** It waits: no connection. */
    PILE_OFFLINE,
    /** It waits: a charge runs and must not be disturbed. */
    PILE_CHARGING,
    /** It waits: the pile is still answering something of the kind. */
    PILE_BUSY,
    /** It waits, or was given up: the pile is not trusted enough for it (invariants 4.1). */
    PILE_NOT_TRUSTED,
    /** It waits: the platform could not prepare what is to be sent, and tries again. */
    PLATFORM_BUSY,
    PILE_SAID_NO,
    NOT_ANSWERED,
    WAITED_TOO_LONG,
    /** The connection ended before the answer: whether the pile did it is unknown. */
    CONNECTION_LOST,
    /** The gateway was started anew before the answer: whether the pile did it is unknown. */
    GATEWAY_RESTARTED,
    DID_NOT_COME_BACK,
    LOCK_STUCK,
    LOCK_NOT_IN_PLACE,
    PILE_NUMBER_WRONG,
    PROGRAM_DOES_NOT_FIT,
    DOWNLOAD_TIMED_OUT,
    /** What it needs is gone: the tariff, the file. */
    NOTHING_TO_SEND,
    TAKEN_BACK
}
