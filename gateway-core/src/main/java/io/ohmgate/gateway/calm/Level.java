package io.ohmgate.gateway.calm;

import java.time.Duration;

/**
 * How far the node gives way. Each level includes those before it.
 *
 * <pre>
 *  0 CALM            everything
 *  1 NO_REPORTS      class 6 stops
 *  2 LESS_DETAIL     class 5 is sampled
 *  3 SLOWER_LIVE     class 4 once in 5 s, class 5 is dropped
 *  4 SLOWER_UPDATES  class 4 once in 15 s, class 2 slower
 *  5 NO_NEW_STARTS   class 4 once a minute, class 1: new starts are refused
 * </pre>
 */
public enum Level {
    CALM(0, Duration.ofSeconds(1)),
    NO_REPORTS(1, Duration.ofSeconds(1)),
    LESS_DETAIL(2, Duration.ofSeconds(1)),
    SLOWER_LIVE(3, Duration.ofSeconds(5)),
    SLOWER_UPDATES(4, Duration.ofSeconds(15)),
    NO_NEW_STARTS(5, Duration.ofSeconds(60));

    /** One of so many is kept when detail is sampled. */
    public static final int SAMPLE = 10;

    private final int number;
    private final Duration liveEvery;

    Level(int number, Duration liveEvery) {
        this.number = number;
        this.liveEvery = liveEvery;
    }

    /** How often a topic's live values are sent at most. */
    public Duration liveEvery() {
        return liveEvery;
    }

    public int number() {
        return number;
    }

    public boolean atLeast(Level other) {
        return compareTo(other) >= 0;
    }

    /** From which level a class gives way. */
    static Level givesWayFrom(Work work) {
        return switch (work) {
            case REPORTS -> NO_REPORTS;
            case DETAIL_HISTORY -> LESS_DETAIL;
            case LIVE_VALUES -> SLOWER_LIVE;
            case ORDER_UPDATES -> SLOWER_UPDATES;
            case NEW_STARTS -> NO_NEW_STARTS;
            case HEARTBEATS, RECORDS_STOPS_MONEY -> throw new IllegalArgumentException(work + " never gives way");
        };
    }

    static Level of(int number) {
        return values()[Math.clamp(number, 0, values().length - 1)];
    }
}
