package io.ohmgate.gateway.frames;

/**
 * How much of what was said is kept in memory.
 *
 * @param framesPerPile the last so many frames of a pile (invariants 6.3)
 * @param bytesPerPile and no more than this of them
 * @param bytesInAll of all piles together; beyond it those that were quiet longest are forgotten first
 * @param sources addresses whose refused bytes are kept; beyond it the one that was quiet longest is forgotten
 * @param bytesPerSource what is kept of one of them
 */
public record FrameLimits(int framesPerPile, int bytesPerPile, long bytesInAll, int sources, int bytesPerSource) {
    public static final FrameLimits BOOK = new FrameLimits(64, 16 * 1024, 96L * 1024 * 1024, 1_024, 4 * 1024);

    public FrameLimits {
        if (framesPerPile < 1
                || bytesPerPile < FrameRing.BYTES_MIN
                || bytesPerSource < FrameRing.BYTES_MIN
                || sources < 1) {
            throw new IllegalArgumentException("a ring holds at least one frame");
        }
    }
}
