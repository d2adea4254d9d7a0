package io.ohmgate.loadtest.driver;

/** Who wants to know what happens at a pile, by its index in the plan. Called on the pile's loop: must not wait. */
public interface Commands {
    /** A start (0x34) has come. */
    void started(int pile, int gunNo, long nowNanos);

    /** A stop (0x36) has come to a gun that charges. */
    void stopped(int pile, int gunNo, long nowNanos);

    /** Gun 1 tells this energy now; the report was due at {@code dueNanos}. */
    void reports(int pile, long energy, long dueNanos);
}
