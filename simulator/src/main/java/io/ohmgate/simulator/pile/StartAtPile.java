package io.ohmgate.simulator.pile;

import io.ohmgate.ykc.message.PileStartRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a driver identifies with at the pile (本地启动): a card, an account, or the vehicle itself.
 *
 * @param accountOrCard 16 hex digits; zeros for a vehicle
 * @param password as typed; empty for none
 */
public record StartAtPile(By by, String accountOrCard, String password) {
    private static final String NO_CARD = "0".repeat(16);
    private static final String NO_PASSWORD = "0".repeat(32);
    private static final int MD5_FROM = 8;
    private static final int MD5_TO = 24;

    /** By what. */
    public enum By {
        CARD,
        ACCOUNT,
        VIN
    }

    /** @throws IllegalArgumentException if the card has not 16 hex digits */
    public StartAtPile {
        if (!accountOrCard.matches("[0-9A-F]{16}")) {
            throw new IllegalArgumentException("a card has 16 hex digits, not \"" + accountOrCard + "\"");
        }
    }

    public static StartAtPile card(String physicalCardNo) {
        return new StartAtPile(By.CARD, physicalCardNo, "");
    }

    public static StartAtPile vin() {
        return new StartAtPile(By.VIN, NO_CARD, "");
    }

    boolean byVin() {
        return by == By.VIN;
    }

    Charge.Mode mode() {
        return byVin() ? Charge.Mode.VIN : Charge.Mode.CARD;
    }

    int wireMode() {
        return switch (by) {
            case CARD -> PileStartRequest.BY_CARD;
            case ACCOUNT -> PileStartRequest.BY_ACCOUNT;
            case VIN -> PileStartRequest.BY_VIN;
        };
    }

    /** The 16 characters 9 to 24 of the lower-case MD5, as bytes (reference 5.19). */
    String passwordWire() {
        if (password.isEmpty()) {
            return NO_PASSWORD;
        }
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(password.getBytes(StandardCharsets.UTF_8));
            String middle = HexFormat.of().formatHex(digest).substring(MD5_FROM, MD5_TO);
            return HexFormat.of().withUpperCase().formatHex(middle.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has MD5", missing);
        }
    }

    String leftAligned() {
        String digits = accountOrCard.replaceFirst("^(00)+", "");
        return digits + "0".repeat(accountOrCard.length() - digits.length());
    }

    /** Without card and password, which belong in no log. */
    @Override
    public String toString() {
        return "StartAtPile[" + by + "]";
    }
}
