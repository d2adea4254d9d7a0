package io.ohmgate.gateway.calm;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the level from the signals. It rises when every reading of half a second asks for it, so that one pause of the
 * collector closes nothing; it falls one step at a time, each after ten seconds in which nothing asked for the level it
 * stands at. Pure: no clock, no thread. One thread.
 */
public final class LevelMeter {
    public static final Duration EVERY = Duration.ofMillis(100);
    public static final Duration RISES_AFTER = Duration.ofMillis(500);
    public static final Duration FALLS_AFTER = Duration.ofSeconds(10);

    private Level level = Level.CALM;
    private Level lowestSinceRise = Level.CALM;
    private @Nullable Signal cause;
    private long askedSinceNanos;
    private boolean asked;
    private long quietSinceNanos;

    /** What the level is now, and which signal asks for most. */
    public record Reading(Level level, @Nullable Signal cause) {}

    /** One look at the signals. @return the level that holds from now on */
    public Reading look(long nowNanos, Map<Signal, Long> readings) {
        Level wanted = Level.CALM;
        Signal by = null;
        for (Map.Entry<Signal, Long> each : readings.entrySet()) {
            Level asks = each.getKey().levelAt(each.getValue());
            if (asks.compareTo(wanted) > 0) {
                wanted = asks;
                by = each.getKey();
            }
        }
        if (wanted.compareTo(level) > 0) {
            rise(nowNanos, wanted, by);
        } else {
            asked = false;
        }
        if (level != Level.CALM && wanted.compareTo(level) < 0) {
            fall(nowNanos);
        } else {
            quietSinceNanos = nowNanos;
        }
        return new Reading(level, cause);
    }

    private void rise(long nowNanos, Level wanted, @Nullable Signal by) {
        if (!asked) {
            asked = true;
            askedSinceNanos = nowNanos;
            lowestSinceRise = wanted;
        } else if (wanted.compareTo(lowestSinceRise) < 0) {
            lowestSinceRise = wanted;
        }
        if (nowNanos - askedSinceNanos >= RISES_AFTER.toNanos()) {
            level = lowestSinceRise;
            cause = by;
            asked = false;
        }
    }

    private void fall(long nowNanos) {
        if (nowNanos - quietSinceNanos >= FALLS_AFTER.toNanos()) {
            level = Level.of(level.number() - 1);
            quietSinceNanos = nowNanos;
            if (level == Level.CALM) {
                cause = null;
            }
        }
    }
}
