package io.ohmgate.gateway.campaign;

/**
 * The piles of one wave by how they stand: not asked yet, asked and still open, updated, failed (refused, failed or never
 * answered), and skipped because a person took them back.
 */
public record WaveTally(int pending, int open, int done, int failed, int skipped) {
    public int total() {
        return pending + open + done + failed + skipped;
    }

    boolean isOver() {
        return pending == 0 && open == 0;
    }
}
