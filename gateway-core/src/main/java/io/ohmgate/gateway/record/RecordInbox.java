package io.ohmgate.gateway.record;

/** Where sessions drop records. Every method returns at once and never throws; any thread. */
public interface RecordInbox {
    /**
     * Takes a record. {@code onKept} runs once, after the record's commit and never before it, on the writer's thread:
     * the caller hops to its own. Once taken, a record is tried until it is kept.
     *
     * @return false if the inbox is full: nothing was taken, and the caller stops reading from the pile
     */
    boolean offer(IncomingRecord record, Runnable onKept);

    /** Runs the task once as soon as there is room, perhaps at once. */
    void whenRoom(Runnable task);
}
