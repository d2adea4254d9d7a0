package io.ohmgate.api.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ohmgate.api.e2e.Site.Driver;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.link.FleetOptions;
import io.ohmgate.simulator.link.FleetStatistics;
import io.ohmgate.simulator.link.PileFleet;
import io.ohmgate.simulator.pile.PileSpec;
import io.ohmgate.simulator.script.PileScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Each of three nodes is killed in turn while guns charge: sessions return to the others, running charges go on, stops
 * arrive, and the books are right to the fen. Larger: {@code -Dohmgate.nodes.piles=2000 -Dohmgate.nodes.rounds=5}.
 */
class KillAnyNodeIT {
    private static final int PILES = Integer.getInteger("ohmgate.nodes.piles", 8);
    private static final int ROUNDS = Integer.getInteger("ohmgate.nodes.rounds", 1);
    private static final int DRIVERS = Integer.getInteger("ohmgate.nodes.drivers", 8);
    private static final long SEED = Long.getLong("ohmgate.nodes.seed", System.nanoTime());
    private static final int GUNS_AT_WORK = Integer.getInteger("ohmgate.nodes.guns", 12);
    private static final long CREDIT_FEN = 1_000_000;
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(8);
    private static final Duration BACK_WITHIN = Duration.ofMinutes(3);
    /** A start that nobody heard of is given up after 90 s. */
    private static final Duration QUIET_WITHIN = Duration.ofMinutes(4);

    private static final String LONG_CHARGE =
            "SELECT COUNT(*) FROM order_event WHERE order_id = '%s' AND to_state = '%s'";

    @Test
    void noNodeIsNeededForACharge() throws Exception {
        report("seed", SEED);
        Map<String, String> nodes = new LinkedHashMap<>();
        nodes.put("api-1", "api,jobs");
        nodes.put("gateway-1", "gateway");
        nodes.put("gateway-2", "gateway");
        try (Cluster cluster = Cluster.of(nodes, "--ohmgate.start.active-orders-max=100000");
                TcpFront front = TcpFront.to(List.of(
                        cluster.place("gateway-1").pilePort(),
                        cluster.place("gateway-2").pilePort()))) {
            Site site = Site.open(cluster.rest("api-1"), new PileNo("32010699050001"), PILES);
            List<Driver> drivers = new ArrayList<>();
            for (int i = 0; i < DRIVERS; i++) {
                drivers.add(site.driver("1390006%04d".formatted(i), CREDIT_FEN));
            }
            FleetOptions options = FleetOptions.to("127.0.0.1", front.port(), SEED);
            try (PileFleet fleet = PileFleet.start(options, site.piles(), PileScript.alwaysPlugged());
                    Evidence evidence = cluster.evidence()) {
                await().atMost(BACK_WITHIN).until(() -> fleet.statistics().online() == PILES);
                killEachInTurn(cluster, site, drivers, fleet, evidence);
            }
        }
    }

    private static void killEachInTurn(
            Cluster cluster, Site site, List<Driver> drivers, PileFleet fleet, Evidence evidence) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        List<BackToBackDriver> people = people(site, drivers, enough);
        List<Thread> threads = people.stream().map(Thread::startVirtualThread).toList();
        String charge = longCharge(site, drivers.getFirst());
        for (int round = 0; round < ROUNDS; round++) {
            for (String node : List.of("gateway-1", "gateway-2", "api-1")) {
                Thread.sleep(BETWEEN_KILLS);
                cluster.killAndStart(node);
                report("killed", node);
                long killedAt = System.nanoTime();
                await().atMost(BACK_WITHIN).until(() -> fleet.statistics().online() == PILES);
                cluster.node(node).ready();
                report(
                        "all back, ms",
                        Duration.ofNanos(System.nanoTime() - killedAt).toMillis());
            }
        }
        Thread.sleep(BETWEEN_KILLS);
        assertThat(evidence.number(LONG_CHARGE.formatted(charge, "AWAITING_RECORD")))
                .as("the charge that ran from before the first kill was not ended by any of them")
                .isZero();
        String path = "/api/v1/charging-orders/" + charge;
        site.rest().post(path + "/stop", drivers.getFirst().token(), Map.of()).good();
        enough.set(true);
        await().atMost(QUIET_WITHIN).pollInterval(Duration.ofSeconds(1)).until(() -> isQuiet(fleet, threads, evidence));
        report("fleet", fleet.statistics());
        assertThat(evidence.number(LONG_CHARGE.formatted(charge, "SETTLED"))).isEqualTo(1);
        assertBooks(site, drivers, people, evidence);
    }

    private static List<BackToBackDriver> people(Site site, List<Driver> drivers, AtomicBoolean enough) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<BackToBackDriver> people = new ArrayList<>();
        for (PileSpec pile : site.piles()) {
            for (int gun = 1; gun <= pile.guns() && people.size() < GUNS_AT_WORK; gun++) {
                Driver driver = drivers.get(people.size() % drivers.size());
                people.add(new BackToBackDriver(site.rest(), pile.pileNo().gun(gun), driver, random.split(), enough));
            }
        }
        return people;
    }

    /** At the last gun, which nobody else uses. */
    private static String longCharge(Site site, Driver driver) {
        String gun = site.piles().getLast().pileNo().gun(2).digits();
        return await().atMost(BACK_WITHIN)
                .until(
                        () -> site.rest().post("/api/v1/charging-orders", driver.token(), Map.of("gunId", gun)),
                        answer -> answer.status() == 202)
                .good()
                .get("id")
                .asString();
    }

    private static boolean isQuiet(PileFleet fleet, List<Thread> threads, Evidence evidence) throws Exception {
        FleetStatistics now = fleet.statistics();
        return threads.stream().noneMatch(Thread::isAlive)
                && now.charging() == 0
                && now.recordsUnconfirmed() == 0
                && now.online() == PILES
                && evidence.number("SELECT COUNT(*) FROM record_inbox WHERE state = 'PENDING'") == 0
                && evidence.number("SELECT COUNT(*) FROM charging_order WHERE active_gun IS NOT NULL") == 0;
    }

    private static void assertBooks(Site site, List<Driver> drivers, List<BackToBackDriver> people, Evidence evidence)
            throws Exception {
        Set<String> accepted =
                people.stream().flatMap(person -> person.accepted().stream()).collect(Collectors.toSet());
        report("starts accepted", accepted.size());
        report(
                "ends",
                evidence.numbers("SELECT CONCAT(state, ' ', COALESCE(end_reason, '?')), COUNT(*)"
                        + " FROM charging_order GROUP BY 1"));
        assertThat(evidence.names("SELECT id FROM charging_order")).containsAll(accepted);
        assertThat(evidence.names("SELECT id FROM charging_order WHERE orphan"))
                .as("orphans")
                .isEmpty();
        assertThat(evidence.names("SELECT trade_no FROM charging_bill GROUP BY trade_no HAVING COUNT(*) > 1"))
                .isEmpty();
        assertThat(evidence.names("SELECT business_key FROM ledger_journal WHERE kind = 'SETTLE_CHARGE'"
                        + " GROUP BY business_key HAVING COUNT(*) > 1"))
                .isEmpty();
        assertThat(evidence.names("SELECT r.trade_no FROM txn_record r LEFT JOIN charging_bill b"
                        + " ON b.trade_no = r.trade_no JOIN charging_order o ON o.trade_no = r.trade_no"
                        + " WHERE b.id IS NULL AND o.state = 'SETTLED'"))
                .as("settled without a bill")
                .isEmpty();
        // A start is written once: whatever dies in between, none is written again (invariants B1).
        assertThat(evidence.names("SELECT order_id FROM order_event WHERE to_state = 'START_SENT'"
                        + " AND from_state = 'CREATED' GROUP BY order_id HAVING COUNT(*) > 1"))
                .isEmpty();
        JsonNode check = site.rest().get("/api/v1/ledger/check", site.admin()).good();
        assertThat(check.get("right").asBoolean()).as(check.toString()).isTrue();
        Map<String, Long> paid = evidence.numbers("SELECT d.public_id, SUM(b.paid_fen) FROM driver d"
                + " JOIN charging_order o ON o.driver_id = d.id JOIN charging_bill b ON b.order_id = o.id"
                + " GROUP BY d.public_id");
        for (Driver driver : drivers) {
            JsonNode wallet = site.rest().get("/api/v1/wallet", driver.token()).good();
            assertThat(wallet.get("balanceFen").asLong()).isEqualTo(CREDIT_FEN - paid.getOrDefault(driver.id(), 0L));
        }
    }

    private static void report(String what, Object value) {
        System.out.println("kill any node, " + what + ": " + value);
    }
}
