package io.ohmgate.billing;

import java.util.Map;
import java.util.stream.IntStream;

/** Tariffs that several tests charge by. */
public final class Tariffs {
    private Tariffs() {}

    public static Tariff peakFrom8To22(Price peak, Price valley) {
        return new Tariff(
                IntStream.range(0, Tariff.SLOTS)
                        .mapToObj(slot -> slot >= 16 && slot < 44 ? PriceLevel.PEAK : PriceLevel.VALLEY)
                        .toList(),
                Map.of(PriceLevel.PEAK, peak, PriceLevel.VALLEY, valley));
    }
}
