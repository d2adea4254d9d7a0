package io.ohmgate.api.limits;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the list, in its order. */
public final class Bounds {
    private static final String LIST = "/limits/bounds.yaml";
    private static final Set<String> WORDS = Set.of("at", "zh", "en", "max", "of", "per", "full", "metric");

    private Bounds() {}

    public static List<Bound> all() {
        try (InputStream in = Objects.requireNonNull(Bounds.class.getResourceAsStream(LIST), LIST)) {
            List<Map<String, Object>> lines = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            return lines.stream().map(Bounds::read).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Bound read(Map<String, Object> line) {
        if (!WORDS.containsAll(line.keySet())) {
            throw new IllegalArgumentException("a word that means nothing here, or a comma without quotes: " + line);
        }
        Object max = line.get("max");
        String per = text(line, "per");
        return new Bound(
                required(line, "at"),
                required(line, "zh"),
                required(line, "en"),
                max instanceof Number number ? Long.valueOf(number.longValue()) : null,
                text(line, "of"),
                per == null ? Per.PROCESS : Per.valueOf(per),
                Full.valueOf(required(line, "full")),
                text(line, "metric"));
    }

    private static String required(Map<String, Object> line, String key) {
        return Objects.requireNonNull(text(line, key), () -> key + " is missing in " + line);
    }

    private static @Nullable String text(Map<String, Object> line, String key) {
        Object value = line.get(key);
        return value == null ? null : value.toString();
    }
}
