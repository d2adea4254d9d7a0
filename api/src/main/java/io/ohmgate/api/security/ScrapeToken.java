package io.ohmgate.api.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/**
 * What a collector of metrics proves itself by. It opens the metrics and nothing else, never expires and is checked in
 * memory: the metrics must be readable just when the database is not.
 */
final class ScrapeToken {
    static final int CHARACTERS_MIN = 32;
    private final byte[] expected;

    /** @param token empty if there is none: then only an administrator's token opens the metrics */
    ScrapeToken(String token) {
        if (!token.isEmpty() && token.length() < CHARACTERS_MIN) {
            throw new IllegalArgumentException(
                    "ohmgate.metrics.token needs at least " + CHARACTERS_MIN + " characters, or none at all");
        }
        this.expected = token.getBytes(StandardCharsets.UTF_8);
    }

    boolean matches(String presented) {
        return expected.length > 0 && MessageDigest.isEqual(expected, presented.getBytes(StandardCharsets.UTF_8));
    }

    /** Whoever showed it. */
    static final class Collector extends AbstractAuthenticationToken {
        Collector() {
            super(List.of());
            super.setAuthenticated(true);
        }

        @Override
        public String getPrincipal() {
            return "collector";
        }

        @Override
        public Object getCredentials() {
            return "";
        }
    }
}
