package io.ohmgate.gateway.bench;

/** Why a decision was not taken. The names are stable codes of the interface. */
public enum BenchRefusal {
    ORDER_NOT_ABNORMAL,
    ORDER_WITHOUT_DRIVER,
    NOTHING_TO_ACCEPT,
    NOTHING_TO_ESTIMATE,
    /** The key has decided another order, or something else. */
    KEY_REUSED
}
