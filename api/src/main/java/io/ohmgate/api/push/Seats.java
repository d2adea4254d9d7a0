package io.ohmgate.api.push;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections there may be, in all and for each user. */
public final class Seats {
    private final int all;
    private final int each;
    private final AtomicInteger taken = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> byUser = new ConcurrentHashMap<>();

    public Seats(int all, int each) {
        this.all = all;
        this.each = each;
    }

    /** A connection begins, of whom nothing is known yet. Whoever got in leaves by {@link #leave}. */
    public boolean enter() {
        if (taken.incrementAndGet() > all) {
            taken.decrementAndGet();
            return false;
        }
        return true;
    }

    public void leave() {
        taken.decrementAndGet();
    }

    /** The connection turns out to be this user's. Whoever sat down gets up by {@link #getUp}. */
    public boolean sitDown(String user) {
        AtomicBoolean free = new AtomicBoolean();
        byUser.compute(user, (name, seats) -> {
            int before = seats == null ? 0 : seats;
            free.set(before < each);
            return free.get() ? Integer.valueOf(before + 1) : seats;
        });
        return free.get();
    }

    public void getUp(String user) {
        byUser.computeIfPresent(user, (name, seats) -> seats <= 1 ? null : seats - 1);
    }

    public int taken() {
        return taken.get();
    }
}
