package io.ohmgate.gateway.trust;

/** What a pile's present session may be asked. */
public enum Standing {
    /** Everything. */
    GOOD,
    /** Believed less than its station asks for: it may report, stop and be read, but neither start nor be told prices. */
    NOT_TRUSTED,
    /** It took the number over while a charge ran, less than a minute ago. */
    TAKEN_OVER
}
