package io.ohmgate.loadtest.scenario;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.loadtest.driver.Commands;
import io.ohmgate.loadtest.measure.LatencySeries;
import io.ohmgate.loadtest.measure.Schedule;
import io.ohmgate.loadtest.product.Ground;
import io.ohmgate.loadtest.product.Product;
import io.ohmgate.loadtest.product.Product.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Charges on gun 1 of the first n piles, started and stopped through the product's interface, and when the pile heard of it. */
@SuppressWarnings("FutureReturnValueIgnored") // answers and failures are counted where they arrive
final class LiveOrders implements Commands {
    private static final int REPORTS_KEPT = 64;
    private static final int TRIES = 60;
    private static final long HOLD_FEN = 2_500;

    private final Product product;
    private final Ground ground;
    private final int count;
    private final long run;
    private final @Nullable String[] orders;
    private final AtomicLongArray stopHeard;
    private final AtomicLongArray reportDue;
    private final AtomicLongArray reportEnergy;
    private final AtomicInteger started = new AtomicInteger();
    private final ConcurrentMap<String, AtomicInteger> refusals = new ConcurrentHashMap<>();

    LiveOrders(Product product, Ground ground, int count, long run) {
        this.product = product;
        this.ground = ground;
        this.count = count;
        this.run = run;
        this.orders = new @Nullable String[count];
        this.stopHeard = new AtomicLongArray(count);
        this.reportDue = new AtomicLongArray(count * REPORTS_KEPT);
        this.reportEnergy = new AtomicLongArray(count * REPORTS_KEPT);
    }

    @Override
    public void started(int pile, int gunNo, long nowNanos) {
        started.incrementAndGet();
    }

    @Override
    public void stopped(int pile, int gunNo, long nowNanos) {
        if (pile < count && gunNo == 1) {
            stopHeard.compareAndSet(pile, 0, nowNanos);
        }
    }

    @Override
    public void reports(int pile, long energy, long dueNanos) {
        if (pile < count) {
            int slot = pile * REPORTS_KEPT + (int) (energy % REPORTS_KEPT);
            reportDue.set(slot, dueNanos);
            reportEnergy.set(slot, energy);
        }
    }

    long reportDue(int pile, long energy) {
        int slot = pile * REPORTS_KEPT + (int) (energy % REPORTS_KEPT);
        return reportEnergy.get(slot) == energy ? reportDue.get(slot) : 0;
    }

    String token(int pile) {
        List<String> tokens = ground.driverTokens();
        return tokens.get(pile % tokens.size());
    }

    @Nullable
    String order(int pile) {
        return orders[pile];
    }

    int started() {
        return started.get();
    }

    ConcurrentMap<String, AtomicInteger> refusals() {
        return refusals;
    }

    /** Starts them all, evenly; a start that is refused is asked for again with the same key, as an app does. */
    void startAll(Duration spread) throws InterruptedException {
        Schedule due = Schedule.spread(System.nanoTime(), spread, count);
        for (int pile = 0; pile < count; pile++) {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due.due(pile) - System.nanoTime()));
            start(pile, TRIES);
        }
        for (int i = 0; i < TRIES && started.get() < count; i++) {
            Thread.sleep(1_000);
        }
    }

    private void start(int pile, int left) {
        String gun = new PileNo("%014d".formatted(Long.parseLong(Rig.FIRST_PILE.digits()) + pile))
                .gun(1)
                .digits();
        var body = product.json().createObjectNode().put("gunId", gun);
        body.putObject("limit").put("amountFen", HOLD_FEN);
        String key = "lab-" + run + "-" + pile + "-" + left;
        product.postLater("/api/v1/charging-orders", token(pile), key, body.toString())
                .whenComplete((answer, failure) -> {
                    if (answer != null && answer.status() == 202) {
                        orders[pile] = answer.body().get("id").asString();
                    } else if (left > 0) {
                        later(() -> start(pile, left - 1));
                    } else {
                        refused(answer);
                    }
                });
    }

    private void refused(@Nullable Answer answer) {
        String code = answer == null ? "no answer" : answer.body().path("code").asString("" + answer.status());
        refusals.computeIfAbsent(code, fresh -> new AtomicInteger()).incrementAndGet();
    }

    private static void later(Runnable task) {
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(task);
    }

    /** Stops them all, evenly; from when a tap was due to when the pile has the command. Those never heard of count a minute. */
    LatencySeries stopAll(int seconds) throws InterruptedException {
        long start = System.nanoTime();
        Schedule due = Schedule.spread(start, Duration.ofSeconds(seconds), count);
        for (int pile = 0; pile < count; pile++) {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due.due(pile) - System.nanoTime()));
            stop(pile, TRIES);
        }
        for (int i = 0; i < TRIES && stopped() < count; i++) {
            Thread.sleep(1_000);
        }
        LatencySeries series = LatencySeries.of(start, seconds);
        for (int pile = 0; pile < count; pile++) {
            long heard = stopHeard.get(pile);
            series.record(due.due(pile), heard == 0 ? due.due(pile) + TimeUnit.MINUTES.toNanos(1) : heard);
        }
        return series;
    }

    private void stop(int pile, int left) {
        String order = orders[pile];
        if (order == null) {
            return;
        }
        product.postLater("/api/v1/charging-orders/" + order + "/stop", token(pile), "stop-" + order, "")
                .whenComplete((answer, failure) -> {
                    if ((answer == null || answer.status() >= 500) && left > 0) {
                        later(() -> stop(pile, left - 1));
                    } else if (answer == null || answer.status() != 202) {
                        refused(answer);
                    }
                });
    }

    int stopped() {
        int heard = 0;
        for (int pile = 0; pile < count; pile++) {
            heard += stopHeard.get(pile) == 0 ? 0 : 1;
        }
        return heard;
    }
}
