package io.ohmgate.api.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** docs/fault-rows.md names tests; each of them must be there. */
class FaultRowsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]{1,2}[0-9]+) \\| .*\\| ([^|]*) \\|$");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)(?:#(\\w+))?`");

    @Test
    void everyNamedTestExists() throws IOException {
        String page = Files.readString(ROOT.resolve("docs").resolve("fault-rows.md"));
        List<String> missing = new ArrayList<>();
        int rows = 0;
        for (Matcher row = ROW.matcher(page); row.find(); rows++) {
            Matcher test = TEST.matcher(row.group(2));
            boolean named = false;
            while (test.find()) {
                named = true;
                if (!exists(test.group(1), test.group(2))) {
                    missing.add(row.group(1) + ": " + test.group());
                }
            }
            if (!named) {
                missing.add(row.group(1) + ": no test");
            }
        }
        assertThat(missing).isEmpty();
        assertThat(rows).isGreaterThan(30);
    }

    private static boolean exists(String test, @Nullable String method) throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(Files::isDirectory).toList()) {
                Path tests = module.resolve(Path.of("src", "test", "java"));
                if (Files.isDirectory(tests) && holds(tests, test, method)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean holds(Path tests, String test, @Nullable String method) throws IOException {
        try (Stream<Path> files = Files.walk(tests)) {
            for (Path file : files.filter(path -> path.endsWith(test + ".java")).toList()) {
                if (method == null || Files.readString(file).contains("void " + method + "(")) {
                    return true;
                }
            }
        }
        return false;
    }
}
