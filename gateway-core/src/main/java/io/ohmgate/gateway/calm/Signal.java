package io.ohmgate.gateway.calm;

import java.util.Arrays;
import java.util.List;

/**
 * What the level is read from. Each has five marks: a reading at the n-th or above asks for level n.
 *
 * <p>The marks are far above what a healthy node shows and below what class 0 would feel: a stop has a second at level 5, and
 * a record five.
 */
@SuppressWarnings("ImmutableEnumChecker") // the list is never changed
public enum Signal {
    /** How late an event loop or a scheduler of orders runs what is due, the latest of them. Milliseconds. */
    LOOP_LAG(true, 500, 1_000, 1_500, 2_000, 2_500),
    /** How long the oldest record has waited for its commit. Milliseconds. */
    RECORD_AGE(false, 1_000, 2_000, 3_000, 4_000, 5_000),
    /** How long a caller waited for a connection of the critical pool. Milliseconds. */
    CRITICAL_POOL_WAIT(false, 100, 250, 500, 750, 950),
    /** The same of the general pool, which serves nothing of class 0: it never asks for level 5. */
    GENERAL_POOL_WAIT(false, 250, 500, 750, 950, Long.MAX_VALUE),
    /** What of the heap was still in use after the last collection. Percent. */
    HEAP_AFTER_GC(true, 75, 80, 85, 90, 94);

    private final boolean ofThisNode;
    private final List<Long> marks;

    Signal(boolean ofThisNode, long... marks) {
        this.ofThisNode = ofThisNode;
        this.marks = Arrays.stream(marks).boxed().toList();
    }

    /** Whether it tells of this process alone, and not of a database that may be slow for all: then piles go elsewhere. */
    public boolean ofThisNode() {
        return ofThisNode;
    }

    public List<Long> marks() {
        return marks;
    }

    Level levelAt(long reading) {
        int reached = 0;
        while (reached < marks.size() && reading >= marks.get(reached)) {
            reached++;
        }
        return Level.of(reached);
    }
}
