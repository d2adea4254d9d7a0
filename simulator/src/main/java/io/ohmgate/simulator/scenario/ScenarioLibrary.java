package io.ohmgate.simulator.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The scenarios that come with the simulator, and those of files. */
public final class ScenarioLibrary {
    private static final String ROOT = "/scenarios/";

    private ScenarioLibrary() {}

    /** Those that come along, in the order of the book. */
    public static List<Scenario> all() {
        return resource("index.txt")
                .lines()
                .filter(line -> !line.isBlank())
                .map(name -> ScenarioFile.read(name, resource(name)))
                .toList();
    }

    /**
     * A scenario by its name in the library, or by its file.
     *
     * @throws ScenarioFault if the file is wrong
     * @throws IllegalArgumentException if there is neither
     */
    public static Scenario named(String nameOrFile) {
        return all().stream()
                .filter(each -> each.name().equals(nameOrFile))
                .findFirst()
                .orElseGet(() -> ofFile(Path.of(nameOrFile)));
    }

    private static Scenario ofFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "neither a file nor a scenario: " + file + "; `simulator scenarios` lists those that come along");
        }
        try {
            return ScenarioFile.read(file.toString(), Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The text of a file of the library, as a pattern to begin from. */
    public static String text(String name) {
        return all().stream().anyMatch(each -> each.name().equals(name))
                ? resource(resource("index.txt")
                        .lines()
                        .filter(line -> line.endsWith("/" + name + ".yaml"))
                        .findFirst()
                        .orElseThrow())
                : "";
    }

    private static String resource(String name) {
        try (InputStream in = ScenarioLibrary.class.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                throw new IllegalStateException("the library lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
