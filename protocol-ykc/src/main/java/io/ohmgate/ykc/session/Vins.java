package io.ohmgate.ykc.session;

import io.ohmgate.gateway.link.StartCredential.VinReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads the vehicle's number (车辆识别码) of a start at the pile. The book sends it from its end; some piles do not
 * (reference 3.3). Which reading is right the platform knows if it knows one of them; else the check digit may.
 */
final class Vins {
    private static final Pattern PLAUSIBLE = Pattern.compile("[A-HJ-NPR-Z0-9]{17}");
    /** ISO 3779: the place of the check digit, the weight of each place, and the value of each letter. */
    private static final int CHECK_AT = 8;

    private static final int[] WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    private static final String LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";
    private static final String VALUES = "12345678123457923456789";
    private static final int MODULUS = 11;

    private Vins() {}

    /** The plausible readings of the 17 bytes, the likelier one first; empty for 17 zeros and for garbage. */
    static List<VinReading> readings(String wireHex) {
        String forward =
                new String(HexFormat.of().parseHex(wireHex), StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
        String reversed = new StringBuilder(forward).reverse().toString();
        List<VinReading> readings = new ArrayList<>(2);
        if (PLAUSIBLE.matcher(reversed).matches()) {
            readings.add(new VinReading(reversed, true));
            readings.add(new VinReading(forward, false));
            if (!checks(reversed) && checks(forward)) {
                return readings.reversed();
            }
        }
        return readings;
    }

    /** Chinese vehicles mostly have a true check digit, European ones need not. */
    static boolean checks(String vin) {
        int sum = 0;
        for (int i = 0; i < vin.length(); i++) {
            sum += WEIGHTS[i] * value(vin.charAt(i));
        }
        int check = sum % MODULUS;
        return vin.charAt(CHECK_AT) == (check == MODULUS - 1 ? 'X' : (char) ('0' + check));
    }

    private static int value(char c) {
        return c <= '9' ? c - '0' : VALUES.charAt(LETTERS.indexOf(c)) - '0';
    }
}
