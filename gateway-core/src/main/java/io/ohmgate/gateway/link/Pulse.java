package io.ohmgate.gateway.link;

/** Tells of one session that it was heard, without looking it up: most of what piles send is heartbeats. */
@FunctionalInterface
public interface Pulse {
    /** @return false if it is no longer the pile's current session: then its frames are told in full */
    boolean heard();
}
