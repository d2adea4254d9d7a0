package io.ohmgate.gateway.campaign;

import java.util.ArrayList;
import java.util.List;

/** Deals piles out to waves. Pure. */
public final class Waves {
    private static final int THE_REST = 0;

    private Waves() {}

    /**
     * The wave of each of {@code count} piles, counted from 1, in their order. What is left after the last wave joins it.
     *
     * @throws IllegalArgumentException if a wave is negative, or "the rest" is not the last
     */
    public static List<Integer> deal(List<Integer> sizes, int count) {
        check(sizes);
        List<Integer> waves = new ArrayList<>(count);
        int wave = 1;
        int left = sizeOf(sizes, wave, count);
        for (int pile = 0; pile < count; pile++) {
            if (left == 0 && wave < sizes.size()) {
                wave++;
                left = sizeOf(sizes, wave, count);
            }
            waves.add(wave);
            left = Math.max(0, left - 1);
        }
        return waves;
    }

    /** @throws IllegalArgumentException if a wave is negative, or "the rest" is not the last */
    public static void check(List<Integer> sizes) {
        boolean negative = sizes.stream().anyMatch(size -> size < 0);
        int rest = sizes.indexOf(THE_REST);
        if (sizes.isEmpty() || sizes.size() > Campaign.WAVES_MAX || negative) {
            throw new IllegalArgumentException("there are 1 to 10 waves of a size");
        }
        if (rest >= 0 && rest < sizes.size() - 1) {
            throw new IllegalArgumentException("only the last wave can be all that are left");
        }
    }

    private static int sizeOf(List<Integer> sizes, int wave, int count) {
        int size = sizes.get(wave - 1);
        return size == THE_REST ? count : size;
    }
}
