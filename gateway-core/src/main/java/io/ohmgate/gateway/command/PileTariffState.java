package io.ohmgate.gateway.command;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the tariff on a pile in its present session. {@code heldModelNo} is what it proved to hold;
 * {@code attempts} how often it was told without success; {@code refused} that it said no.
 */
public record PileTariffState(
        @Nullable Integer toldModelNo,
        @Nullable Integer heldModelNo,
        boolean refused,
        int attempts,
        @Nullable Instant at) {
    static final PileTariffState NOTHING_KNOWN = new PileTariffState(null, null, false, 0, null);

    PileTariffState held(int modelNo, Instant now) {
        return new PileTariffState(modelNo, modelNo, false, 0, now);
    }

    PileTariffState told(int modelNo, Instant now) {
        return new PileTariffState(modelNo, heldModelNo, refused, attempts, now);
    }

    PileTariffState failed(boolean saidNo, Instant now) {
        return new PileTariffState(toldModelNo, heldModelNo, saidNo, attempts + 1, now);
    }

    PileTariffState afresh() {
        return new PileTariffState(toldModelNo, heldModelNo, false, 0, at);
    }
}
