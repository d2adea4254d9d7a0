package io.ohmgate.loadtest.driver;

import java.util.List;

/** Piles at work, in this process or in others. Every call waits for its end; all times are of {@link System#nanoTime}. */
public interface Load extends AutoCloseable {
    /** All piles dial, spread evenly over {@code spreadMillis}; the latency of a login counts from when its dial was due. */
    Outcome logIn(long spreadMillis, int patienceSeconds) throws InterruptedException;

    /** Every socket ends at once, and nobody dials again until told. */
    void dropAll() throws InterruptedException;

    /** From now on a heartbeat and a 0x13 of each pile, so often; zero is never. */
    void traffic(Traffic traffic) throws InterruptedException;

    /** What is due in the next seconds, and what comes of it; heartbeats go on before and after. */
    Outcome window(int seconds) throws InterruptedException;

    /** As {@link #window}, with records besides. */
    Outcome records(RecordLoad load, int seconds) throws InterruptedException;

    /** Sessions that are open now. */
    int sessions() throws InterruptedException;

    /** Every record that was due and not confirmed is sent again; how many there are. */
    int sendAgain() throws InterruptedException;

    /** Serials whose 0x40 arrived. */
    List<String> confirmedRecords() throws InterruptedException;

    /** The processes that drive; empty if it is this one. */
    List<Long> pids();

    @Override
    void close();

    /** {@code energyStep} is how much a charging gun's energy grows from one report to the next, in 0.0001 kWh. */
    record Traffic(long beatMillis, long realtimeMillis, long energyStep) {
        public static final Traffic NONE = new Traffic(0, 0, 1);
    }

    /** By a rate of all piles together, or eagerly with so many unconfirmed from each pile. */
    record RecordLoad(int perSecond, int window) {}
}
