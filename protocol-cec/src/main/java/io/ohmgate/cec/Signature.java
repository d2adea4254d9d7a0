package io.ohmgate.cec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-MD5 over the joined values of an envelope, 32 upper-case hex digits (cec-102.md 6). */
public final class Signature {
    private static final String ALGORITHM = "HmacMD5";

    private final SecretKeySpec key;

    public Signature(PartnerKeys keys) {
        this.key = new SecretKeySpec(keys.sigSecret().getBytes(UTF_8), ALGORITHM);
    }

    public String ofRequest(String operatorId, String data, String timeStamp, String seq) {
        return hmac(operatorId + data + timeStamp + seq);
    }

    public String ofReply(int ret, String msg, String data) {
        return hmac(ret + msg + data);
    }

    /** Compares in constant time; letter case does not matter. */
    public static boolean equal(String expected, String received) {
        return MessageDigest.isEqual(
                expected.toUpperCase(Locale.ROOT).getBytes(UTF_8),
                received.toUpperCase(Locale.ROOT).getBytes(UTF_8));
    }

    private String hmac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().withUpperCase().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
        }
    }
}
