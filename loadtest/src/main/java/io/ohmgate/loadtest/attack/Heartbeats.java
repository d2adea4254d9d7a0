package io.ohmgate.loadtest.attack;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.loadtest.measure.Schedule;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Good piles whose heartbeats are timed: how well others are served shows in how quickly these are answered. When each
 * heartbeat is due is fixed beforehand, and latency counts from then.
 */
final class Heartbeats implements AutoCloseable {
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LATENCY_MAX_MICROS = TimeUnit.MINUTES.toMicros(1);
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final String HOME = "127.0.0.1";

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile Histogram micros = fresh();
    private volatile boolean over;

    private Heartbeats() {}

    static Heartbeats start(InetSocketAddress port, List<PileNo> piles) throws IOException, InterruptedException {
        Heartbeats all = new Heartbeats();
        CountDownLatch in = new CountDownLatch(piles.size());
        for (int i = 0; i < piles.size(); i++) {
            PileNo pile = piles.get(i);
            long shift = INTERVAL_NANOS * i / piles.size();
            // Not among the attackers' virtual threads: their queue would be measured, not the gateway's.
            all.threads.add(Thread.ofPlatform().daemon().start(() -> all.beat(port, pile, shift, in)));
        }
        if (!in.await(30, TimeUnit.SECONDS) || all.lost.get() > 0) {
            all.close();
            throw new IOException("the good piles did not all log in");
        }
        return all;
    }

    /** Those of the phase that ends now; the next one begins. */
    Histogram phaseOver() {
        Histogram done = micros;
        micros = fresh();
        return done;
    }

    /** Good piles that lost their connection. */
    int lost() {
        return lost.get();
    }

    private void beat(InetSocketAddress port, PileNo pile, long shift, CountDownLatch in) {
        try (Wire wire = new Wire(HOME, port, TIMEOUT_MILLIS)) {
            wire.says(Wire.login(pile));
            if (!wire.isLetIn()) {
                throw new IOException("a good pile was refused");
            }
            in.countDown();
            Schedule due = new Schedule(System.nanoTime() + INTERVAL_NANOS + shift, INTERVAL_NANOS);
            for (int i = 0; !over; i++) {
                TimeUnit.NANOSECONDS.sleep(due.due(i) - System.nanoTime());
                wire.beats(pile);
                if (wire.hears(Wire.HEARTBEAT_ACK) == null) {
                    throw new IOException("a good pile was hung up on");
                }
                long latency = due.latencyNanos(i, System.nanoTime());
                micros.recordValue(Math.min(LATENCY_MAX_MICROS, TimeUnit.NANOSECONDS.toMicros(latency)));
            }
        } catch (IOException | InterruptedException ended) {
            if (!over) {
                lost.incrementAndGet();
            }
        } finally {
            in.countDown();
        }
    }

    private static Histogram fresh() {
        return new ConcurrentHistogram(LATENCY_MAX_MICROS, 3);
    }

    @Override
    public void close() {
        over = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
