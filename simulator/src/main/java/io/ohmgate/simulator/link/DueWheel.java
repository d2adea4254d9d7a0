package io.ohmgate.simulator.link;

import java.util.ArrayList;
import java.util.List;

/**
 * A timing wheel for one thread: each rider is visited at about the time it asked for, once. Thousands of piles cost one
 * timer. A rider far ahead is put back as often as the wheel passes it.
 */
final class DueWheel {
    static final int TICK_MILLIS = 50;
    private static final int SLOTS = 1024;

    /** Whoever rides keeps the tick it waits for. */
    abstract static class Rider {
        private static final long NOWHERE = Long.MAX_VALUE;
        private long tick = NOWHERE;
        private int entries;

        abstract void visit();
    }

    private final List<List<Rider>> slots = new ArrayList<>(SLOTS);
    private long current;

    DueWheel(long nowMillis) {
        this.current = nowMillis / TICK_MILLIS;
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>());
        }
    }

    /** An earlier visit that is already booked stays: it books the later one anew. */
    void book(Rider rider, long dueMillis) {
        long tick = Math.max(current + 1, Math.ceilDiv(dueMillis, TICK_MILLIS));
        if (tick < rider.tick) {
            rider.tick = tick;
            put(rider);
        }
    }

    private void put(Rider rider) {
        long tick = Math.min(rider.tick, current + SLOTS - 1);
        slots.get((int) (tick % SLOTS)).add(rider);
        rider.entries++;
    }

    /** Visits all whose time has come. */
    void turn(long nowMillis) {
        long target = nowMillis / TICK_MILLIS;
        while (current < target) {
            current++;
            List<Rider> slot = slots.get((int) (current % SLOTS));
            if (!slot.isEmpty()) {
                slots.set((int) (current % SLOTS), new ArrayList<>());
                slot.forEach(this::arrive);
            }
        }
    }

    private void arrive(Rider rider) {
        rider.entries--;
        if (rider.tick <= current) {
            rider.tick = Rider.NOWHERE;
            rider.visit();
        } else if (rider.entries == 0 && rider.tick != Rider.NOWHERE) {
            put(rider);
        }
    }
}
