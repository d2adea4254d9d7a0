package io.ohmgate.ykc.message;

import java.util.List;

/** Hears every field a {@link BodyReader} reads, by the reference's name and as a physical value. */
public interface FieldSink {
    /** The value is {@code unscaled} / 10^{@code decimals}. */
    void number(String name, long unscaled, int decimals);

    void text(String name, String value);

    /** The field is there but says nothing, such as a time that is no date. */
    void nothing(String name);

    void numbers(String name, List<Integer> values);

    void texts(String name, List<String> values);

    /** A new entry of a list of groups; its fields go to the sink returned. */
    FieldSink entryOf(String listName);
}
