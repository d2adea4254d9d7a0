package io.ohmgate.api.store;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of codes, and free text, as one column holds them. */
final class Words {
    private Words() {}

    static String joined(List<String> words, int max) {
        return shortened(String.join(",", words), max);
    }

    static String shortened(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }

    static List<String> split(@Nullable String joined) {
        return joined == null || joined.isEmpty() ? List.of() : Arrays.asList(joined.split(","));
    }
}
