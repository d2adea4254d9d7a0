package io.ohmgate.loadtest.driver;

import java.util.List;

/**
 * Which piles one process plays, and against whom. Pile {@code i} of this process is pile {@code from + i * stride} of the
 * whole test, so that several processes take turns in every schedule instead of one after the other.
 *
 * @param targets {@code host:port} of each node; a pile dials the next one when its own does not answer
 * @param firstPile number of the whole test's pile 0
 * @param sources addresses 127.0.1.1, 127.0.2.1, … that the piles dial from; one pile always has the same
 * @param retryMillis how long a pile that was refused or cut off waits on average before it dials again
 * @param login what a pile says after its login
 * @param run digits of the trade numbers that piles make themselves: no two runs may have the same
 */
public record Plan(
        List<String> targets,
        long firstPile,
        int from,
        int stride,
        int count,
        int sources,
        int loops,
        long seed,
        long retryMillis,
        AfterLogin login,
        long run) {
    public static final int SOURCES_MAX = 250;

    /** What follows a login. */
    public enum AfterLogin {
        /** Nothing: a session at rest. */
        SILENT,
        /** 0x05 and what comes of it, and a 0x13 of each gun, so that guns may start; commands are answered. */
        PRICES,
        /** As {@link #PRICES}, and a record kept from before: what a storm brings (invariants 5.1). */
        EVERYTHING
    }

    public Plan {
        targets = List.copyOf(targets);
        if (sources < 1 || sources > SOURCES_MAX || loops < 1 || count < 0 || stride < 1 || targets.isEmpty()) {
            throw new IllegalArgumentException("no such plan");
        }
    }

    /** The part that process {@code k} of {@code processes} plays. */
    public Plan part(int k, int processes) {
        int mine = (count - k + processes - 1) / processes;
        return new Plan(
                targets,
                firstPile,
                from + k * stride,
                stride * processes,
                mine,
                sources,
                loops,
                seed + k,
                retryMillis,
                login,
                run);
    }

    /** Some of the piles, for a driver of their own. */
    public Plan range(int first, int number, AfterLogin after) {
        return new Plan(targets, firstPile, first, 1, number, sources, loops, seed + first, retryMillis, after, run);
    }

    public int index(int i) {
        return from + i * stride;
    }
}
