package io.ohmgate.api.http.auth;

import io.ohmgate.api.security.IssuedToken;
import java.time.Instant;

/** A bearer token and when it ends at the latest. Prints itself without the token. */
public record TokenView(String accessToken, Instant expiresAt) {
    static TokenView of(IssuedToken issued) {
        return new TokenView(issued.token(), issued.expiresAt());
    }

    @Override
    public String toString() {
        return "TokenView[" + expiresAt + "]";
    }
}
