package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.PileNo;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a pile may differ from the book: a name, the form of its value, and what it means. The catalogue is
 * {@link Quirks}; a {@link Behaviour} holds a value for each.
 *
 * @param <T> of the value
 */
public final class Quirk<T> {
    private static final long SECONDS_MAX = Duration.ofDays(366L * 100).toSeconds();
    private static final Map<String, Quirk<?>> ALL = new LinkedHashMap<>();

    private final int index;
    private final String name;
    private final String form;
    private final T usual;
    private final Function<String, T> reader;
    private final String chinese;
    private final String english;

    private Quirk(String name, String form, T usual, Function<String, T> reader, String chinese, String english) {
        this.index = ALL.size();
        this.name = name;
        this.form = form;
        this.usual = usual;
        this.reader = reader;
        this.chinese = chinese;
        this.english = english;
        if (ALL.put(name, this) != null) {
            throw new IllegalStateException("listed twice: " + name);
        }
    }

    static Quirk<Boolean> flag(String name, String chinese, String english) {
        return new Quirk<>(name, "", false, Quirk::readFlag, chinese, english);
    }

    static Quirk<Integer> number(String name, String unit, int most, String chinese, String english) {
        return number(name, unit, 0, most, 0, chinese, english);
    }

    static Quirk<Integer> number(
            String name, String unit, int least, int most, int usual, String chinese, String english) {
        return new Quirk<>(name, unit, usual, text -> (int) readWithin(name, text, least, most), chinese, english);
    }

    /** A span of time; zero for "never". */
    static Quirk<Duration> seconds(String name, String chinese, String english) {
        Function<String, Duration> reader = text -> Duration.ofSeconds(readWithin(name, text, 0, SECONDS_MAX));
        return new Quirk<>(name, "SECONDS", Duration.ZERO, reader, chinese, english);
    }

    static Quirk<Duration> signedSeconds(String name, String chinese, String english) {
        Function<String, Duration> reader =
                text -> Duration.ofSeconds(readWithin(name, text, -SECONDS_MAX, SECONDS_MAX));
        return new Quirk<>(name, "SECONDS", Duration.ZERO, reader, chinese, english);
    }

    static <E extends Enum<E>> Quirk<E> choice(
            String name, List<E> choices, Function<E, String> word, String chinese, String english) {
        Map<String, E> byWord = new LinkedHashMap<>();
        choices.forEach(each -> byWord.put(word.apply(each), each));
        String form = String.join("|", byWord.keySet());
        Function<String, E> reader = text -> {
            E found = byWord.get(text);
            if (found == null) {
                throw new IllegalArgumentException(name + " is " + form + ", not " + text);
            }
            return found;
        };
        return new Quirk<>(name, form, choices.getFirst(), reader, chinese, english);
    }

    /** For each type of frame so many bytes, given as {@code 0x13:12}. */
    static Quirk<BytesOfType> bytesOfType(String name, String chinese, String english) {
        return new Quirk<>(name, "TYPE:BYTES", BytesOfType.NONE, BytesOfType::parse, chinese, english);
    }

    /** The number of a pile, or none. */
    static Quirk<List<PileNo>> pileNo(String name, String chinese, String english) {
        return new Quirk<>(name, "PILE", List.of(), text -> List.of(new PileNo(text)), chinese, english);
    }

    /** Each by its name, in the order of the catalogue. */
    public static Map<String, Quirk<?>> all() {
        Quirks.load();
        return Collections.unmodifiableMap(ALL);
    }

    public static @Nullable Quirk<?> named(String name) {
        return all().get(name);
    }

    public String name() {
        return name;
    }

    /** {@code name} or {@code name=FORM}, as it is written on a command line. */
    public String form() {
        return form.isEmpty() ? name : name + "=" + form;
    }

    public boolean takesValue() {
        return !form.isEmpty();
    }

    public String chinese() {
        return chinese;
    }

    public String english() {
        return english;
    }

    /** What a pile does that keeps to the book. */
    public T usual() {
        return usual;
    }

    /** @throws IllegalArgumentException if the text is no value of this quirk */
    public T read(String text) {
        return reader.apply(text);
    }

    int index() {
        return index;
    }

    private static long readWithin(String name, String text, long least, long most) {
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(name + " takes a whole number, not \"" + text + "\"", notANumber);
        }
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + least + " to " + most + ", not " + text);
        }
        return value;
    }

    private static Boolean readFlag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false, not " + text);
        };
    }

    @Override
    public String toString() {
        return form();
    }

    /** So many bytes for one type of frame. */
    public record BytesOfType(int type, int bytes) {
        static final BytesOfType NONE = new BytesOfType(-1, 0);
        private static final int BYTES_MAX = 200;

        static BytesOfType parse(String text) {
            int colon = text.indexOf(':');
            try {
                int type = Integer.decode(text.substring(0, Math.max(0, colon)));
                int bytes = Integer.parseInt(text.substring(colon + 1));
                if (type < 0 || type > 0xFF || bytes < 1 || bytes > BYTES_MAX) {
                    throw new IllegalArgumentException("a type of one byte and 1 to " + BYTES_MAX + " bytes");
                }
                return new BytesOfType(type, bytes);
            } catch (NumberFormatException notANumber) {
                throw new IllegalArgumentException("write TYPE:BYTES such as 0x13:12, not " + text, notANumber);
            }
        }
    }
}
