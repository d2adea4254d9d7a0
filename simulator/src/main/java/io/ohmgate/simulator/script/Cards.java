package io.ohmgate.simulator.script;

import java.util.random.RandomGenerator;

/** Card numbers a platform may know: 16 hex digits, running from {@code first}. */
public record Cards(long first, int count) {
    /** @throws IllegalArgumentException if there is no card */
    public Cards {
        if (count < 1) {
            throw new IllegalArgumentException("at least one card");
        }
    }

    String any(RandomGenerator random) {
        return "%016X".formatted(first + random.nextInt(count));
    }
}
