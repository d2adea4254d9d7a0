package io.ohmgate.api.limits;

import org.jspecify.annotations.Nullable;

/**
 * One thing that can grow.
 *
 * @param at the class below {@code io.ohmgate}, and the field that keeps it or the method that makes it
 * @param max the most there can be, for one {@code per}; null where nothing grows
 * @param of the constant that says so
 * @param metric the gauge that shows how full it is
 */
public record Bound(
        String at,
        String chinese,
        String english,
        @Nullable Long max,
        @Nullable String of,
        Per per,
        Full full,
        @Nullable String metric) {}
