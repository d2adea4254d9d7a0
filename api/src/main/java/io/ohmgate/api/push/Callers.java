package io.ohmgate.api.push;

import io.ohmgate.api.security.Caller;
import reactor.core.publisher.Mono;

/** Who is at the other end, at the beginning of a long connection and while it lasts. */
public interface Callers {
    /** Uses the ticket up; empty if it is worth nothing. */
    Mono<Caller> byTicket(String ticket);

    /** Empty if nobody holds the token, or not any more. */
    Mono<Caller> byToken(String token);

    /** False once the login has ended or the user was barred. To be asked at least once a minute (invariants F6). */
    Mono<Boolean> stillHolds(Caller caller);
}
