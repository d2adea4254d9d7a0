package io.ohmgate.api.calm;

/** What a request is worth when there is too much to do, and how many of its kind may be under way at once. */
enum HttpClass {
    STOP(1_000),
    START(200),
    OTHER(400),
    /** As many as their pool has connections, and as many that wait. */
    REPORT(12),
    /** Health, metrics, the level itself: what is needed to see what is the matter. Sockets count their own seats. */
    FREE(Integer.MAX_VALUE);

    private final int inFlightMax;

    HttpClass(int inFlightMax) {
        this.inFlightMax = inFlightMax;
    }

    int inFlightMax() {
        return inFlightMax;
    }
}
