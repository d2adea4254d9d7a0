package io.ohmgate.api.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Values written into the text of a statement. Nothing of what a text says can become SQL: between quotes stand only
 * letters, digits and a few signs that mean nothing to any server in any mode; every other text goes as hexadecimal digits.
 */
final class Literals {
    private static final HexFormat HEX = HexFormat.of();
    private static final String HARMLESS = " _-.:#/+,=";
    private static final int MICROS_PER_SECOND_DIGITS = 6;
    private static final int NANOS_PER_MICRO = 1_000;

    private Literals() {}

    /** @throws IllegalArgumentException for a kind of value that no column of ours has */
    static void append(StringBuilder sql, @Nullable Object value) {
        switch (value) {
            case null -> sql.append("NULL");
            case Long number -> sql.append(number.longValue());
            case Integer number -> sql.append(number.intValue());
            case Short number -> sql.append(number.intValue());
            case Boolean flag -> sql.append(flag ? '1' : '0');
            case String text -> append(sql, text);
            case byte[] bytes -> HEX.formatHex(open(sql, "X'"), bytes).append('\'');
            case Instant instant -> append(sql, LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
            case LocalDateTime time -> append(sql, time);
            case LocalDate date -> append(open(sql, "'"), date).append('\'');
            default -> throw new IllegalArgumentException("no column holds a " + value.getClass());
        }
    }

    private static void append(StringBuilder sql, String text) {
        if (isHarmless(text)) {
            sql.append('\'').append(text).append('\'');
        } else {
            HEX.formatHex(open(sql, "_utf8mb4 X'"), text.getBytes(StandardCharsets.UTF_8))
                    .append('\'');
        }
    }

    private static boolean isHarmless(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!plain && HARMLESS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static StringBuilder open(StringBuilder sql, String quote) {
        return sql.append(quote);
    }

    private static void append(StringBuilder sql, LocalDateTime time) {
        append(open(sql, "'"), time.toLocalDate()).append(' ');
        digits(sql, time.getHour(), 2);
        digits(sql, time.getMinute(), 2, ':');
        digits(sql, time.getSecond(), 2, ':');
        digits(sql, time.getNano() / NANOS_PER_MICRO, MICROS_PER_SECOND_DIGITS, '.');
        sql.append('\'');
    }

    private static StringBuilder append(StringBuilder sql, LocalDate date) {
        digits(sql, date.getYear(), 4);
        digits(sql, date.getMonthValue(), 2, '-');
        digits(sql, date.getDayOfMonth(), 2, '-');
        return sql;
    }

    private static void digits(StringBuilder sql, int number, int width, char before) {
        digits(sql.append(before), number, width);
    }

    private static void digits(StringBuilder sql, int number, int width) {
        int most = 10;
        for (int i = 1; i < width; i++, most *= 10) {
            if (number < most) {
                sql.append("0".repeat(width - i));
                break;
            }
        }
        sql.append(number);
    }
}
