package io.ohmgate.gateway.bench;

/** Why a decision was not taken. The names are stable codes of the interface. */
public enum BenchRefusal {
    ORDER_NOT_ABNORMAL,
    ORDER_WITHOUT_DRIVER,
    NOTHING_TO_ACCEPT,
    NOTHING_TO_ESTIMATE,
    /** The key has decided another order, or something else. */
    KEY_REUSED,
    DRIVER_UNKNOWN,
    ORDER_HAS_DRIVER,
    /** Whoever proposed it may not approve it (invariants F3). */
    SAME_PERSON,
    /** Another decision about the order waits for a second person. */
    PROPOSAL_WAITS,
    PROPOSAL_CLOSED,
    /** It would move more by now than was proposed. */
    PROPOSAL_OUTDATED
}
