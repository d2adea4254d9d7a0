package io.ohmgate.simulator.pile;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How a pile behaves, well or badly: {@link #GOOD} keeps to the book, and {@code with} makes it "good, but …". */
public final class Behaviour {
    public static final Behaviour GOOD = new Behaviour(
            Quirk.all().values().stream().<Object>map(Quirk::usual).toArray());

    private final Object[] values;

    private Behaviour(Object[] values) {
        this.values = values;
    }

    /** The quirk's value. */
    public <T> T get(Quirk<T> quirk) {
        // Only with() puts values in, and the quirk's type is that of its value.
        @SuppressWarnings("unchecked")
        T value = (T) values[quirk.index()];
        return value;
    }

    public boolean is(Quirk<Boolean> quirk) {
        return get(quirk);
    }

    public <T> Behaviour with(Quirk<T> quirk, T value) {
        Object[] next = values.clone();
        next[quirk.index()] = value;
        return new Behaviour(next);
    }

    public Behaviour with(Quirk<Boolean> quirk) {
        return with(quirk, true);
    }

    public Behaviour withSeconds(Quirk<Duration> quirk, long seconds) {
        return with(quirk, Duration.ofSeconds(seconds));
    }

    /**
     * As {@code name} or {@code name=value}.
     *
     * @throws IllegalArgumentException if there is no such quirk or the value does not fit
     */
    public Behaviour with(String quirk) {
        int equals = quirk.indexOf('=');
        String name = equals < 0 ? quirk : quirk.substring(0, equals);
        Quirk<?> named = Quirk.named(name);
        if (named == null) {
            throw new IllegalArgumentException("no misbehaviour is called \"" + name + "\"; there are "
                    + Quirk.all().values().stream().map(Quirk::form).collect(Collectors.joining(", ")));
        }
        if (equals < 0 && named.takesValue()) {
            throw new IllegalArgumentException("write " + named.form());
        }
        return withText(named, equals < 0 ? "true" : quirk.substring(equals + 1));
    }

    private <T> Behaviour withText(Quirk<T> quirk, String text) {
        return with(quirk, quirk.read(text));
    }

    public Behaviour withTimeLapse(int factor) {
        return with("timeLapse=" + factor);
    }

    int timeLapse() {
        return get(Quirks.TIME_LAPSE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Behaviour behaviour && Arrays.equals(values, behaviour.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** What differs from the book. */
    @Override
    public String toString() {
        return Quirk.all().values().stream()
                .filter(quirk -> !values[quirk.index()].equals(quirk.usual()))
                .map(quirk -> quirk.name() + "=" + values[quirk.index()])
                .collect(Collectors.joining(", ", "Behaviour[", "]"));
    }
}
