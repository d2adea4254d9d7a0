package io.ohmgate.gateway.order;

import java.util.regex.Pattern;

/**
 * Guns of one pile that charge one vehicle together (并充). Each has an order and a record of its own; the driver sees the
 * {@code main} one, which also has the money that is held for all. {@code parallelNo} is what the pile knows them by.
 */
public record ParallelGroup(String parallelNo, OrderId main) {
    private static final Pattern PARALLEL_NO = Pattern.compile("[0-9A-F]{12}");

    /** @throws IllegalArgumentException if the number is not 12 digits */
    public ParallelGroup {
        if (!PARALLEL_NO.matcher(parallelNo).matches()) {
            throw new IllegalArgumentException("a parallel number has 12 digits");
        }
    }
}
