package io.ohmgate.gateway.link;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a driver showed at the pile: a card or an account (its 16 hex digits as the pile sent them) or a vehicle, and a
 * password if the pile asked for one. Some piles send the vehicle's number from its end: both readings are here, the
 * likelier one first. Personal data: never logged.
 */
public record StartCredential(
        @Nullable String cardNo,
        List<VinReading> vins,
        boolean passwordNeeded,
        @Nullable String passwordDigest) {
    /** The part of a password's digest that is compared: digits 9 to 24 of its MD5, in lower case. */
    public static final int DIGEST_DIGITS = 16;

    public StartCredential {
        vins = List.copyOf(vins);
    }

    /** One way to read the 17 bytes; {@code reversed} as the book says, or as they came. */
    public record VinReading(String vin, boolean reversed) {
        @Override
        public String toString() {
            return "VinReading[reversed=" + reversed + "]";
        }
    }

    @Override
    public String toString() {
        return "StartCredential";
    }
}
