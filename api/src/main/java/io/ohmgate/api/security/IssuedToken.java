package io.ohmgate.api.security;

import java.time.Instant;

/** A token as it is shown once, to its owner. Prints itself without the token. */
public record IssuedToken(String token, Instant expiresAt) {
    @Override
    public String toString() {
        return "IssuedToken[" + expiresAt + "]";
    }
}
