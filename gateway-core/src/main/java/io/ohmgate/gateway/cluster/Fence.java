package io.ohmgate.gateway.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps a node that was away from writing to piles that are somebody else's by now (invariants B5, GW2). A lease: as long
 * as the node has lately proved that it runs and is known as running, it writes; one that was stopped finds, on the very
 * first write after it, that its proof is old. What reopens the fence is a comparison of all sessions with the directory.
 *
 * <p>Looked at with each command, so it is one read and one subtraction.
 */
public final class Fence {
    /** Longer than one missed beat; half of the time after which others take a node for gone. */
    public static final Duration LEASE = Duration.ofSeconds(5);

    private final LongSupplier nanos;
    private final long leaseNanos;
    private volatile boolean guarding;
    private volatile long provedNanos;
    private volatile boolean superseded;

    public Fence(Duration lease, LongSupplier nanos) {
        this.nanos = nanos;
        this.leaseNanos = lease.toNanos();
        this.provedNanos = nanos.getAsLong();
    }

    /** Whether commands may be written now. */
    public boolean isOpen() {
        return !guarding || (!superseded && nanos.getAsLong() - provedNanos <= leaseNanos);
    }

    /** From now on proofs are needed: there are, or may be, other nodes. */
    public void guard() {
        provedNanos = nanos.getAsLong();
        guarding = true;
    }

    /**
     * This node was seen to run, at {@code atNanos} or later. That keeps an open fence open; it does not open a closed one,
     * for meanwhile piles may have moved.
     */
    public void seen(long atNanos) {
        if (isOpen() && atNanos - provedNanos > 0) {
            provedNanos = atNanos;
        }
    }

    /** All sessions were compared with the directory, beginning at {@code atNanos}, and those that moved are closed. */
    public void compared(long atNanos) {
        if (atNanos - provedNanos > 0) {
            provedNanos = atNanos;
        }
    }

    /** Another process runs under this node's name: this one may never write again. */
    public void supersede() {
        superseded = true;
    }

    public boolean isSuperseded() {
        return superseded;
    }
}
