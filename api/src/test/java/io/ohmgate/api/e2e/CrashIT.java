package io.ohmgate.api.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ohmgate.api.e2e.Site.Driver;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.link.FleetOptions;
import io.ohmgate.simulator.link.FleetStatistics;
import io.ohmgate.simulator.link.PileFleet;
import io.ohmgate.simulator.pile.GunView;
import io.ohmgate.simulator.pile.PileSpec;
import io.ohmgate.simulator.pile.PileView;
import io.ohmgate.simulator.script.PileScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Killed at random moments while forty guns charge: nothing that was confirmed is lost, and nothing is paid twice. */
class CrashIT {
    private static final int TIMES = Integer.getInteger("ohmgate.crash.times", 1);
    private static final long SEED = Long.getLong("ohmgate.crash.seed", System.nanoTime());
    private static final int PILES = 20;
    private static final int DRIVERS = 8;
    private static final long CREDIT_FEN = 1_000_000;
    private static final int ALIVE_MILLIS_MIN = 2_000;
    private static final int ALIVE_MILLIS_MAX = 22_000;
    /** A start that nobody heard of is given up after 90 s. */
    private static final Duration QUIET_WITHIN = Duration.ofMinutes(4);

    private final Set<String> seenCharging = ConcurrentHashMap.newKeySet();

    @Test
    void whatWasConfirmedIsKeptAndBilledOnce() throws Exception {
        report("seed", SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        RunningProduct.Place place = RunningProduct.Place.fresh("crash", "--ohmgate.start.active-orders-max=100000");
        RunningProduct product = RunningProduct.start(place).ready();
        try {
            Site site = Site.open(product.rest(), new PileNo("32010699020001"), PILES);
            List<Driver> drivers = new ArrayList<>();
            for (int i = 0; i < DRIVERS; i++) {
                drivers.add(site.driver("1390002%04d".formatted(i), CREDIT_FEN));
            }
            AtomicBoolean enough = new AtomicBoolean();
            List<BackToBackDriver> people = people(site, drivers, random, enough);
            FleetOptions options = FleetOptions.to("127.0.0.1", place.pilePort(), SEED);
            try (PileFleet fleet = PileFleet.start(options, site.piles(), PileScript.alwaysPlugged())) {
                List<Thread> threads =
                        people.stream().map(Thread::startVirtualThread).toList();
                for (int kill = 1; kill <= TIMES; kill++) {
                    live(fleet, random.nextInt(ALIVE_MILLIS_MIN, ALIVE_MILLIS_MAX));
                    product.kill();
                    report("kill", kill);
                    product = RunningProduct.start(place).ready();
                }
                live(fleet, ALIVE_MILLIS_MAX);
                enough.set(true);
                try (Evidence evidence = Evidence.of(product, place.data())) {
                    awaitQuiet(fleet, threads, evidence);
                    report("fleet", fleet.statistics());
                    assertNothingIsLost(fleet, people, evidence);
                    assertNothingIsDoubled(evidence);
                    assertMoney(site, drivers, evidence);
                }
            }
        } finally {
            product.close();
        }
    }

    private static List<BackToBackDriver> people(
            Site site, List<Driver> drivers, SplittableRandom random, AtomicBoolean enough) {
        List<BackToBackDriver> people = new ArrayList<>();
        for (PileSpec pile : site.piles()) {
            for (int gun = 1; gun <= pile.guns(); gun++) {
                Driver driver = drivers.get(people.size() % drivers.size());
                people.add(new BackToBackDriver(site.rest(), pile.pileNo().gun(gun), driver, random.split(), enough));
            }
        }
        return people;
    }

    /** Lets it run, and notes which charges the piles have. */
    private void live(PileFleet fleet, int millis) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (System.nanoTime() < end) {
            for (PileView pile : fleet.piles().toCompletableFuture().join()) {
                for (GunView gun : pile.guns()) {
                    if (gun.charging() && gun.tradeNo() != null) {
                        seenCharging.add(gun.tradeNo().digits());
                    }
                }
            }
            Thread.sleep(500);
        }
    }

    private static void awaitQuiet(PileFleet fleet, List<Thread> threads, Evidence evidence) {
        await().atMost(QUIET_WITHIN).pollInterval(Duration.ofSeconds(1)).until(() -> {
            FleetStatistics now = fleet.statistics();
            return threads.stream().noneMatch(Thread::isAlive)
                    && now.charging() == 0
                    && now.recordsUnconfirmed() == 0
                    && now.online() == PILES
                    && evidence.number("SELECT COUNT(*) FROM record_inbox WHERE state = 'PENDING'") == 0
                    && evidence.number("SELECT COUNT(*) FROM charging_order WHERE active_gun IS NOT NULL") == 0;
        });
    }

    private void assertNothingIsLost(PileFleet fleet, List<BackToBackDriver> people, Evidence evidence)
            throws Exception {
        Map<String, Long> kept =
                evidence.numbers("SELECT pile_no, COUNT(DISTINCT trade_no) FROM txn_record GROUP BY pile_no");
        Map<String, Long> confirmed = new TreeMap<>();
        for (PileView pile : fleet.piles().toCompletableFuture().join()) {
            confirmed.put(pile.pileNo().digits(), pile.recordsConfirmed());
            assertThat(pile.recordsConfirmed()).isEqualTo(pile.chargesEnded());
        }
        report("records confirmed", sum(confirmed));
        report("records kept", sum(kept));
        assertThat(kept).containsAllEntriesOf(confirmed);

        Set<String> missing = new HashSet<>(seenCharging);
        missing.removeAll(evidence.names("SELECT trade_no FROM txn_record"));
        report("charges seen", seenCharging.size());
        assertThat(missing).isEmpty();

        Set<String> accepted =
                people.stream().flatMap(person -> person.accepted().stream()).collect(Collectors.toSet());
        report("starts accepted", accepted.size());
        assertThat(evidence.names("SELECT id FROM charging_order")).containsAll(accepted);
    }

    private static void assertNothingIsDoubled(Evidence evidence) throws Exception {
        report("orders", evidence.numbers("SELECT state, COUNT(*) FROM charging_order GROUP BY state"));
        report(
                "ends",
                evidence.numbers("SELECT CONCAT(state, ' ', COALESCE(end_reason, '?')), COUNT(*)"
                        + " FROM charging_order GROUP BY 1"));
        report("inbox", evidence.numbers("SELECT state, COUNT(*) FROM record_inbox GROUP BY state"));
        assertThat(evidence.numbers(
                        "SELECT trade_no, COUNT(*) FROM charging_bill GROUP BY trade_no HAVING COUNT(*) > 1"))
                .isEmpty();
        assertThat(evidence.numbers("SELECT business_key, COUNT(*) FROM ledger_journal WHERE kind = 'SETTLE_CHARGE'"
                        + " GROUP BY business_key HAVING COUNT(*) > 1"))
                .isEmpty();
        assertThat(evidence.names("SELECT state FROM charging_order"))
                .isSubsetOf("SETTLED", "START_FAILED", "IN_REVIEW", "NEEDS_PERSON", "AWAITING_RECORD");
        assertThat(evidence.names("SELECT id FROM charging_order WHERE end_reason IS NULL"))
                .as("ended without a reason")
                .isEmpty();
        assertThat(evidence.names("SELECT o.id FROM charging_order o LEFT JOIN charging_bill b ON b.order_id = o.id"
                        + " WHERE o.state = 'SETTLED' AND b.id IS NULL"))
                .as("settled without a bill")
                .isEmpty();
        // Each record was decided: a bill, or a person's desk.
        assertThat(evidence.names("SELECT r.trade_no FROM txn_record r"
                        + " JOIN charging_order o ON o.trade_no = r.trade_no WHERE o.state = 'AWAITING_RECORD'"))
                .as("awaiting a record that is here")
                .isEmpty();
    }

    private static void assertMoney(Site site, List<Driver> drivers, Evidence evidence) throws Exception {
        JsonNode check = site.rest().get("/api/v1/ledger/check", site.admin()).good();
        report("ledger", check);
        for (String fault : List.of(
                "sumFen",
                "unbalancedJournals",
                "balancesOff",
                "holdsOff",
                "overdrawn",
                "holdsLeft",
                "holdsMissing",
                "billsUnbooked")) {
            assertThat(check.get("finding").get(fault).asLong()).as(fault).isZero();
        }
        Map<String, Long> paid = evidence.numbers("SELECT d.public_id, SUM(b.paid_fen) FROM driver d"
                + " JOIN charging_order o ON o.driver_id = d.id JOIN charging_bill b ON b.order_id = o.id"
                + " GROUP BY d.public_id");
        report("paid fen", sum(paid));
        for (Driver driver : drivers) {
            JsonNode wallet = site.rest().get("/api/v1/wallet", driver.token()).good();
            assertThat(wallet.get("balanceFen").asLong()).isEqualTo(CREDIT_FEN - paid.getOrDefault(driver.id(), 0L));
        }
    }

    private static long sum(Map<String, Long> numbers) {
        return numbers.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void report(String what, Object value) {
        System.out.println("crash test, " + what + ": " + value);
    }
}
