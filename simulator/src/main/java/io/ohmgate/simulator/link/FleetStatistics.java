package io.ohmgate.simulator.link;

/**
 * What a fleet has done since its start; gauges are of now.
 *
 * @param connectionsLost closed by the other side or by a failure, not by the pile itself
 * @param unreadableFrames what came and was no frame, or a frame that meant nothing
 * @param recordsSent with repetitions
 * @param recordsConfirmed confirmations heard, repeated ones included
 * @param recordsUnconfirmed kept now
 * @param overflows connections given up because the platform did not read
 */
public record FleetStatistics(
        int piles,
        int online,
        int charging,
        long connects,
        long connectionsLost,
        long hangUps,
        long framesSent,
        long framesReceived,
        long unreadableFrames,
        long recordsSent,
        long recordsConfirmed,
        long recordsUnconfirmed,
        long chargesStarted,
        long chargesEnded,
        long overflows) {}
