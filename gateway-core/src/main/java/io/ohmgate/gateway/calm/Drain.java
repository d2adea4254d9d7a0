package io.ohmgate.gateway.calm;

import java.time.Duration;

/**
 * How a node leaves: records under way are confirmed first, then its sessions end one after another, so that its piles do not
 * all dial the other nodes in the same second; those that charge go last (invariants E5, GW11).
 *
 * @param acks the longest wait for records that are not confirmed yet
 * @param spread over how long sessions end; zero ends them at once
 */
public record Drain(Duration acks, Duration spread) {
    public static final Duration ACKS_MAX = Duration.ofSeconds(10);
    public static final Duration SPREAD_MAX = Duration.ofMinutes(5);
    /** Between two slices of sessions. */
    public static final Duration SLICE = Duration.ofMillis(100);

    /** @throws IllegalArgumentException if it would take longer than anybody waits */
    public Drain {
        if (acks.isNegative() || acks.compareTo(ACKS_MAX) > 0) {
            throw new IllegalArgumentException("ohmgate.drain.acks is between 0 and " + ACKS_MAX.toSeconds() + " s");
        }
        if (spread.isNegative() || spread.compareTo(SPREAD_MAX) > 0) {
            throw new IllegalArgumentException(
                    "ohmgate.drain.spread is between 0 and " + SPREAD_MAX.toSeconds() + " s");
        }
    }

    public static Drain atOnce(Duration acks) {
        return new Drain(acks, Duration.ZERO);
    }

    /** In how many slices sessions end. */
    public int slices() {
        return Math.toIntExact(Math.max(1, spread.dividedBy(SLICE)));
    }
}
