package io.ohmgate.api.calm;

import io.ohmgate.gateway.calm.TokenBucket;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many requests one address may send, whoever it says it is. A carrier's address translation brings hundreds of drivers
 * from one address, so this is no limit on a person: it only keeps one address from taking all. Stops have a budget of their
 * own, which no other request can spend.
 */
public final class HttpPaces {
    static final int SOURCES_MAX = 10_000;
    /** Locks, so that event loops do not meet at one. */
    private static final int STRIPES = 16;

    private final int perSecond;
    private final int burst;
    private final LongSupplier nanos;
    private final Stripe[] stripes = new Stripe[STRIPES];

    public HttpPaces(int perSecond, int burst, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanos = nanos;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    boolean take(InetAddress source, HttpClass asked) {
        Key key = new Key(source, asked == HttpClass.STOP);
        Stripe stripe = stripes[Math.floorMod(key.hashCode(), STRIPES)];
        long now = nanos.getAsLong();
        synchronized (stripe) {
            return stripe.computeIfAbsent(key, fresh -> new TokenBucket(perSecond, burst, now))
                    .take(now);
        }
    }

    private record Key(InetAddress source, boolean stop) {}

    /** Whoever is forgotten comes back with a full budget. */
    private static final class Stripe extends LinkedHashMap<Key, TokenBucket> {
        private static final long serialVersionUID = 1L;
        private static final float LOAD = 0.75f;

        Stripe() {
            super(16, LOAD, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, TokenBucket> eldest) {
            return size() > SOURCES_MAX / STRIPES;
        }
    }
}
