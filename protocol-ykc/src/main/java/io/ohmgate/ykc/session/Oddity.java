package io.ohmgate.ykc.session;

/** What is odd about a conversation, not about a frame; the constant's name is the metric's tag. */
public enum Oddity {
    /** Anything but a login before the login was accepted; dropped. */
    BEFORE_LOGIN,
    /** A login repeated on the connection; answered again. */
    LOGIN_REPEATED,
    /** A frame for a pile that did not log in on this connection; dropped. */
    FOREIGN_PILE,
    /** A frame that only platforms send; dropped. */
    DOWNLINK_FROM_PILE,
    /** A frame that is understood but means nothing to this version; only shows that the pile lives. */
    NOT_HANDLED,
    /** A tariff was asked for and none is assigned; not answered, the pile asks again. */
    NO_TARIFF,
    /** More piles on one connection than a concentrator has; refused. */
    TOO_MANY_PILES,
    /** A record for a pile that is not logged in on this connection; kept for a person. */
    FOREIGN_RECORD,
    /** More such records than a person can want to see; neither kept nor confirmed. */
    FOREIGN_RECORD_DROPPED,
    /** A login of V2.x, another protocol; closed. */
    LOGIN_OF_V2,
    /** A command was dropped because too many waited. */
    COMMAND_DROPPED,
    /** More frames than a pile has to say; the connection was not read for a moment. */
    TOO_MANY_FRAMES,
    /** An encrypted frame; there is no key. */
    ENCRYPTED_FRAME
}
