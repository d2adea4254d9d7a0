package io.ohmgate.api.store;

import static io.ohmgate.api.store.StoreStage.NOW;
import static io.ohmgate.api.store.StoreStage.PATIENCE;
import static io.ohmgate.api.store.StoreStage.gun;
import static io.ohmgate.api.store.StoreStage.recordOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.wallet.Wallet;
import io.ohmgate.gateway.bench.Bench;
import io.ohmgate.gateway.bench.BenchChoice;
import io.ohmgate.gateway.bench.BenchRefusal;
import io.ohmgate.gateway.bench.BenchVerdict;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEvent;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderTimer;
import io.ohmgate.gateway.order.Progress;
import io.ohmgate.gateway.record.SettlementDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A7 and the way out of the bench: every abnormal order can be ended, and a later record still has the last word. */
class DecisionTablesIT {
    private static final StoreStage stage = new StoreStage();
    private static int nextPile;

    @BeforeAll
    static void piles() {
        stage.withPiles(60);
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @AfterEach
    void theBooksAreRight() {
        LedgerCheck.Finding found = stage.check.run().block(PATIENCE);
        assertThat(found).matches(LedgerCheck.Finding::right);
    }

    private static ChargingOrder needsPerson(long driver) {
        ChargingOrder order = stage.charging(driver, gun(++nextPile, 1));
        // 10 kWh were told, 15 yuan by our prices.
        stage.happens(
                order,
                new OrderEvent.ChargingSeen(
                        new Progress(new Energy(100_000), new Amount(150_000), 50, NOW.plusSeconds(3_600))));
        stage.happens(order, new OrderEvent.IdleSeen());
        stage.happens(
                order,
                new OrderEvent.ChargingSeen(
                        new Progress(new Energy(100_000), new Amount(150_000), 50, NOW.plusSeconds(3_600))));
        stage.happens(order, new OrderEvent.IdleSeen());
        stage.happens(order, new OrderEvent.IdleSeen());
        return stage.happens(order, new OrderEvent.TimerFired(OrderTimer.Kind.RECORD_GIVE_UP))
                .order();
    }

    private static BenchVerdict decide(ChargingOrder order, BenchChoice choice, String key) {
        return stage.decided(order, choice, key);
    }

    private static BenchVerdict decide(ChargingOrder order, BenchChoice choice) {
        return decide(order, choice, "key-" + order.id());
    }

    private static Wallet wallet(long driver) {
        return walletView(driver).wallet();
    }

    private static WalletTables.WalletView walletView(long driver) {
        return Objects.requireNonNull(stage.wallets.wallet(stage.driver(driver)).block(PATIENCE));
    }

    private static OrderState state(ChargingOrder order) {
        return Objects.requireNonNull(stage.orders.find(order.id()).block(PATIENCE))
                .state();
    }

    private static OrderLists.SettledBill bill(ChargingOrder order) {
        return Objects.requireNonNull(stage.lists.bill(stage.staff, order.id()).block(PATIENCE));
    }

    private static boolean onBench(ChargingOrder order) {
        return Objects.requireNonNull(
                        stage.bench.abnormalOrders(stage.staff, null, 200).block(PATIENCE))
                .items()
                .stream()
                .anyMatch(abnormal -> abnormal.order().id().equals(order.id()));
    }

    private static SettlementDecision settleAt(long record, Instant at) {
        return Objects.requireNonNull(stage.settlements
                .settle(record, facts -> stage.settlement.decide(facts, Map.of(), at))
                .block(PATIENCE));
    }

    private static List<String> journalsOf(ChargingOrder order) {
        return Objects.requireNonNull(stage.general
                .sql()
                .sql("SELECT kind FROM ledger_journal WHERE business_key LIKE :key ORDER BY id")
                .bind("key", "%" + order.id().text() + "%")
                .map(row -> Columns.text(row, "kind"))
                .all()
                .collectList()
                .block(PATIENCE));
    }

    @Test
    void theEstimateSettlesAnOrderWithoutRecordAndFreesTheHold() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = needsPerson(driver);
        assertThat(order.state()).isEqualTo(OrderState.NEEDS_PERSON);
        assertThat(onBench(order)).isTrue();
        assertThat(wallet(driver).held()).isEqualTo(StoreStage.HOLD);
        assertThat(decide(order, new BenchChoice.Estimate())).isInstanceOf(BenchVerdict.Decided.class);
        assertThat(state(order)).isEqualTo(OrderState.SETTLED);
        assertThat(wallet(driver)).isEqualTo(new Wallet(new Money(3_500), Money.ZERO, Money.ZERO));
        assertThat(onBench(order)).isFalse();
        assertThat(stage.decisions.of(stage.staff, order.id()).collectList().block(PATIENCE))
                .singleElement()
                .satisfies(decision -> {
                    assertThat(decision.reason()).isEqualTo("为什么");
                    assertThat(decision.by()).isEqualTo("staff:1");
                    assertThat(decision.estimateFen()).isEqualTo(1_500);
                });
    }

    @Test
    void voidingGivesTheHoldBackWhole() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = needsPerson(driver);
        decide(order, new BenchChoice.VoidOrder());
        assertThat(wallet(driver)).isEqualTo(new Wallet(new Money(5_000), Money.ZERO, Money.ZERO));
        assertThat(bill(order).bill().payable()).isEqualTo(Money.ZERO);
        assertThat(journalsOf(order)).isEmpty();
    }

    @Test
    void aStatedEnergyIsPricedByTheOrdersTariff() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = needsPerson(driver);
        decide(order, new BenchChoice.StateEnergy(new Energy(60_000)));
        assertThat(bill(order).bill().payable()).isEqualTo(new Money(900));
        assertThat(bill(order).bill().energy()).isEqualTo(new Energy(60_000));
        assertThat(wallet(driver).balance()).isEqualTo(new Money(4_100));
    }

    @Test
    void aStatedAmountAboveTheHoldIsOwedAndTheDebtShrinksWhenItIsPaid() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = needsPerson(driver);
        decide(order, new BenchChoice.StateAmount(new Money(3_700)));
        // The hold was 30 yuan: the 20 yuan beside it are not touched without asking.
        assertThat(wallet(driver).balance()).isEqualTo(new Money(2_000));
        assertThat(walletView(driver).owed()).isEqualTo(new Money(700));
        assertThat(bill(order).unpaid()).isEqualTo(new Money(700));
        stage.wallets
                .credit(stage.staff, driver, new Money(1), "pays-" + order.id(), "test")
                .block(PATIENCE);
        assertThat(walletView(driver).owed()).isEqualTo(Money.ZERO);
        assertThat(bill(order).unpaid()).isEqualTo(Money.ZERO);
        assertThat(bill(order).paid()).isEqualTo(new Money(3_700));
    }

    @Test
    void ofTwoUnpaidBillsTheOlderIsPaidFirst() {
        long driver = stage.driverWith(new Money(3_000));
        ChargingOrder older = needsPerson(driver);
        decide(older, new BenchChoice.StateAmount(new Money(3_400)));
        stage.schema.run(
                "UPDATE ledger_account SET credit_limit_fen = 5000 WHERE kind = 'DRIVER_WALLET' AND owner_id = "
                        + driver);
        ChargingOrder newer = needsPerson(driver);
        decide(newer, new BenchChoice.StateAmount(new Money(3_300)));
        assertThat(bill(older).unpaid()).isEqualTo(new Money(400));
        assertThat(bill(newer).unpaid()).isEqualTo(new Money(300));
        stage.wallets
                .credit(stage.staff, driver, new Money(3_500), "part-" + newer.id(), "test")
                .block(PATIENCE);
        assertThat(walletView(driver).owed()).isEqualTo(new Money(200));
        assertThat(bill(older).unpaid()).isEqualTo(Money.ZERO);
        assertThat(bill(newer).unpaid()).isEqualTo(new Money(200));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 86_400, 40 * 86_400L})
    void aRecordThatComesAfterTheEstimateReversesItAndBooksAnew(long secondsLate) {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = needsPerson(driver);
        decide(order, new BenchChoice.Estimate());
        long record = stage.kept(recordOf(order.tradeNo(), order.gun(), 120_000));
        assertThat(settleAt(record, NOW.plus(Duration.ofDays(1)).plusSeconds(secondsLate)))
                .isInstanceOf(SettlementDecision.Bill.class);
        assertThat(journalsOf(order)).containsExactly("SETTLE_CHARGE", "REVERSAL", "SETTLE_CHARGE");
        assertThat(wallet(driver)).isEqualTo(new Wallet(new Money(3_200), Money.ZERO, Money.ZERO));
        assertThat(bill(order).bill().payable()).isEqualTo(new Money(1_800));
        assertThat(bill(order).flags()).contains("REPLACES_DECISION");
        assertThat(stage.count("SELECT COUNT(*) FROM charging_bill WHERE order_id = '" + order.id() + "'"))
                .isEqualTo(2);
        assertThat(state(order)).isEqualTo(OrderState.SETTLED);
    }

    @Test
    void aRecordAfterAVoidedOrderIsBilledAfterAll() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = needsPerson(driver);
        decide(order, new BenchChoice.VoidOrder());
        settleAt(stage.kept(recordOf(order.tradeNo(), order.gun(), 20_000)), NOW.plusSeconds(9));
        assertThat(journalsOf(order)).containsExactly("SETTLE_CHARGE");
        assertThat(wallet(driver).balance()).isEqualTo(new Money(4_700));
    }

    @Test
    void whatADriverHadPaidOfADebtComesBackWhenTheRecordIsCheaper() {
        long driver = stage.driverWith(new Money(3_000));
        ChargingOrder order = needsPerson(driver);
        decide(order, new BenchChoice.StateAmount(new Money(4_000)));
        stage.wallets
                .credit(stage.staff, driver, new Money(1_000), "debt-" + order.id(), "test")
                .block(PATIENCE);
        assertThat(wallet(driver).balance()).isEqualTo(Money.ZERO);
        settleAt(stage.kept(recordOf(order.tradeNo(), order.gun(), 100_000)), NOW.plusSeconds(9));
        assertThat(journalsOf(order)).contains("SETTLE_CHARGE", "REVERSAL", "RETURN_PAID");
        assertThat(wallet(driver).balance()).isEqualTo(new Money(2_500));
        assertThat(walletView(driver).owed()).isEqualTo(Money.ZERO);
    }

    @Test
    void aHeldBillIsAcceptedAtOurPrice() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = stage.charging(driver, gun(++nextPile, 1));
        long record = stage.kept(charging(recordOf(order.tradeNo(), order.gun(), 100_000), 250_000));
        assertThat(stage.settle(record)).isInstanceOf(SettlementDecision.Review.class);
        assertThat(decide(order, new BenchChoice.AcceptBill())).isInstanceOf(BenchVerdict.Decided.class);
        assertThat(wallet(driver)).isEqualTo(new Wallet(new Money(3_500), Money.ZERO, Money.ZERO));
        assertThat(stage.count("SELECT COUNT(*) FROM record_inbox WHERE state = 'SETTLED' AND record_id = " + record))
                .isOne();
    }

    private static ChargeRecord charging(ChargeRecord record, long pileAmount) {
        ChargeRecord.Period period = record.periods().getFirst();
        return new ChargeRecord(
                record.tradeNo(),
                record.gun(),
                record.startedAt(),
                record.endedAt(),
                List.of(new ChargeRecord.Period(
                        period.level(), period.price(), period.energy(), period.lossEnergy(), new Amount(pileAmount))),
                record.meterStartTenThousandthsKwh(),
                record.meterEndTenThousandthsKwh(),
                record.total(),
                record.lossTotal(),
                new Amount(pileAmount),
                record.startedBy(),
                record.stopReasonCode(),
                record.complete());
    }

    @Test
    void anUnbelievableRecordAfterADecisionComesBackToTheBenchAndCanBeAccepted() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = needsPerson(driver);
        decide(order, new BenchChoice.Estimate());
        long record = stage.kept(charging(recordOf(order.tradeNo(), order.gun(), 60_000), 250_000));
        assertThat(settleAt(record, NOW.plusSeconds(9))).isInstanceOf(SettlementDecision.Beside.class);
        assertThat(state(order)).isEqualTo(OrderState.SETTLED);
        assertThat(onBench(order)).isTrue();
        assertThat(decide(order, new BenchChoice.AcceptBill(), "again-" + order.id()))
                .isInstanceOf(BenchVerdict.Decided.class);
        assertThat(onBench(order)).isFalse();
        assertThat(wallet(driver).balance()).isEqualTo(new Money(4_100));
        assertThat(journalsOf(order)).containsExactly("SETTLE_CHARGE", "REVERSAL", "SETTLE_CHARGE");
    }

    @Test
    void theSameCallDecidesOnceAndOfTwoPeopleOneDecides() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = needsPerson(driver);
        List<BenchVerdict> verdicts = Objects.requireNonNull(Flux.range(0, 8)
                .flatMap(
                        i -> Mono.fromCallable(
                                        () -> decide(order, new BenchChoice.Estimate(), i % 2 == 0 ? "anna" : "ben"))
                                .subscribeOn(Schedulers.boundedElastic()),
                        8)
                .collectList()
                .block(PATIENCE));
        assertThat(verdicts).filteredOn(BenchVerdict.Decided.class::isInstance).hasSize(1);
        assertThat(verdicts).filteredOn(BenchVerdict.Repeated.class::isInstance).hasSize(3);
        assertThat(verdicts)
                .filteredOn(new BenchVerdict.Refused(BenchRefusal.ORDER_NOT_ABNORMAL)::equals)
                .hasSize(4);
        assertThat(wallet(driver).balance()).isEqualTo(new Money(3_500));
    }

    @Test
    void anOrderThatStillRunsCannotBeDecided() {
        ChargingOrder order = stage.charging(stage.driverWith(new Money(5_000)), gun(++nextPile, 1));
        assertThat(decide(order, new BenchChoice.VoidOrder()))
                .isEqualTo(new BenchVerdict.Refused(BenchRefusal.ORDER_NOT_ABNORMAL));
    }

    @Test
    void anOrphanCanOnlyBeVoided() {
        settleAt(stage.kept(recordOf(stage.newTradeNo(), gun(++nextPile, 1), 10)), NOW.plusSeconds(9));
        ChargingOrder orphan =
                Objects.requireNonNull(stage.bench
                                .abnormalOrders(stage.staff, null, 200)
                                .block(PATIENCE))
                        .items()
                        .stream()
                        .map(BenchTables.AbnormalOrder::order)
                        .filter(order -> order.terms().orphan())
                        .findFirst()
                        .orElseThrow();
        assertThat(decide(orphan, new BenchChoice.StateAmount(new Money(5))))
                .isEqualTo(new BenchVerdict.Refused(BenchRefusal.ORDER_WITHOUT_DRIVER));
        assertThat(decide(orphan, new BenchChoice.VoidOrder())).isInstanceOf(BenchVerdict.Decided.class);
        assertThat(onBench(orphan)).isFalse();
    }

    private static ChargingOrder orphan(long units) {
        ChargeRecord strange = recordOf(stage.newTradeNo(), gun(++nextPile, 1), units);
        assertThat(settleAt(stage.kept(strange), NOW.plusSeconds(9))).isInstanceOf(SettlementDecision.Orphan.class);
        return Objects.requireNonNull(stage.orders.find(strange.tradeNo()).block(PATIENCE));
    }

    private static BenchVerdict approve(ChargingOrder order, String by) {
        long proposal = stage.count("SELECT MAX(id) FROM decision_proposal WHERE order_id = '" + order.id() + "'");
        return Objects.requireNonNull(stage.decisions
                .approve(1, order.id(), proposal, by, (asked, facts) -> stage.rules.approved(facts, asked, NOW))
                .block(PATIENCE));
    }

    @Test
    void anOrphanIsGivenToItsDriverAndPaidFromTheWalletOnce() {
        long driver = stage.driverWith(new Money(1_000));
        ChargingOrder orphan = orphan(100_000);
        BenchChoice choice = new BenchChoice.AssignDriver(driver);
        assertThat(decide(orphan, choice)).isInstanceOf(BenchVerdict.Decided.class);
        assertThat(decide(orphan, choice)).isInstanceOf(BenchVerdict.Repeated.class);
        assertThat(state(orphan)).isEqualTo(OrderState.SETTLED);
        // 15 yuan at our prices: what the wallet has, and the rest is owed.
        assertThat(wallet(driver).balance()).isEqualTo(Money.ZERO);
        assertThat(walletView(driver).owed()).isEqualTo(new Money(500));
        assertThat(journalsOf(orphan)).containsExactly("SETTLE_CHARGE");
        assertThat(Objects.requireNonNull(stage.lists
                                .bill(stage.driver(driver), orphan.id())
                                .block(PATIENCE))
                        .bill()
                        .payable())
                .isEqualTo(new Money(1_500));
        assertThat(onBench(orphan)).isFalse();
        assertThat(stage.count("SELECT COUNT(*) FROM record_inbox WHERE state = 'SETTLED' AND order_id = '"
                        + orphan.id() + "'"))
                .isOne();
    }

    @Test
    void anOrphanIsGivenToNobodyElsesDriverAndAnOrderWithADriverToNobody() {
        long driver = stage.driverWith(new Money(5_000));
        stage.schema.run("INSERT INTO driver (id, public_id, tenant_id, phone_encrypted, phone_hash, created_at)"
                + " VALUES (9000, '%026d', 2, x'00', x'%064x', '2026-01-01')".formatted(9000, 9000));
        ChargingOrder orphan = orphan(10_000);
        assertThat(decide(orphan, new BenchChoice.AssignDriver(9000)))
                .isEqualTo(new BenchVerdict.Refused(BenchRefusal.DRIVER_UNKNOWN));
        assertThat(state(orphan)).isEqualTo(OrderState.IN_REVIEW);
        ChargingOrder owned = needsPerson(driver);
        assertThat(decide(owned, new BenchChoice.AssignDriver(stage.driverWith(new Money(100)))))
                .isEqualTo(new BenchVerdict.Refused(BenchRefusal.ORDER_HAS_DRIVER));
    }

    @Test
    void aboveTheLimitASecondPersonAssignsAndNobodyApprovesTheirOwn() {
        long driver = stage.driverWith(new Money(50_000));
        ChargingOrder orphan = orphan(1_340_000);
        BenchChoice choice = new BenchChoice.AssignDriver(driver);
        assertThat(decide(orphan, choice, "big")).isEqualTo(new BenchVerdict.Proposed(new Money(20_100)));
        assertThat(decide(orphan, choice, "big")).isEqualTo(new BenchVerdict.Proposed(new Money(20_100)));
        assertThat(decide(orphan, new BenchChoice.VoidOrder(), "big"))
                .isEqualTo(new BenchVerdict.Refused(BenchRefusal.KEY_REUSED));
        assertThat(decide(orphan, new BenchChoice.VoidOrder(), "other"))
                .isEqualTo(new BenchVerdict.Refused(BenchRefusal.PROPOSAL_WAITS));
        assertThat(wallet(driver).balance()).isEqualTo(new Money(50_000));
        assertThat(state(orphan)).isEqualTo(OrderState.IN_REVIEW);
        assertThat(approve(orphan, "staff:1")).isEqualTo(new BenchVerdict.Refused(BenchRefusal.SAME_PERSON));
        assertThat(approve(orphan, "staff:2")).isInstanceOf(BenchVerdict.Decided.class);
        assertThat(approve(orphan, "staff:2")).isEqualTo(new BenchVerdict.Refused(BenchRefusal.PROPOSAL_CLOSED));
        assertThat(decide(orphan, choice, "big")).isInstanceOf(BenchVerdict.Repeated.class);
        assertThat(wallet(driver).balance()).isEqualTo(new Money(29_900));
        assertThat(stage.decisions.of(stage.staff, orphan.id()).collectList().block(PATIENCE))
                .singleElement()
                .satisfies(decision -> {
                    assertThat(decision.by()).isEqualTo("staff:1");
                    assertThat(decision.approvedBy()).isEqualTo("staff:2");
                });
    }

    @Test
    void forgivingMuchOrStatingMuchNeedsASecondPersonAndARejectionDoesNothing() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = needsPerson(driver);
        assertThat(decide(order, new BenchChoice.StateAmount(new Money(20_001)), "much"))
                .isEqualTo(new BenchVerdict.Proposed(new Money(20_001)));
        long proposal = stage.count("SELECT MAX(id) FROM decision_proposal WHERE order_id = '" + order.id() + "'");
        assertThat(stage.decisions.reject(2, order.id(), proposal, "staff:9").blockOptional(PATIENCE))
                .as("another tenant's")
                .isEmpty();
        assertThat(stage.decisions.reject(1, order.id(), proposal, "staff:1").block(PATIENCE))
                .isTrue();
        assertThat(approve(order, "staff:2")).isEqualTo(new BenchVerdict.Refused(BenchRefusal.PROPOSAL_CLOSED));
        assertThat(state(order)).isEqualTo(OrderState.NEEDS_PERSON);
        assertThat(decide(order, new BenchChoice.StateAmount(new Money(700)), "less"))
                .isInstanceOf(BenchVerdict.Decided.class);
        ChargingOrder orphan = orphan(1_340_000);
        assertThat(decide(orphan, new BenchChoice.VoidOrder())).isEqualTo(new BenchVerdict.Proposed(new Money(20_100)));
    }

    @Test
    void anotherTenantsOrderIsNotThere() {
        ChargingOrder order = needsPerson(stage.driverWith(new Money(5_000)));
        BenchChoice choice = new BenchChoice.VoidOrder();
        assertThat(stage.decisions
                        .decide(
                                new Bench.Call(2, order.id(), "k", "staff:9", "why"),
                                choice,
                                facts -> stage.rules.decide(facts, choice, "staff:9", "why", NOW))
                        .blockOptional(PATIENCE))
                .isEmpty();
        assertThat(state(order)).isEqualTo(OrderState.NEEDS_PERSON);
    }

    /** Such rows were left by an older version: the serial is the order's, the pile is another tenant's. */
    @Test
    void aDecisionJudgesNoRecordOfAnotherTenant() {
        ChargingOrder order = needsPerson(stage.driverWith(new Money(5_000)));
        long foreign = stage.kept(recordOf(order.tradeNo(), stage.othersPile(91).gun(1), 50_000));
        stage.settle(foreign);
        stage.schema.run("UPDATE record_inbox SET order_id = '%s' WHERE record_id = %d".formatted(order.id(), foreign));
        assertThat(decide(order, new BenchChoice.Estimate())).isInstanceOf(BenchVerdict.Decided.class);
        assertThat(stage.count(
                        "SELECT COUNT(*) FROM record_inbox WHERE state = 'QUARANTINED' AND record_id = " + foreign))
                .isOne();
    }

    @Test
    void theSameKeyWithAnotherContentIsRefusedAndNothingIsDone() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = needsPerson(driver);
        ChargingOrder other = needsPerson(stage.driverWith(new Money(5_000)));
        BenchChoice stated = new BenchChoice.StateAmount(new Money(700));
        assertThat(decide(order, stated, "mine")).isInstanceOf(BenchVerdict.Decided.class);
        BenchVerdict reused = new BenchVerdict.Refused(BenchRefusal.KEY_REUSED);
        assertThat(decide(order, new BenchChoice.StateAmount(new Money(701)), "mine"))
                .isEqualTo(reused);
        assertThat(decide(order, new BenchChoice.VoidOrder(), "mine")).isEqualTo(reused);
        assertThat(stage.decided(1, order.id(), stated, "mine", "别的原因")).isEqualTo(reused);
        assertThat(decide(other, stated, "mine")).isEqualTo(reused);
        assertThat(decide(order, stated, "mine")).isInstanceOf(BenchVerdict.Repeated.class);
        assertThat(wallet(driver).balance()).isEqualTo(new Money(4_300));
        assertThat(state(other)).isEqualTo(OrderState.NEEDS_PERSON);
    }
}
