package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.driver.Count;
import io.ohmgate.loadtest.driver.Drivers;
import io.ohmgate.loadtest.driver.Fleet;
import io.ohmgate.loadtest.driver.Load;
import io.ohmgate.loadtest.driver.Load.RecordLoad;
import io.ohmgate.loadtest.driver.Load.Traffic;
import io.ohmgate.loadtest.driver.Outcome;
import io.ohmgate.loadtest.driver.Plan;
import io.ohmgate.loadtest.measure.Watch;
import io.ohmgate.loadtest.product.Product;
import io.ohmgate.loadtest.product.ProductServer;
import io.ohmgate.loadtest.product.Store;
import io.ohmgate.loadtest.report.Result.Check;
import io.ohmgate.loadtest.report.Result.Run;
import io.ohmgate.loadtest.report.Result.Subject;
import io.ohmgate.loadtest.report.Target;
import io.ohmgate.loadtest.scenario.FaultPlan.Strike;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * 故障混合. Sessions, records and running charges while nodes, Redis and the database are killed and paused by a seeded plan.
 * At the end: everybody is back, every record was confirmed and kept once, every charge ended, and the ledger is exact.
 */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = "故障混合：按种子杀死、暂停节点、Redis 与数据库，最后核对账单与账本 / faults by a seeded plan, then the books are checked")
public final class FaultsCommand extends ScenarioCommand {
    private static final int CALM_SECONDS = 30;
    private static final int BACK_WITHIN_SECONDS = 180;
    private static final String OPEN_ORDERS = """
        SELECT COUNT(*) FROM charging_order
         WHERE state NOT IN ('SETTLED', 'START_FAILED', 'IN_REVIEW', 'NEEDS_PERSON')
        """;
    private static final String STATES = "SELECT state, COUNT(*) FROM charging_order GROUP BY state";
    private static final String UNDECIDED = "SELECT COUNT(*) FROM record_inbox WHERE state = 'PENDING'";

    @Option(names = "--sessions", defaultValue = "2000", description = "会话数 / sessions")
    private int sessions;

    @Option(names = "--charges", defaultValue = "50", description = "充电中的枪数 / charges under way")
    private int charges;

    @Option(names = "--records-per-second", defaultValue = "20", description = "每秒账单 / records a second")
    private int recordsPerSecond;

    @Option(names = "--seconds", defaultValue = "120", description = "故障期时长 / how long faults strike")
    private int seconds;

    @Option(names = "--every", defaultValue = "20", description = "每隔多少秒一次故障 / seconds between faults")
    private int every;

    @Override
    String id() {
        return "faults";
    }

    @Override
    String title() {
        return String.format(Locale.ROOT, "故障混合 / faults, %d nodes, %,d sessions", rig.nodes, sessions);
    }

    @Override
    Map<String, String> options() {
        return Map.of(
                "sessions", Integer.toString(sessions),
                "charges", Integer.toString(charges),
                "recordsPerSecond", Integer.toString(recordsPerSecond),
                "seconds", Integer.toString(seconds),
                "plan",
                        FaultPlan.of(rig.seed, rig.nodes, seconds, every)
                                .strikes()
                                .toString());
    }

    @Override
    Run once(int number) throws IOException, InterruptedException {
        rig.drivers = 10;
        FaultPlan faults = FaultPlan.of(rig.seed + number - 1, rig.nodes, seconds, every);
        List<String> notes = new ArrayList<>();
        try (ProductServer server = rig.product(charges + sessions, List.of())) {
            Plan plan = rig.plan(server, charges + sessions, Plan.AfterLogin.PRICES);
            LiveOrders orders = new LiveOrders(server.product(), rig.ground(), charges, plan.run());
            try (Fleet chargers = Fleet.start(plan.range(0, charges, Plan.AfterLogin.PRICES));
                    Load load = Drivers.start(plan.range(charges, sessions, Plan.AfterLogin.SILENT))) {
                chargers.listen(orders);
                chargers.traffic(new Traffic(10_000, 15_000, 1_000));
                load.traffic(new Traffic(10_000, 15_000, 1));
                chargers.logIn(charges * 10L, 60);
                load.logIn(sessions * 5L, 60);
                Thread.sleep(5_000);
                orders.startAll(Duration.ofSeconds(5));
                try (Watch watch = Watch.over(server.processes())) {
                    Outcome outcome = struck(server, load, faults, notes);
                    Map<String, Double> figures = figures(outcome);
                    List<Check> checks = new ArrayList<>();
                    checks.add(back(load, chargers));
                    orders.stopAll(Math.max(1, charges / 20));
                    checks.add(new Check(
                            "every stop reached its pile",
                            orders.stopped() >= orders.started(),
                            orders.stopped() + " of " + orders.started() + " " + orders.refusals()));
                    books(server, load, plan, checks, notes);
                    Subject subject = new Subject("product", figures, TrafficRun.digests(outcome), watch.end(), notes);
                    return new Run(number, List.of(subject), checks);
                }
            }
        }
    }

    /** The load goes on in a thread of its own while the faults strike. */
    private Outcome struck(ProductServer server, Load load, FaultPlan faults, List<String> notes)
            throws IOException, InterruptedException {
        CompletableFuture<Outcome> running = new CompletableFuture<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(() -> {
                try {
                    running.complete(load.records(new RecordLoad(recordsPerSecond, 0), seconds + CALM_SECONDS));
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    running.completeExceptionally(stopped);
                }
            });
            long start = System.nanoTime();
            for (Strike strike : faults.strikes()) {
                long due = start + TimeUnit.SECONDS.toNanos(strike.second());
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                Rig.say(strike.toString());
                notes.add(strike.toString());
                strike(server, strike);
            }
            return running.join();
        }
    }

    private static void strike(ProductServer server, Strike strike) throws IOException, InterruptedException {
        switch (strike.fault()) {
            case KILL_NODE -> {
                server.kill(strike.node());
                Thread.sleep(strike.lastsSeconds() * 1_000L);
                server.restart(strike.node());
            }
            case PAUSE_NODE -> pause(server.pid(strike.node()), strike.lastsSeconds());
            case PAUSE_REDIS -> pause(server.redis(), strike.lastsSeconds());
            case PAUSE_DATABASE -> pause(server.mariaDb(), strike.lastsSeconds());
        }
    }

    private static void pause(long pid, int seconds) throws IOException, InterruptedException {
        signal("STOP", pid);
        try {
            Thread.sleep(seconds * 1_000L);
        } finally {
            signal("CONT", pid);
        }
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        if (pid > 0) {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        }
    }

    private Check back(Load load, Fleet chargers) throws InterruptedException {
        int all = sessions + charges;
        int open = load.sessions() + chargers.sessions();
        for (int i = 0; i < BACK_WITHIN_SECONDS && open < all; i++) {
            Thread.sleep(1_000);
            open = load.sessions() + chargers.sessions();
        }
        return new Check("everybody is back", open == all, open + " of " + all);
    }

    private static void books(ProductServer server, Load load, Plan plan, List<Check> checks, List<String> notes)
            throws IOException, InterruptedException {
        int open = load.sendAgain();
        for (int i = 0; i < BACK_WITHIN_SECONDS && open > 0; i += 10) {
            Thread.sleep(10_000);
            open = load.sendAgain();
        }
        checks.add(new Check("every record confirmed", open == 0, open + " unconfirmed"));
        try (Store store = server.store()) {
            checks.addAll(KeptRecords.check(store, plan.run(), load.confirmedRecords()));
            for (int i = 0; i < BACK_WITHIN_SECONDS && store.number(OPEN_ORDERS) + store.number(UNDECIDED) > 0; i++) {
                Thread.sleep(1_000);
            }
            long orders = store.number(OPEN_ORDERS);
            checks.add(new Check("every order ended", orders == 0, orders + " open, " + store.numbers(STATES)));
            long undecided = store.number(UNDECIDED);
            checks.add(new Check("every record decided", undecided == 0, undecided + " pending"));
            notes.add("orders " + store.numbers(STATES));
        }
        Product product = server.product();
        JsonNode ledger =
                product.get("/api/v1/ledger/check", product.loginAsAdmin()).orThrow("ledger");
        long wrong = 0;
        for (String name :
                List.of("sumFen", "unbalancedJournals", "balancesOff", "holdsOff", "overdrawn", "billsUnbooked")) {
            wrong += Math.abs(ledger.path(name).asLong(0));
        }
        checks.add(new Check("the ledger is exact", wrong == 0, ledger.toString()));
    }

    private static Map<String, Double> figures(Outcome outcome) {
        Map<String, Double> figures = new TreeMap<>();
        figures.put("sessionsLost", (double) outcome.count(Count.LOST));
        figures.put("beats", (double) outcome.count(Count.BEATS));
        figures.put("beatsUnanswered", (double) outcome.count(Count.BEATS_UNANSWERED));
        figures.put("beatsWithoutSession", (double) outcome.count(Count.BEATS_WITHOUT_SESSION));
        figures.put("records", (double) outcome.count(Count.RECORDS));
        figures.put("recordsConfirmedInTime", (double) outcome.count(Count.RECORDS_CONFIRMED));
        return figures;
    }

    @Override
    List<Target> targets(List<Run> runs) {
        return List.of();
    }
}
