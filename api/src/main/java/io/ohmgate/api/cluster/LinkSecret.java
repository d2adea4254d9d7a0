package io.ohmgate.api.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What all nodes know and nobody else. It never crosses the link: both ends prove that they know it. */
public final class LinkSecret {
    public static final int LENGTH_MIN = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @throws IllegalArgumentException if it is too short to be a secret */
    public LinkSecret(String secret) {
        if (secret.length() < LENGTH_MIN) {
            throw new IllegalArgumentException("the cluster's secret has at least " + LENGTH_MIN + " characters");
        }
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** Over the parts in their order, each with its length before it. */
    byte[] proof(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }

    /** A stable name for something that should not stand in the open, such as an address with a SIM number. */
    public long nameOf(String text) {
        return ByteBuffer.wrap(proof(utf8("name"), utf8(text))).getLong();
    }

    static boolean equal(byte[] one, byte[] other) {
        return MessageDigest.isEqual(one, other);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "LinkSecret";
    }
}
