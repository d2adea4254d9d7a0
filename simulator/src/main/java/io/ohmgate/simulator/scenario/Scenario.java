package io.ohmgate.simulator.scenario;

import io.ohmgate.simulator.battery.Supply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A story with a verdict.
 *
 * @param book the section, procedure or fault it stands for, such as {@code 7.3} or {@code PL11}
 * @param certifies who is on trial: the other end is played by the simulator
 */
public record Scenario(String name, String title, String book, Side certifies, Cast cast, List<Step> steps) {
    public Scenario {
        steps = List.copyOf(steps);
    }

    /** Who is on trial. */
    public enum Side {
        PLATFORM,
        PILE
    }

    /**
     * Who plays the other end.
     *
     * @param quirks of the simulated pile, each {@code name=value}
     * @param silent types that the small platform leaves unsaid
     */
    public record Cast(Supply supply, int guns, int kilowatts, List<String> quirks, Set<Integer> silent) {
        public static final Cast USUAL = new Cast(Supply.DC, 2, 60, List.of(), Set.of());

        public Cast {
            quirks = List.copyOf(quirks);
            silent = Set.copyOf(silent);
        }
    }

    /** Whether it needs the other side's people: somebody who starts a charge there, or plugs a vehicle in. */
    public boolean asks() {
        return steps.stream().anyMatch(Step.Ask.class::isInstance);
    }

    /** One line of the story, and where it stands in its file. */
    public sealed interface Step {
        int line();

        /** The other side must say this, from where the story stands, within a time. */
        record Expect(int line, Told told, Duration within, Map<String, String> save) implements Step {}

        /** The other side must not say this for a while. */
        record Never(int line, Told told, Duration during) implements Step {}

        /** The played end does something: {@code plug 1}. */
        record Do(int line, List<String> words) implements Step {}

        /** The other side's people do something: by hand, or by a command. */
        record Ask(int line, String what) implements Step {}

        /** The played end says a frame of the file's own: a type with a body in hex, or all its bytes. */
        record Send(int line, @Nullable Integer type, String hex) implements Step {}

        record Wait(int line, Duration time) implements Step {}
    }

    /**
     * What is told: a frame of one of some types with certain fields, or something that happens to the connection.
     *
     * @param fields names of the reference (ykc.md 5) and what they must be
     */
    public record Told(Set<Integer> types, @Nullable Happening happening, Map<String, String> fields) {
        public Told {
            types = Set.copyOf(types);
            fields = Map.copyOf(fields);
        }
    }

    /** What happens to the connection. */
    public enum Happening {
        OPENED,
        CLOSED
    }
}
