package io.ohmgate.loadtest.charges;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.loadtest.measure.Schedule;
import io.ohmgate.loadtest.product.Ground;
import io.ohmgate.loadtest.product.Product;
import io.ohmgate.loadtest.product.Product.Answer;
import io.ohmgate.simulator.link.FleetOptions;
import io.ohmgate.simulator.link.FleetStatistics;
import io.ohmgate.simulator.link.PileFleet;
import io.ohmgate.simulator.pile.PileSpec;
import io.ohmgate.simulator.script.PileScript;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * A charge on every gun: started, stopped and settled through the product's own interface while the piles run. When each
 * start and stop is due is fixed before the run. An open loop: answers are not waited for.
 */
@SuppressWarnings("FutureReturnValueIgnored") // answers and failures are counted where they arrive
final class Charges {
    private static final Duration FOLLOW_EVERY = Duration.ofSeconds(5);
    private static final Duration INSIST_EVERY = Duration.ofSeconds(1);
    private static final int INSIST_MAX = 60;
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(3);
    private static final Duration STARTS_OVER = Duration.ofSeconds(60);
    private static final Duration ONLINE_WITHIN = Duration.ofMinutes(2);
    private static final long HOLD_FEN = 2_500;
    private static final long LATENCY_MAX_MICROS = TimeUnit.MINUTES.toMicros(10);

    private final Product product;
    private final Ground ground;
    private final Duration length;
    private final long run;
    private final Histogram starts = new ConcurrentHistogram(LATENCY_MAX_MICROS, 3);
    private final Histogram stops = new ConcurrentHistogram(LATENCY_MAX_MICROS, 3);
    private final Histogram settlements = new ConcurrentHistogram(LATENCY_MAX_MICROS, 3);
    private final Map<String, AtomicInteger> refusals = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> ends = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger askedAgain = new AtomicInteger();

    Charges(Product product, Ground ground, Duration length, long run) {
        this.product = product;
        this.ground = ground;
        this.length = length;
        this.run = run;
    }

    /**
     * What came of it. {@code ends} counts the final state of every order that was accepted; {@code askedAgain} how often a
     * start or stop was not served and asked for again.
     */
    record Result(
            int guns,
            Histogram starts,
            Histogram stops,
            Histogram settlements,
            Map<String, Integer> refusals,
            Map<String, Integer> ends,
            int askedAgain,
            FleetStatistics fleet,
            String ledger) {
        boolean good() {
            return refusals.isEmpty() && ends.equals(Map.of("SETTLED", guns)) && fleet.recordsUnconfirmed() == 0;
        }
    }

    Result run(FleetOptions options) throws IOException, InterruptedException {
        List<GunId> guns = new ArrayList<>();
        for (PileSpec pile : ground.piles()) {
            for (int gun = 1; gun <= pile.guns(); gun++) {
                guns.add(pile.pileNo().gun(gun));
            }
        }
        try (PileFleet fleet = PileFleet.start(options, ground.piles(), PileScript.alwaysPlugged());
                ScheduledExecutorService clock = Executors.newScheduledThreadPool(2)) {
            awaitOnline(fleet);
            long now = System.nanoTime();
            Schedule startSchedule = Schedule.spread(now + TimeUnit.SECONDS.toNanos(2), STARTS_OVER, guns.size());
            Schedule stopSchedule =
                    new Schedule(startSchedule.startNanos() + length.toNanos(), startSchedule.intervalNanos());
            open.set(guns.size());
            for (int i = 0; i < guns.size(); i++) {
                int gun = i;
                at(clock, startSchedule.due(gun), () -> start(clock, guns.get(gun), gun, startSchedule, stopSchedule));
            }
            long end = stopSchedule.due(guns.size()) + SETTLED_WITHIN.toNanos();
            while (open.get() > 0 && System.nanoTime() < end) {
                Thread.sleep(200);
            }
            if (open.get() > 0) {
                count(ends, "NOT_OVER").addAndGet(open.get());
            }
            clock.shutdownNow();
            String ledger = product.get("/api/v1/ledger/check", ground.adminToken())
                    .orThrow("ledger")
                    .toString();
            return new Result(
                    guns.size(),
                    starts,
                    stops,
                    settlements,
                    numbers(refusals),
                    numbers(ends),
                    askedAgain.get(),
                    fleet.statistics(),
                    ledger);
        }
    }

    private void awaitOnline(PileFleet fleet) throws InterruptedException {
        long end = System.nanoTime() + ONLINE_WITHIN.toNanos();
        int online;
        do {
            Thread.sleep(200);
            online = fleet.statistics().online();
        } while (online < ground.piles().size() && System.nanoTime() < end);
        if (online < ground.piles().size()) {
            throw new IllegalStateException(
                    "only " + online + " of " + ground.piles().size() + " piles came online");
        }
        // Plugging is reported at once, but not before the login.
        Thread.sleep(3_000);
    }

    private void start(ScheduledExecutorService clock, GunId gun, int index, Schedule due, Schedule stopDue) {
        String token = ground.driverTokens().get(index % ground.driverTokens().size());
        var body = product.json().createObjectNode().put("gunId", gun.digits());
        body.putObject("limit").put("amountFen", HOLD_FEN);
        String key = "load-" + run + "-" + gun;
        insist(clock, "/api/v1/charging-orders", token, key, body.toString(), INSIST_MAX, answer -> {
            record(starts, due.latencyNanos(index, System.nanoTime()));
            if (answer.status() != 202) {
                over(refusals, codeOf(answer));
                return;
            }
            String id = answer.body().get("id").asString();
            at(clock, stopDue.due(index), () -> stop(clock, id, token, index, stopDue));
        });
    }

    private void stop(ScheduledExecutorService clock, String id, String token, int index, Schedule due) {
        String path = "/api/v1/charging-orders/" + id;
        insist(clock, path + "/stop", token, "stop-" + id, "", INSIST_MAX, answer -> {
            record(stops, due.latencyNanos(index, System.nanoTime()));
            if (answer.status() != 202) {
                over(refusals, "stop: " + codeOf(answer));
                return;
            }
            follow(clock, path, token, index, due);
        });
    }

    /** As a client should: what was not served is asked for again with the same key, and the waiting is counted. */
    private void insist(
            ScheduledExecutorService clock,
            String path,
            String token,
            String key,
            String body,
            int left,
            Consumer<Answer> then) {
        product.postLater(path, token, key, body).whenComplete((answer, failure) -> {
            boolean unserved = answer == null || answer.status() >= 500;
            if (unserved && left > 0) {
                askedAgain.incrementAndGet();
                at(
                        clock,
                        System.nanoTime() + INSIST_EVERY.toNanos(),
                        () -> insist(clock, path, token, key, body, left - 1, then));
            } else {
                then.accept(answer == null ? new Answer(0, product.json().createObjectNode()) : answer);
            }
        });
    }

    private void follow(ScheduledExecutorService clock, String path, String token, int index, Schedule due) {
        product.getLater(path, token).whenComplete((answer, failure) -> {
            String state = answer == null ? "" : answer.body().path("state").asString("");
            switch (state) {
                case "SETTLED" -> {
                    record(settlements, due.latencyNanos(index, System.nanoTime()));
                    over(ends, state);
                }
                case "START_FAILED", "IN_REVIEW", "NEEDS_PERSON" -> over(ends, state);
                default ->
                    at(clock, System.nanoTime() + FOLLOW_EVERY.toNanos(), () -> follow(clock, path, token, index, due));
            }
        });
    }

    private void over(Map<String, AtomicInteger> counts, String name) {
        count(counts, name).incrementAndGet();
        open.decrementAndGet();
    }

    private static AtomicInteger count(Map<String, AtomicInteger> counts, String name) {
        return counts.computeIfAbsent(name, fresh -> new AtomicInteger());
    }

    private static String codeOf(Answer answer) {
        return answer.body().path("code").asString(Integer.toString(answer.status()));
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.min(LATENCY_MAX_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos)));
    }

    private static void at(ScheduledExecutorService clock, long dueNanos, Runnable task) {
        if (!clock.isShutdown()) {
            clock.schedule(task, Math.max(0, dueNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private static Map<String, Integer> numbers(Map<String, AtomicInteger> counts) {
        Map<String, Integer> numbers = new TreeMap<>();
        counts.forEach((name, count) -> numbers.put(name, count.get()));
        return numbers;
    }
}
