package io.ohmgate.simulator.scenario;

import io.ohmgate.simulator.scenario.Scenario.Happening;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something the side on trial did: a frame, in the words of the reference, or with the connection. */
public record Heard(
        int type,
        Map<String, @Nullable Object> fields,
        @Nullable Happening happening,
        String hex) {
    static Heard of(Happening happening) {
        return new Heard(-1, Map.of(), happening, "");
    }

    String inShort() {
        return happening == null ? "0x%02X".formatted(type) : happening.name();
    }
}
