package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.Admission.LoginRefusal;

/** What comes of a login on another node for a pile that is, or was, here. */
public sealed interface Contest {
    /** Nothing here speaks against it. */
    record NotHere() implements Contest {}

    /** The session here is over, and nothing of the pile is kept here. */
    record GaveWay(Prior.Older older) implements Contest {}

    record Refused(LoginRefusal reason) implements Contest {}
}
