package io.ohmgate.simulator.scenario;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a run remembers by name, and how a field is compared with what is wanted. */
final class Values {
    private static final Pattern NAME = Pattern.compile("\\$\\{([A-Za-z0-9]+)}");

    private final Map<String, String> byName = new HashMap<>();

    Values(Map<String, String> given) {
        byName.putAll(given);
    }

    void save(String name, @Nullable Object value) {
        byName.put(name, text(value));
    }

    /** @throws IllegalArgumentException if a name has no value */
    String filled(String text) {
        Matcher names = NAME.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (names.find()) {
            String value = byName.get(names.group(1));
            if (value == null) {
                throw new IllegalArgumentException(
                        "nothing is called ${" + names.group(1) + "}; there are " + byName.keySet());
            }
            names.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return names.appendTail(filled).toString();
    }

    boolean fits(Map<String, @Nullable Object> fields, Map<String, String> wanted) {
        return wanted.entrySet().stream().allMatch(each -> fits(fields.get(each.getKey()), filled(each.getValue())));
    }

    private static boolean fits(@Nullable Object value, String wanted) {
        if (wanted.equals("*")) {
            return value != null;
        }
        if (value == null) {
            return false;
        }
        for (String comparison : new String[] {">=", "<=", "!="}) {
            if (wanted.startsWith(comparison)) {
                return compares(
                        comparison,
                        text(value),
                        wanted.substring(comparison.length()).trim());
            }
        }
        return same(text(value), wanted);
    }

    private static boolean compares(String comparison, String value, String bound) {
        if (comparison.equals("!=")) {
            return !same(value, bound);
        }
        BigDecimal left = number(value);
        BigDecimal right = number(bound);
        if (left == null || right == null) {
            return false;
        }
        int order = left.compareTo(right);
        return comparison.equals(">=") ? order >= 0 : order <= 0;
    }

    private static boolean same(String value, String wanted) {
        if (value.equalsIgnoreCase(wanted)) {
            return true;
        }
        BigDecimal left = number(value);
        BigDecimal right = number(wanted);
        return left != null && right != null && left.compareTo(right) == 0;
    }

    private static @Nullable BigDecimal number(String text) {
        try {
            return text.length() > 2 && text.startsWith("0x")
                    ? BigDecimal.valueOf(Long.decode(text))
                    : new BigDecimal(text);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    static String text(@Nullable Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    }
}
