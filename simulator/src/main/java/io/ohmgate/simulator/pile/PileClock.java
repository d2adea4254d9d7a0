package io.ohmgate.simulator.pile;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * The pile's own clock (桩时钟): local wall time, off by an offset and drifting from the moment it was last set.
 * 0x56 sets it; the drift stays, as the crystal stays.
 */
public record PileClock(ZoneId zone, Duration offset, long driftPartsPerMillion, Instant setAt) {
    private static final long MILLION = 1_000_000;
    private static final int YEAR_MIN = 2000;
    private static final int YEAR_MAX = 2099;

    /** What the clock shows; the wire cannot say a year before 2000 or after 2099. */
    public LocalDateTime at(Instant now) {
        long drift = Duration.between(setAt, now).toMillis() * driftPartsPerMillion / MILLION;
        LocalDateTime time = LocalDateTime.ofInstant(now.plus(offset).plusMillis(drift), zone);
        return time.withYear(Math.clamp(time.getYear(), YEAR_MIN, YEAR_MAX));
    }

    public PileClock set(LocalDateTime time, Instant now) {
        Duration next = Duration.between(LocalDateTime.ofInstant(now, zone), time);
        return new PileClock(zone, next, driftPartsPerMillion, now);
    }
}
