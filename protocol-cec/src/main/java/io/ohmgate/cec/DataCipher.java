package io.ohmgate.cec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and decrypts Data: AES-128-CBC with PKCS#5 padding, Base64 without line breaks (cec-102.md 5). The fixed start
 * vector is the standard's; TLS around it is compulsory.
 */
public final class DataCipher {
    private static final String TRANSFORMATION = "AES/CBC/PKCS5Padding";

    private final SecretKeySpec key;
    private final IvParameterSpec startVector;

    public DataCipher(PartnerKeys keys) {
        this.key = new SecretKeySpec(keys.dataSecret().getBytes(UTF_8), "AES");
        this.startVector = new IvParameterSpec(keys.dataSecretIv().getBytes(UTF_8));
    }

    public String encrypt(String plain) {
        return Base64.getEncoder().encodeToString(run(Cipher.ENCRYPT_MODE, plain.getBytes(UTF_8)));
    }

    /**
     * Line breaks and blanks are ignored: old partners wrap at 76 characters. Verify the signature first, over the string
     * as it came.
     *
     * @throws EnvelopeException if it is not Base64 or not encrypted with these keys; which of the two is not told
     */
    public String decrypt(String data) {
        try {
            byte[] cipherText = Base64.getDecoder().decode(data.replaceAll("[\\r\\n\\t ]", ""));
            return new String(run(Cipher.DECRYPT_MODE, cipherText), UTF_8);
        } catch (IllegalArgumentException e) {
            throw EnvelopeException.undecipherable();
        }
    }

    private byte[] run(int mode, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(mode, key, startVector);
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw EnvelopeException.undecipherable();
        }
    }
}
