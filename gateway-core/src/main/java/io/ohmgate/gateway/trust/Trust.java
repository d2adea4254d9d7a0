package io.ohmgate.gateway.trust;

/**
 * How far a session is believed (可信等级, invariants 4.1). The protocol has no password, so this is computed from where
 * a login comes from, kept on the session, and decides what it may do. The order of the constants is the order of trust.
 */
public enum Trust {
    /** Nobody: no login yet, or a number that is locked. */
    NONE(0),
    /** The number is on the allow-list: heartbeats, realtime data, records. */
    LISTED(1),
    /** The source or the SIM is the one this pile is bound to: everything there is today. */
    BOUND(2),
    /** A key of its own, by TLS. No listener gives it yet. */
    PROVEN(3);

    private final int level;

    Trust(int level) {
        this.level = level;
    }

    /** The number people and tables use. */
    public int level() {
        return level;
    }

    public boolean reaches(Trust minimum) {
        return level >= minimum.level;
    }

    public Trust atMost(Trust cap) {
        return level <= cap.level ? this : cap;
    }

    /** @throws IllegalArgumentException if there is no such level */
    public static Trust ofLevel(int level) {
        for (Trust trust : values()) {
            if (trust.level == level) {
                return trust;
            }
        }
        throw new IllegalArgumentException("trust is 0 to 3, not " + level);
    }
}
