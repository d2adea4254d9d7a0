package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.api.db.DatabaseSettings;
import io.ohmgate.api.db.PoolLimits;
import io.ohmgate.api.db.SchemaMigration;
import io.ohmgate.api.store.PileTables.PileDraft;
import io.ohmgate.api.store.StationTables.Place;
import io.ohmgate.api.store.StationTables.Station;
import io.ohmgate.api.store.StationTables.StationDraft;
import io.ohmgate.api.store.TariffTables.TariffVersion;
import io.ohmgate.api.testing.TestDatabase;
import io.ohmgate.api.testing.TestServers;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.bench.Bench;
import io.ohmgate.gateway.bench.BenchChoice;
import io.ohmgate.gateway.bench.BenchRules;
import io.ohmgate.gateway.bench.BenchVerdict;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEvent;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderMachine;
import io.ohmgate.gateway.order.OrderTerms;
import io.ohmgate.gateway.order.OrderTimer;
import io.ohmgate.gateway.order.OrderTimings;
import io.ohmgate.gateway.order.StartDecision;
import io.ohmgate.gateway.order.StartFacts;
import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartRefusal;
import io.ohmgate.gateway.order.Step;
import io.ohmgate.gateway.order.TimerChange;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.record.Kept;
import io.ohmgate.gateway.record.Settlement;
import io.ohmgate.gateway.record.SettlementDecision;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import io.ohmgate.ykc.session.StopReasons;
import io.r2dbc.pool.ConnectionPool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.util.retry.Retry;

/** A migrated database of its own with all stores on it, one station with its tariff, piles, and drivers at will. */
final class StoreStage implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final Instant NOW = Instant.parse("2026-03-01T04:00:00.123Z");

    /** 1 yuan of electricity and half a yuan of service. */
    static final Tariff TARIFF = Tariff.flat(new Price(new UnitPrice(100_000), new UnitPrice(50_000)));

    static final Money HOLD = new Money(3_000);

    final TestDatabase schema;
    final ConnectionPool criticalPool;
    final ConnectionPool generalPool;
    final Database critical;
    final Database general;
    final OrderMachine machine = new OrderMachine(OrderTimings.BOOK);
    final Settlement settlement =
            new Settlement(machine, new Random(7), ZoneId.of("Asia/Shanghai"), StopReasons::endOf);
    final OrderTables orders;
    final RecordTables records;
    final TariffTables tariffs;
    final SettlementTables settlements;
    final StationTables stations;
    final PileTables piles;
    final OrderLists lists;
    final WalletTables wallets;
    final BenchTables bench;
    final DecisionTables decisions;
    final BenchRules rules = new BenchRules(machine, ZoneId.of("Asia/Shanghai"), BenchRules.ALONE_UP_TO);
    final LedgerCheck check;
    final long tenantId;
    final Scope.Operator staff;
    private final AtomicInteger drivers = new AtomicInteger();
    private final AtomicInteger trades = new AtomicInteger();
    private final Random random = new Random(11);
    private @Nullable Station station;
    private @Nullable TariffVersion version;

    StoreStage() {
        this(TestServers.newDatabase(), true);
    }

    /** @param migrate false for a database that another stage has set up, which is opened once more */
    StoreStage(TestDatabase schema, boolean migrate) {
        this.schema = schema;
        if (migrate) {
            new SchemaMigration(schema.settings(), () -> {}, false).start();
            schema.run("INSERT INTO tenant (code, name, created_at) VALUES ('one', '一号', '2026-01-01'),"
                    + " ('two', '二号', '2026-01-01')");
        }
        InstantSource clock = InstantSource.fixed(NOW);
        DatabaseSettings settings = schema.settings();
        criticalPool = TestDatabase.pool(settings, PoolLimits.CRITICAL);
        generalPool = TestDatabase.pool(settings, PoolLimits.GENERAL);
        critical = TestDatabase.database(PoolLimits.CRITICAL, criticalPool);
        general = TestDatabase.database(PoolLimits.GENERAL, generalPool);
        awaitConnections();
        orders = new OrderTables(critical, general, clock);
        records = new RecordTables(critical);
        tariffs = new TariffTables(general, clock);
        settlements = new SettlementTables(
                critical,
                tariffs,
                new OfflineOrders(OfflineOrders.Owners.NOBODY, new Random(1), ZoneId.of("Asia/Shanghai")),
                clock);
        stations = new StationTables(general, clock);
        piles = new PileTables(general, clock);
        lists = new OrderLists(general);
        wallets = new WalletTables(critical, general, clock);
        bench = new BenchTables(general, Duration.ofSeconds(30), clock);
        decisions = new DecisionTables(critical, general, tariffs, clock);
        check = new LedgerCheck(general);
        tenantId = 1;
        staff = new Scope.TenantStaff(tenantId, 1);
    }

    /** The first connection of a JVM loads the whole driver, which on a busy machine outlasts a pool's patience. */
    private void awaitConnections() {
        for (Database database : List.of(critical, general)) {
            database.sql()
                    .sql("SELECT 1")
                    .then()
                    .retryWhen(Retry.fixedDelay(30, Duration.ofMillis(200)))
                    .block(PATIENCE);
        }
    }

    /** Makes the station, its tariff and so many piles of two guns. */
    StoreStage withPiles(int count) {
        version = tariffs.create(staff, "flat", TARIFF).block(PATIENCE);
        station = stations.create(
                        staff, new StationDraft("S1", "东站", "东路 1 号", new Place(121_473_701, 31_230_416), true))
                .block(PATIENCE);
        station = stations.charge(staff, station().id(), version().id()).block(PATIENCE);
        List<PileDraft> drafts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            drafts.add(new PileDraft(i, pile(i), "S1", "桩 " + i, PileKind.DC, 2, 120_000));
            if (drafts.size() == PileTables.BATCH_MAX || i == count) {
                piles.save(staff, List.copyOf(drafts)).block(PATIENCE);
                drafts.clear();
            }
        }
        return this;
    }

    Station station() {
        return Objects.requireNonNull(station);
    }

    TariffVersion version() {
        return Objects.requireNonNull(version);
    }

    static PileNo pile(int number) {
        return new PileNo("%014d".formatted(32_000_000_000_000L + number));
    }

    static GunId gun(int pile, int gun) {
        return pile(pile).gun(gun);
    }

    TradeNo newTradeNo() {
        return new TradeNo("%032d".formatted(trades.incrementAndGet()));
    }

    /** A new driver of the tenant with so much in the wallet. */
    long driverWith(Money money) {
        int number = drivers.incrementAndGet();
        schema.run(
                "INSERT INTO driver (id, public_id, tenant_id, phone_encrypted, phone_hash, created_at) VALUES (%d, '%026d', %d, x'00', x'%064x', '2026-01-01')"
                        .formatted(number, number, tenantId, number));
        if (!money.isZero()) {
            wallets.credit(staff, number, money, "first-" + number, "test").block(PATIENCE);
        }
        return number;
    }

    Scope.Driver driver(long driverId) {
        return new Scope.Driver(tenantId, driverId);
    }

    /** What a driver asks for who wants to hold {@link #HOLD} on a gun. */
    Function<StartFacts, StartDecision> start(long driverId, String key, GunId gun, TradeNo tradeNo) {
        return facts -> {
            ChargingOrder same = facts.sameKey();
            if (same != null) {
                return new StartDecision.Answer(new StartOutcome.Accepted(same, true));
            }
            if (facts.available().compareTo(HOLD) < 0) {
                return new StartDecision.Answer(new StartOutcome.Refused(StartRefusal.BALANCE_TOO_LOW));
            }
            return new StartDecision.Open(
                    ChargingOrder.open(newId(), terms(driverId, key, gun, tradeNo)),
                    List.of(new TimerChange.Set(OrderTimer.Kind.START_DEADLINE, NOW.plusSeconds(90))));
        };
    }

    private synchronized OrderId newId() {
        return OrderId.create(NOW, random);
    }

    private OrderTerms terms(long driverId, String key, GunId gun, TradeNo tradeNo) {
        return new OrderTerms(
                tenantId,
                station().id(),
                gun,
                tradeNo,
                driverId,
                key,
                version().id(),
                HOLD,
                new ChargeLimit.EnergyLimit(new Energy(200_000)),
                false,
                NOW);
    }

    /** An order on a gun, opened and nothing more. */
    ChargingOrder opened(long driverId, GunId gun) {
        TradeNo tradeNo = newTradeNo();
        StartOutcome outcome = orders.open(
                        driverId,
                        "key-" + tradeNo.digits().substring(20),
                        start(driverId, "key-" + tradeNo.digits().substring(20), gun, tradeNo))
                .block(PATIENCE);
        if (outcome instanceof StartOutcome.Accepted accepted) {
            return accepted.order();
        }
        throw new AssertionError("not opened: " + outcome);
    }

    /** The same, and the pile charges. */
    ChargingOrder charging(long driverId, GunId gun) {
        ChargingOrder order = opened(driverId, gun);
        happens(order, new OrderEvent.StartSent());
        happens(order, new OrderEvent.StartAccepted());
        return happens(order, new OrderEvent.ChargingSeen(null)).order();
    }

    Step happens(ChargingOrder order, OrderEvent event) {
        return Objects.requireNonNull(orders.change(order.id(), before -> machine.on(before, event, NOW.plusSeconds(5)))
                .block(PATIENCE));
    }

    /** A record as a pile of good faith writes it. */
    static ChargeRecord recordOf(TradeNo tradeNo, GunId gun, long energy) {
        Amount amount = new Amount(energy * 15 / 10);
        return new ChargeRecord(
                tradeNo,
                gun,
                LocalDateTime.of(2026, 3, 1, 12, 0),
                LocalDateTime.of(2026, 3, 1, 13, 0, 1),
                List.of(new ChargeRecord.Period(
                        PriceLevel.FLAT, new UnitPrice(150_000), new Energy(energy), Energy.ZERO, amount)),
                1_000_000,
                1_000_000 + energy,
                new Energy(energy),
                Energy.ZERO,
                amount,
                ChargeRecord.StartedBy.APP,
                0x40,
                true);
    }

    static IncomingRecord incoming(ChargeRecord record) {
        byte[] frame = ("head" + record + "tail").getBytes(StandardCharsets.UTF_8);
        byte[] whole =
                frame.length > RawRecord.FRAME_BYTES_MAX ? Arrays.copyOf(frame, RawRecord.FRAME_BYTES_MAX) : frame;
        return IncomingRecord.of(
                new RawRecord("ykc", record, whole, 4, whole.length - 4),
                NOW.plusSeconds(3_700),
                new SessionId(record.gun().pileNo(), 77),
                "node-1");
    }

    long kept(ChargeRecord record) {
        List<Kept> kept =
                Objects.requireNonNull(records.keep(List.of(incoming(record))).block(PATIENCE));
        return kept.getFirst().recordId();
    }

    @Nullable
    SettlementDecision settle(long recordId) {
        return settlements
                .settle(recordId, facts -> settlement.decide(facts, Map.of(), NOW.plusSeconds(3_701)))
                .block(PATIENCE);
    }

    /** A person's decision about an order of the first tenant. */
    BenchVerdict decided(ChargingOrder order, BenchChoice choice, String key) {
        return decided(tenantId, order.id(), choice, key, "为什么");
    }

    BenchVerdict decided(long tenant, OrderId order, BenchChoice choice, String key, String reason) {
        Bench.Call call = new Bench.Call(tenant, order, key, "staff:1", reason);
        return Objects.requireNonNull(decisions
                .decide(call, choice, facts -> rules.decide(facts, choice, call.by(), reason, NOW))
                .block(PATIENCE));
    }

    /** A pile of the other tenant with two guns, whose station is not in this stage's sight. */
    PileNo othersPile(int number) {
        Scope.Operator other = new Scope.TenantStaff(2, 1);
        if (count("SELECT COUNT(*) FROM station WHERE tenant_id = 2") == 0) {
            stations.create(other, new StationDraft("S2", "西站", "西路 1 号", new Place(121_000_000, 31_000_000), true))
                    .block(PATIENCE);
        }
        piles.save(other, List.of(new PileDraft(1, pile(number), "S2", "桩", PileKind.DC, 2, 120_000)))
                .block(PATIENCE);
        return pile(number);
    }

    long count(String sql) {
        return Objects.requireNonNull(
                general.sql().sql(sql).map(row -> row.get(0, Long.class)).one().block(PATIENCE));
    }

    @Override
    public void close() {
        criticalPool.dispose();
        generalPool.dispose();
    }
}
