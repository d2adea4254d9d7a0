package io.ohmgate.simulator.link;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;

/**
 * How a fleet runs.
 *
 * @param seed the same seed gives each pile the same random numbers
 * @param threads event loops; few serve thousands of piles
 * @param connectsPerSecond the ramp of the first connections
 * @param sources local addresses the piles are spread over, such as 127.0.2.1 to 127.0.2.8; empty for the system's
 *     choice. One address has about 28,000 ports to one target.
 * @param pilesPerSocket 1, or up to 16 behind a concentrator (集中器)
 * @param zone of the sites, for the piles' wall clocks
 */
public record FleetOptions(
        String host,
        int port,
        long seed,
        int threads,
        int connectsPerSecond,
        List<String> sources,
        int pilesPerSocket,
        ZoneId zone,
        InstantSource clock) {
    public static final int CONNECTS_PER_SECOND = 500;
    public static final int THREADS_MAX = 64;
    public static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    /** @throws IllegalArgumentException if a number is outside its limits */
    public FleetOptions {
        sources = List.copyOf(sources);
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
        if (threads < 1 || threads > THREADS_MAX || connectsPerSecond < 1) {
            throw new IllegalArgumentException("1 to " + THREADS_MAX + " threads, at least 1 connection a second");
        }
        if (pilesPerSocket < 1 || pilesPerSocket > Concentrator.PILES_MAX) {
            throw new IllegalArgumentException("1 to " + Concentrator.PILES_MAX + " piles on a socket");
        }
    }

    /** One thread, 500 connections a second, the system's clock, the sites in China. */
    public static FleetOptions to(String host, int port, long seed) {
        return new FleetOptions(host, port, seed, 1, CONNECTS_PER_SECOND, List.of(), 1, CHINA, InstantSource.system());
    }

    public FleetOptions withThreads(int value) {
        return new FleetOptions(host, port, seed, value, connectsPerSecond, sources, pilesPerSocket, zone, clock);
    }

    public FleetOptions withConnectsPerSecond(int value) {
        return new FleetOptions(host, port, seed, threads, value, sources, pilesPerSocket, zone, clock);
    }

    public FleetOptions withSources(List<String> value) {
        return new FleetOptions(host, port, seed, threads, connectsPerSecond, value, pilesPerSocket, zone, clock);
    }

    public FleetOptions withPilesPerSocket(int value) {
        return new FleetOptions(host, port, seed, threads, connectsPerSecond, sources, value, zone, clock);
    }

    public FleetOptions withZone(ZoneId value) {
        return new FleetOptions(host, port, seed, threads, connectsPerSecond, sources, pilesPerSocket, value, clock);
    }

    /** {@code 127.0.2.1-8} is eight addresses. */
    public static List<String> sourcesOf(String range) {
        int dash = range.indexOf('-');
        if (dash < 0) {
            return List.of(range);
        }
        int dot = range.lastIndexOf('.', dash);
        int from = Integer.parseInt(range.substring(dot + 1, dash));
        int to = Integer.parseInt(range.substring(dash + 1));
        if (from > to || to > 254) {
            throw new IllegalArgumentException("write 127.0.2.1-8, not " + range);
        }
        return java.util.stream.IntStream.rangeClosed(from, to)
                .mapToObj(last -> range.substring(0, dot + 1) + last)
                .toList();
    }
}
