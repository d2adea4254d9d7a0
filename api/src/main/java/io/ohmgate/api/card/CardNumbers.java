package io.ohmgate.api.card;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What piles make of a card's number (ykc.md 3.2). We keep it without its leading zero bytes. */
public final class CardNumbers {
    /** A frame has room for 8 bytes. */
    private static final Pattern NUMBER = Pattern.compile("([0-9A-F]{2}){1,8}");

    private static final Pattern LEADING = Pattern.compile("^(00)+");
    private static final Pattern TRAILING = Pattern.compile("((?:..)*?)(00)*");
    private static final int BYTE_DIGITS = 2;
    /** The part of an MD5 that piles send (ykc.md 5.19). */
    private static final int DIGEST_FROM = 8;

    private static final int DIGEST_TO = 24;

    private CardNumbers() {}

    /** The number as we keep it; empty if it is none. */
    public static Optional<String> parse(String typed) {
        String digits = typed.replaceAll("[ :-]", "").toUpperCase(Locale.ROOT);
        return NUMBER.matcher(digits).matches()
                ? Optional.of(withoutLeadingZeros(digits)).filter(number -> !number.isEmpty())
                : Optional.empty();
    }

    /** The ways to read what a pile sent, the first that is known being the right one. */
    public static List<String> readings(String wire) {
        Set<String> readings = new LinkedHashSet<>();
        readings.add(wire);
        readings.add(withoutLeadingZeros(wire));
        readings.add(withoutTrailingZeros(wire));
        readings.add(reversed(withoutTrailingZeros(withoutLeadingZeros(wire))));
        readings.remove("");
        return List.copyOf(readings);
    }

    static String withoutLeadingZeros(String digits) {
        return LEADING.matcher(digits).replaceFirst("");
    }

    private static String withoutTrailingZeros(String digits) {
        var matcher = TRAILING.matcher(digits);
        return matcher.matches() ? matcher.group(1) : digits;
    }

    private static String reversed(String digits) {
        StringBuilder bytes = new StringBuilder(digits.length());
        for (int i = digits.length() - BYTE_DIGITS; i >= 0; i -= BYTE_DIGITS) {
            bytes.append(digits, i, i + BYTE_DIGITS);
        }
        return bytes.toString();
    }

    /** As it is shown: enough to tell one's cards apart, too little to copy one. */
    public static String masked(String number) {
        int shown = Math.min(4, number.length() / 2);
        return "*".repeat(number.length() - shown) + number.substring(number.length() - shown);
    }

    /** What a pile sends of a password. MD5 because piles compute it; what we keep of it is keyed. */
    @SuppressWarnings("WeakMessageDigest")
    static String digestOf(String password) {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(password.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(md5).substring(DIGEST_FROM, DIGEST_TO);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
