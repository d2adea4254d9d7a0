package io.ohmgate.api.account;

import java.util.Optional;
import java.util.regex.Pattern;

/** A mobile number of mainland China (手机号): eleven digits. Prints itself masked, so that no log can know it. */
public record Phone(String digits) {
    private static final Pattern MOBILE = Pattern.compile("1[3-9][0-9]{9}");
    private static final String COUNTRY = "+86";
    private static final int PREFIX_LENGTH = 7;

    /** @throws IllegalArgumentException if it is not a mobile number; the message does not repeat it */
    public Phone {
        if (!MOBILE.matcher(digits).matches()) {
            throw new IllegalArgumentException("not a mobile number");
        }
    }

    /** As people type it: with or without +86, with blanks or dashes. */
    public static Optional<Phone> parse(String text) {
        String digits = text.strip().replace(" ", "").replace("-", "");
        if (digits.startsWith(COUNTRY)) {
            digits = digits.substring(COUNTRY.length());
        }
        return MOBILE.matcher(digits).matches() ? Optional.of(new Phone(digits)) : Optional.empty();
    }

    /** Carrier and region: numbers that a pumping attack walks through share it. */
    String prefix() {
        return digits.substring(0, PREFIX_LENGTH);
    }

    public String masked() {
        return digits.substring(0, 3) + "****" + digits.substring(PREFIX_LENGTH);
    }

    @Override
    public String toString() {
        return masked();
    }
}
