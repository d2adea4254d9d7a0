package io.ohmgate.loadtest.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What a figure was measured on: without it a number says nothing. */
public final class Machine {
    private Machine() {}

    public static Map<String, String> describe() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cpu", after("/proc/cpuinfo", "model name"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", after("/proc/meminfo", "MemTotal"));
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put("openFilesMax", after("/proc/self/limits", "Max open files"));
        facts.put("loadAverage", read("/proc/loadavg").lines().findFirst().orElse("?"));
        return facts;
    }

    private static String after(String file, String name) {
        try (Stream<String> lines = read(file).lines()) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length())
                            .replaceFirst("^[\\s:]+", "")
                            .replaceAll("\\s+", " "))
                    .findFirst()
                    .orElse("?");
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException unknown) {
            return "?";
        }
    }
}
