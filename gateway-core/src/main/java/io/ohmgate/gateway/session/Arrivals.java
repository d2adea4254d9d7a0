package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.SessionId;

/** What is to be known of a pile before its new session is worked with. */
@FunctionalInterface
public interface Arrivals {
    /** Memory is right already: this node runs alone. */
    Arrivals AT_HOME = (session, then) -> then.run();

    /** Calls {@code then} once all that another node may have changed of the pile is in memory; may be much later. */
    void arrived(SessionId session, Runnable then);
}
