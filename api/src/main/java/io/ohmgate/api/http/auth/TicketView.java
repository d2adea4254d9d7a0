package io.ohmgate.api.http.auth;

import io.ohmgate.api.security.IssuedToken;
import java.time.Instant;

/** A ticket for the first message of one WebSocket. Prints itself without the ticket. */
public record TicketView(String ticket, Instant expiresAt) {
    static TicketView of(IssuedToken issued) {
        return new TicketView(issued.token(), issued.expiresAt());
    }

    @Override
    public String toString() {
        return "TicketView[" + expiresAt + "]";
    }
}
