package io.ohmgate.simulator.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file to replay: lines of hex, or JSON objects with {@code hex}, perhaps {@code direction} (only "up" is sent) and
 * {@code afterMillis} (the pause before it). Blank lines and lines that begin with # say nothing.
 */
final class ReplayFile {
    static final int FRAMES_MAX = 1_000_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ReplayFile() {}

    record Line(int number, String hex, boolean up, int afterMillis) {}

    /** @throws IllegalArgumentException if a line is neither hex nor such an object, naming the line */
    static List<Line> read(Path file, int intervalMillis) throws IOException {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String text : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            if (lines.size() >= FRAMES_MAX) {
                throw new IllegalArgumentException("more than " + FRAMES_MAX + " frames");
            }
            lines.add(line(number, text.strip(), intervalMillis));
        }
        return lines;
    }

    private static Line line(int number, String text, int intervalMillis) {
        try {
            if (!text.startsWith("{")) {
                return new Line(number, hexOf(text), true, intervalMillis);
            }
            JsonNode json = JSON.readTree(text);
            return new Line(
                    number,
                    hexOf(json.path("hex").asString("")),
                    !"down".equals(json.path("direction").asString("up")),
                    json.path("afterMillis").asInt(intervalMillis));
        } catch (JacksonException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException("line " + number + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static String hexOf(String text) {
        byte[] bytes = HEX.parseHex(text.replaceAll("\\s", ""));
        if (bytes.length == 0) {
            throw new IllegalArgumentException("no hex");
        }
        return HEX.formatHex(bytes);
    }
}
