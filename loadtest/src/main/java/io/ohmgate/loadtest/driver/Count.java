package io.ohmgate.loadtest.driver;

/** What a driver counts. */
public enum Count {
    /** Connections that were tried, and those that came to a login with yes. */
    DIALS,
    LOGINS,
    /** Logins answered with no. */
    REFUSED,
    /** Connections the other side did not take, or cut before the login was answered. */
    CUT_BEFORE_LOGIN,
    /** Sessions that ended without us wanting it. */
    LOST,
    FRAMES_OUT,
    FRAMES_IN,
    /** Answers by then. Heartbeats due while a pile had no session are counted apart. */
    BEATS,
    BEATS_ANSWERED,
    BEATS_UNANSWERED,
    BEATS_WITHOUT_SESSION,
    REALTIMES,
    RECORDS,
    RECORDS_CONFIRMED,
    RECORDS_CONFIRMED_AGAIN,
    RECORDS_REFUSED,
    RECORDS_SENT_AGAIN,
    RECORDS_UNCONFIRMED,
    STARTS_HEARD,
    STOPS_HEARD,
    /** Bytes that are no frame. */
    UNREADABLE
}
