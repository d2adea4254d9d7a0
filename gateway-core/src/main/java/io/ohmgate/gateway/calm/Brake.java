package io.ohmgate.gateway.calm;

/**
 * How much of the pace of accepting and logging in is granted at a level. Full speed while the node is well: after an outage
 * thirty thousand piles want back at once. Near the end the 300 a second of the book, and at level 5 none: those who dial
 * wait in the kernel's backlog, where they cost nothing.
 */
final class Brake {
    private static final int WHOLE = 100;
    private static final int HALF = 50;
    private static final int TENTH = 10;
    private static final int BY_THE_BOOK = 3;

    private Brake() {}

    static int percentAt(Level level) {
        return switch (level) {
            case CALM, NO_REPORTS -> WHOLE;
            case LESS_DETAIL -> HALF;
            case SLOWER_LIVE -> TENTH;
            case SLOWER_UPDATES -> BY_THE_BOOK;
            case NO_NEW_STARTS -> 0;
        };
    }
}
