package io.ohmgate.api.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Keeps what must not be read from a stolen table: encrypted to be shown again, as a keyed hash to be found again. */
public final class PersonalData {
    private static final byte KEY_ID = 1;
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private final SecretKeySpec encryption;
    private final SecretKeySpec lookup;
    private final SecureRandom random;

    public PersonalData(KeyFile keys, SecureRandom random) {
        this.encryption = new SecretKeySpec(keys.encryption(), "AES");
        this.lookup = new SecretKeySpec(keys.lookup(), "HmacSHA256");
        this.random = random;
    }

    /** Key id, IV and AES-256-GCM ciphertext; the context is bound in, so that a value cannot be moved to another row. */
    public byte[] encrypt(String text, String context) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, iv, context);
            byte[] secret = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(1 + IV_BYTES + secret.length)
                    .put(KEY_ID)
                    .put(iv)
                    .put(secret)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not to be had", e);
        }
    }

    /** @throws IllegalArgumentException if it was not encrypted with this key for this context, or was changed since */
    public String decrypt(byte[] stored, String context) {
        if (stored.length <= 1 + IV_BYTES || stored[0] != KEY_ID) {
            throw new IllegalArgumentException("encrypted under another key");
        }
        byte[] iv = new byte[IV_BYTES];
        System.arraycopy(stored, 1, iv, 0, IV_BYTES);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, iv, context);
            byte[] clear = cipher.doFinal(stored, 1 + IV_BYTES, stored.length - 1 - IV_BYTES);
            return new String(clear, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("encrypted under another key, or changed", e);
        }
    }

    /** The same for the same text and purpose, and of no use without the key. */
    public byte[] hash(String purpose, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(lookup);
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not to be had", e);
        }
    }

    private Cipher cipher(int mode, byte[] iv, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, encryption, new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
