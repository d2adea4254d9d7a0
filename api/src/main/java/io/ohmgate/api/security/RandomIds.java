package io.ohmgate.api.security;

import java.security.SecureRandom;
import java.util.Base64;

/** Names that nobody can guess. */
public final class RandomIds {
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int PUBLIC_ID_LENGTH = 26;
    private static final int TOKEN_BYTES = 32;
    private final SecureRandom random;

    public RandomIds(SecureRandom random) {
        this.random = random;
    }

    /** 130 random bits, 26 characters, safe in an address and when read aloud. */
    public String publicId() {
        char[] id = new char[PUBLIC_ID_LENGTH];
        for (int i = 0; i < id.length; i++) {
            id[i] = ALPHABET[random.nextInt(ALPHABET.length)];
        }
        return new String(id);
    }

    /** 256 random bits. The prefix lets a leaked token be recognised for what it is. */
    public String token(String prefix) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Six decimal digits, each code as likely as any other. */
    public String loginCode() {
        return "%06d".formatted(random.nextInt(1_000_000));
    }
}
