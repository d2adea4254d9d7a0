package io.ohmgate.ykc.words;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every code in words. Total: what no list has is shown by its number, and is nobody's fault. */
public final class CodeBook {
    private static final int BITS = 16;
    private static final Map<CodeList, Map<Integer, CodeWord>> WORDS = new EnumMap<>(CodeList.class);

    static {
        for (CodeList list : CodeList.values()) {
            WORDS.put(list, new TreeMap<>());
        }
        Stream.of(
                        StopReasons.ALL,
                        PileCodes.FAULTS,
                        PileCodes.AUTH,
                        PileCodes.START,
                        PileCodes.STOP,
                        BatteryCodes.ERRORS,
                        BatteryCodes.VEHICLE,
                        BatteryCodes.CHARGER,
                        BatteryCodes.WARNINGS,
                        BatteryCodes.TYPES)
                .flatMap(List::stream)
                .forEach(CodeBook::add);
    }

    private CodeBook() {}

    private static void add(CodeWord word) {
        if (wordsOf(word.list()).put(word.code(), word) != null) {
            throw new IllegalStateException("listed twice: " + word);
        }
    }

    private static Map<Integer, CodeWord> wordsOf(CodeList list) {
        return Objects.requireNonNull(WORDS.get(list), "each list has its words");
    }

    public static CodeWord of(CodeList list, int code) {
        CodeWord known = wordsOf(list).get(code);
        if (known != null) {
            return known;
        }
        CodeWord unlisted = new CodeWord(list, code, false, new Words("", ""), Advice.UNKNOWN);
        return new CodeWord(
                list, code, false, new Words("厂商码 " + unlisted.hex(), "vendor code " + unlisted.hex()), Advice.UNKNOWN);
    }

    /** The words of a list in the order of their codes. */
    public static List<CodeWord> all(CodeList list) {
        return List.copyOf(wordsOf(list).values());
    }

    /** One word for each bit that is set in 0x13's faults. */
    public static List<CodeWord> faults(int bits) {
        List<CodeWord> words = new ArrayList<>();
        for (int bit = 0; bit < BITS; bit++) {
            if ((bits & (1 << bit)) != 0) {
                words.add(of(CodeList.HARDWARE_FAULT, 1 << bit));
            }
        }
        return words;
    }
}
