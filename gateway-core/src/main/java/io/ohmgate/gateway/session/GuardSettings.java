package io.ohmgate.gateway.session;

import java.time.Duration;

/**
 * When a source is no longer listened to (invariants 4.1, PL8). A pile that logs in more often than
 * {@code loginsPerMinute} from one source is refused there for {@code flappingBan}; a source that tries
 * {@code failedNumbersMax} numbers that are nobody's within {@code failedWithin} is refused for {@code sourceBan}.
 *
 * @param sourcesMax sources whose failures are remembered; the one not heard of for longest is forgotten first
 * @param pairsMax the same for pairs of a source and a pile
 */
public record GuardSettings(
        int loginsPerMinute,
        Duration flappingBan,
        int failedNumbersMax,
        Duration failedWithin,
        Duration sourceBan,
        int sourcesMax,
        int pairsMax) {
    public static final GuardSettings BOOK =
            new GuardSettings(15, Duration.ofMinutes(5), 5, Duration.ofHours(1), Duration.ofHours(1), 20_000, 20_000);

    /** @throws IllegalArgumentException if a limit lets nobody in or remembers nobody */
    public GuardSettings {
        if (loginsPerMinute < 1 || failedNumbersMax < 1 || sourcesMax < 1 || pairsMax < 1) {
            throw new IllegalArgumentException("every limit of the guard must let at least one in");
        }
    }
}
