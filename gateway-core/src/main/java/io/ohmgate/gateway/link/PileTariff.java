package io.ohmgate.gateway.link;

import io.ohmgate.billing.Tariff;

/**
 * A tariff version as a pile holds it. {@code modelNo} is 1 to 9999 and is not used twice for other prices on one pile
 * (ykc.md 7.9).
 */
public record PileTariff(long tariffVersionId, int modelNo, Tariff tariff) {
    public static final int MODEL_NO_MAX = 9999;

    public PileTariff {
        if (modelNo < 1 || modelNo > MODEL_NO_MAX) {
            throw new IllegalArgumentException("a model number is 1 to 9999, not " + modelNo);
        }
    }
}
