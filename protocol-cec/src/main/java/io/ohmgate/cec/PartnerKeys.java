package io.ohmgate.cec;

import java.nio.charset.StandardCharsets;

/**
 * What two operators share (cec-102.md 8): the key and start vector of the cipher, 16 characters each and used as text,
 * and the key of the signature, of any length. Never printed.
 */
public record PartnerKeys(String dataSecret, String dataSecretIv, String sigSecret) {
    static final int AES_BYTES = 16;

    /** @throws IllegalArgumentException if a cipher key has not 16 ASCII characters or the signature key is empty */
    public PartnerKeys {
        requireSixteen("DataSecret", dataSecret);
        requireSixteen("DataSecretIV", dataSecretIv);
        if (sigSecret.isEmpty()) {
            throw new IllegalArgumentException("SigSecret is empty");
        }
    }

    private static void requireSixteen(String name, String secret) {
        if (secret.getBytes(StandardCharsets.UTF_8).length != AES_BYTES) {
            throw new IllegalArgumentException(name + " must have 16 ASCII characters");
        }
    }

    @Override
    public String toString() {
        return "PartnerKeys[***]";
    }
}
