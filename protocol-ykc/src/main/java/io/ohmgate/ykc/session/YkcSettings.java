package io.ohmgate.ykc.session;

import java.time.Duration;
import java.time.ZoneId;

/**
 * The conversation's limits.
 *
 * @param siteZone the zone of the piles' wall clocks; the protocol has none (ykc.md 3.1)
 * @param loginWithin a connection without a login is closed after this (invariants 4.1)
 * @param bytesBeforeLoginMax more than this before the verdict on a login, and it is no pile
 * @param refusedCloseDelay so that the pile can read the refusal
 * @param commandGap slow firmware handles about one frame per 100 ms (ykc.md 7.2)
 * @param commandsMax commands that wait for their gap; stops do not count
 * @param ignoredPerMinuteMax unknown or undecodable frames; more, and the connection is closed
 * @param unwritableMax how long a pile may not read what it is sent
 * @param pilesMax piles behind one concentrator (ykc.md 1)
 * @param recordsUnconfirmedMax records of one connection that wait to be kept; with more of them the pile is not read, so
 *     that one which was offline for weeks does not fill the inbox of all
 * @param foreignRecordsPerMinuteMax records a minute that name a pile which is not logged in on the connection
 * @param frames what each pile of a connection may say; beyond it the connection is not read for a moment
 * @param records the same of 0x3B, which are counted apart: a pile that was offline for weeks brings thousands at once
 */
public record YkcSettings(
        ZoneId siteZone,
        Duration loginWithin,
        int bytesBeforeLoginMax,
        Duration refusedCloseDelay,
        Duration commandGap,
        int commandsMax,
        int ignoredPerMinuteMax,
        Duration unwritableMax,
        int pilesMax,
        int recordsUnconfirmedMax,
        int foreignRecordsPerMinuteMax,
        Pace frames,
        Pace records) {
    static final int PILES_MAX = 16;

    /** So many a second, and so many at once after a silence. */
    public record Pace(int perSecond, int burst) {
        /** @throws IllegalArgumentException if nobody could say anything */
        public Pace {
            if (perSecond < 1 || burst < 1) {
                throw new IllegalArgumentException("a pace must let at least one frame through");
            }
        }
    }

    /** With another pace of frames: of a concentrator that says more, or of a measurement. */
    public YkcSettings withFrames(Pace pace) {
        return new YkcSettings(
                siteZone,
                loginWithin,
                bytesBeforeLoginMax,
                refusedCloseDelay,
                commandGap,
                commandsMax,
                ignoredPerMinuteMax,
                unwritableMax,
                pilesMax,
                recordsUnconfirmedMax,
                foreignRecordsPerMinuteMax,
                pace,
                records);
    }

    /** With another patience for a pile that does not read. */
    public YkcSettings withUnwritableMax(Duration patience) {
        return new YkcSettings(
                siteZone,
                loginWithin,
                bytesBeforeLoginMax,
                refusedCloseDelay,
                commandGap,
                commandsMax,
                ignoredPerMinuteMax,
                patience,
                pilesMax,
                recordsUnconfirmedMax,
                foreignRecordsPerMinuteMax,
                frames,
                records);
    }

    public static YkcSettings defaults(ZoneId siteZone) {
        return new YkcSettings(
                siteZone,
                Duration.ofSeconds(10),
                512,
                Duration.ofSeconds(1),
                Duration.ofMillis(100),
                32,
                20,
                Duration.ofSeconds(30),
                PILES_MAX,
                64,
                60,
                new Pace(10, 200),
                new Pace(10, 6_000));
    }
}
