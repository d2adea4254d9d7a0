package io.ohmgate.gateway.calm;

/**
 * The six classes of work and one more (invariants 5.2), the first never shed, the last first. The constants stand in
 * the order of their worth.
 */
public enum Work {
    /** Records and their confirmation, stops, commits of money: only reading may pause for them. */
    RECORDS_STOPS_MONEY,
    /** New starts; logins, tariffs and payments go on. */
    NEW_STARTS,
    /** What follows from an order's changes and is not urgent: progress, commands of staff. */
    ORDER_UPDATES,
    /** Always answered from the event loop; listed so that the classes are whole. */
    HEARTBEATS,
    /** Live values for screens and other nodes. */
    LIVE_VALUES,
    /** Frames and battery detail kept for later, as far as they prove no money. */
    DETAIL_HISTORY,
    /** Reports, exports, lists of the past, cleaning up, campaigns. */
    REPORTS
}
