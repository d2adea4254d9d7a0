package io.ohmgate.api.store;

import static io.ohmgate.api.store.StoreStage.HOLD;
import static io.ohmgate.api.store.StoreStage.NOW;
import static io.ohmgate.api.store.StoreStage.PATIENCE;
import static io.ohmgate.api.store.StoreStage.gun;
import static io.ohmgate.api.store.StoreStage.recordOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ohmgate.api.db.DatabaseFailure;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEvent;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderTimer;
import io.ohmgate.gateway.order.StartDecision;
import io.ohmgate.gateway.order.StartFacts;
import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartRefusal;
import io.ohmgate.gateway.record.InboxState;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.record.PendingRecord;
import io.ohmgate.gateway.record.SettlementDecision;
import io.ohmgate.gateway.record.SettlementFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

class SettlementTablesIT {
    private static StoreStage stage;
    private static int nextPile;

    @BeforeAll
    static void open() {
        stage = new StoreStage().withPiles(60);
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @AfterEach
    void theBooksAreRight() {
        assertThat(Objects.requireNonNull(stage.check.run().block(PATIENCE)))
                .satisfies(
                        finding -> assertThat(finding.right()).as("%s", finding).isTrue());
    }

    @Test
    void aRecordBecomesABillWhoseLinesAndPostingsAddUp() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = stage.charging(driver, gun(++nextPile, 1));
        long record = stage.kept(recordOf(order.tradeNo(), order.gun(), 100_331));

        assertThat(stage.settle(record)).isInstanceOf(SettlementDecision.Bill.class);

        OrderLists.SettledBill bill = Objects.requireNonNull(
                stage.lists.bill(stage.driver(driver), order.id()).block(PATIENCE));
        assertThat(bill.bill().payable()).isEqualTo(new Money(1_505));
        assertThat(bill.bill().roundingDifference()).isEqualTo(new Amount(3));
        assertThat(bill.bill().energy()).isEqualTo(new Energy(100_331));
        assertThat(bill.paid()).isEqualTo(bill.bill().payable());
        assertThat(bill.unpaid()).isEqualTo(Money.ZERO);
        WalletTables.WalletView view = wallet(driver);
        assertThat(view.wallet().balance()).isEqualTo(new Money(3_495));
        assertThat(view.wallet().held()).isEqualTo(Money.ZERO);
        assertThat(state(order)).isEqualTo(OrderState.SETTLED);
        assertThat(inbox(record)).isEqualTo(InboxState.SETTLED);
        assertThat(stage.lists.bill(stage.driver(driver + 1), order.id()).block(PATIENCE))
                .isNull();
    }

    @Test
    void aRecordKeptInDoubtDoesNotKeepTheTrueOneFromSettling() {
        ChargingOrder order = stage.charging(stage.driverWith(new Money(5_000)), gun(++nextPile, 1));
        IncomingRecord forged = StoreStage.incoming(recordOf(order.tradeNo(), order.gun(), 1_000));
        stage.records
                .keep(List.of(IncomingRecord.held(
                        forged.raw(), forged.receivedAt(), forged.session(), forged.node(), "AFTER_TAKEOVER")))
                .block(PATIENCE);
        long truth = stage.kept(recordOf(order.tradeNo(), order.gun(), 100_000));
        assertThat(stage.settle(truth)).isInstanceOf(SettlementDecision.Bill.class);
        assertThat(state(order)).isEqualTo(OrderState.SETTLED);
    }

    @Test
    void anotherTenantsRecordUnderOurSerialIsNotShownWithOurOrder() {
        ChargingOrder order = stage.charging(stage.driverWith(new Money(5_000)), gun(++nextPile, 1));
        long foreign = stage.kept(recordOf(order.tradeNo(), stage.othersPile(90).gun(1), 50_000));
        assertThat(stage.settle(foreign)).isInstanceOf(SettlementDecision.Quarantine.class);
        assertThat(stage.count(
                        "SELECT COUNT(*) FROM record_inbox WHERE order_id IS NOT NULL AND record_id = " + foreign))
                .isZero();
        assertThat(recordsOf(order)).isEmpty();
        long other = stage.kept(recordOf(order.tradeNo(), gun(++nextPile, 1), 50_000));
        stage.settle(other);
        assertThat(stage.count("SELECT COUNT(*) FROM record_inbox WHERE order_id IS NOT NULL AND record_id = " + other))
                .isOne();
        assertThat(recordsOf(order)).extracting(kept -> kept.record().id()).containsExactly(other);
    }

    private static List<BenchTables.RecordOfOrder> recordsOf(ChargingOrder order) {
        return Objects.requireNonNull(
                stage.bench.recordsOf(stage.staff, order.id()).collectList().block(PATIENCE));
    }

    @Test
    void twentySettlersSettleARecordOnce() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = stage.charging(driver, gun(++nextPile, 1));
        long record = stage.kept(recordOf(order.tradeNo(), order.gun(), 100_000));
        List<SettlementDecision> decisions = Flux.range(0, 20)
                .flatMap(i -> settling(record).subscribeOn(Schedulers.parallel()), 20)
                .collectList()
                .block(PATIENCE);
        assertThat(decisions).hasSize(1);
        assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(3_500));
        assertThat(stage.count("SELECT COUNT(*) FROM charging_bill WHERE record_id = " + record))
                .isEqualTo(1);
    }

    @Test
    void anotherRecordOfASettledChargeGoesIntoQuarantineAndMovesNothing() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = stage.charging(driver, gun(++nextPile, 1));
        long first = stage.kept(recordOf(order.tradeNo(), order.gun(), 100_000));
        long second = stage.kept(recordOf(order.tradeNo(), order.gun(), 200_000));
        List<SettlementDecision> decisions = Flux.just(first, second)
                .flatMap(record -> settling(record).subscribeOn(Schedulers.parallel()))
                .collectList()
                .block(PATIENCE);
        assertThat(decisions).hasSize(2);
        assertThat(inbox(first)).isEqualTo(InboxState.SETTLED);
        assertThat(inbox(second)).isEqualTo(InboxState.QUARANTINED);
        assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(3_500));
        assertThat(Objects.requireNonNull(
                                stage.bench.quarantine(stage.staff, null, 200).block(PATIENCE))
                        .items())
                .extracting(BenchTables.KeptRecord::id)
                .contains(second);
    }

    @Test
    void aRecordWithoutAnOrderMakesAnOrphanForTheBench() {
        ChargeRecord strange = recordOf(stage.newTradeNo(), gun(++nextPile, 1), 50_000);
        long record = stage.kept(strange);
        long otherContent = stage.kept(recordOf(strange.tradeNo(), strange.gun(), 50_001));
        List<SettlementDecision> decisions = Flux.just(otherContent, record)
                .flatMap(each -> settling(each).subscribeOn(Schedulers.parallel()))
                .collectList()
                .block(PATIENCE);
        assertThat(decisions).hasSize(2);
        ChargingOrder orphan =
                Objects.requireNonNull(stage.orders.find(strange.tradeNo()).block(PATIENCE));
        assertThat(orphan.terms().orphan()).isTrue();
        assertThat(orphan.state()).isEqualTo(OrderState.IN_REVIEW);
        assertThat(inbox(record)).isEqualTo(InboxState.ORPHANED);
        assertThat(inbox(otherContent)).isEqualTo(InboxState.QUARANTINED);
        assertThat(bench()).extracting(abnormal -> abnormal.order().id()).contains(orphan.id());
    }

    @Test
    void manyRecordsWithoutOrdersAreSettledTogetherAndTheOthersAreLeftForACloserLook() {
        long driver = stage.driverWith(HOLD);
        ChargingOrder order = stage.charging(driver, gun(++nextPile, 1));
        long billed = stage.kept(recordOf(order.tradeNo(), order.gun(), 100_000));
        ChargeRecord strange = recordOf(stage.newTradeNo(), gun(++nextPile, 1), 50_000);
        long one = stage.kept(strange);
        long otherContent = stage.kept(recordOf(strange.tradeNo(), strange.gun(), 50_001));
        long otherPile = stage.kept(recordOf(strange.tradeNo(), gun(++nextPile, 1), 50_000));
        long two = stage.kept(recordOf(stage.newTradeNo(), gun(++nextPile, 1), 70_000));
        List<Long> all = List.of(two, billed, otherPile, one, otherContent);
        assertThat(together(all)).containsExactlyInAnyOrder(one, two);
        assertThat(together(all)).isEmpty();
        ChargingOrder orphan =
                Objects.requireNonNull(stage.orders.find(strange.tradeNo()).block(PATIENCE));
        assertThat(orphan.terms().orphan()).isTrue();
        assertThat(orphan.gun()).isEqualTo(strange.gun());
        assertThat(List.of(one, two)).allMatch(record -> inbox(record) == InboxState.ORPHANED);
        assertThat(List.of(billed, otherContent, otherPile)).allMatch(record -> inbox(record) == InboxState.PENDING);
        assertThat(bench()).extracting(abnormal -> abnormal.order().id()).contains(orphan.id());
        assertThat(stage.settle(otherContent)).isInstanceOf(SettlementDecision.Quarantine.class);
        assertThat(stage.settle(otherPile)).isInstanceOf(SettlementDecision.Quarantine.class);
        assertThat(stage.settle(billed)).isInstanceOf(SettlementDecision.Bill.class);
    }

    private List<Long> together(List<Long> records) {
        return Objects.requireNonNull(stage.settlements
                        .settleUnclaimed(
                                records, facts -> stage.settlement.decide(facts, Map.of(), NOW.plusSeconds(3_701)))
                        .block(PATIENCE))
                .keySet()
                .stream()
                .map(SettlementFacts::recordId)
                .toList();
    }

    @Test
    void aRecordThatIsFarOffWaitsForAPersonAndKeepsOnlyThePartOfTheHoldInDispute() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = stage.charging(driver, gun(++nextPile, 1));
        ChargeRecord honest = recordOf(order.tradeNo(), order.gun(), 100_000);
        Amount dear = new Amount(200_000);
        long record = stage.kept(new ChargeRecord(
                honest.tradeNo(),
                honest.gun(),
                honest.startedAt(),
                honest.endedAt(),
                List.of(new ChargeRecord.Period(
                        honest.periods().getFirst().level(),
                        new UnitPrice(200_000),
                        honest.total(),
                        Energy.ZERO,
                        dear)),
                honest.meterStartTenThousandthsKwh(),
                honest.meterEndTenThousandthsKwh(),
                honest.total(),
                Energy.ZERO,
                dear,
                honest.startedBy(),
                honest.stopReasonCode(),
                true));
        assertThat(stage.settle(record)).isInstanceOf(SettlementDecision.Review.class);
        assertThat(state(order)).isEqualTo(OrderState.IN_REVIEW);
        assertThat(inbox(record)).isEqualTo(InboxState.IN_REVIEW);
        assertThat(wallet(driver).wallet().held()).isEqualTo(new Money(2_000));
        assertThat(bench())
                .filteredOn(abnormal -> abnormal.order().id().equals(order.id()))
                .singleElement()
                .satisfies(abnormal -> {
                    assertThat(abnormal.proposed()).isEqualTo(new Money(1_500));
                    assertThat(abnormal.reasons()).contains("UNIT_PRICE_DIFFERS");
                    assertThat(abnormal.recordId()).isEqualTo(record);
                });
    }

    @Test
    void whatTheWalletCannotPayIsOwedAndPaidByTheNextCredit() {
        long driver = stage.driverWith(HOLD);
        ChargingOrder order = stage.charging(driver, gun(++nextPile, 1));
        stage.settle(stage.kept(recordOf(order.tradeNo(), order.gun(), 300_000)));
        assertThat(wallet(driver).wallet().balance()).isEqualTo(Money.ZERO);
        assertThat(wallet(driver).owed()).isEqualTo(new Money(1_500));
        WalletTables.WalletView after = stage.wallets
                .credit(stage.staff, driver, new Money(2_000), "credit-" + driver, "test")
                .block(PATIENCE);
        assertThat(Objects.requireNonNull(after).owed()).isEqualTo(Money.ZERO);
        assertThat(after.wallet().balance()).isEqualTo(new Money(500));
    }

    @Test
    void whatIsOwedIsPaidAtTheNextStartFromMoneyThatWasFreed() {
        long driver = stage.driverWith(HOLD.plus(HOLD));
        ChargingOrder dear = stage.charging(driver, gun(++nextPile, 1));
        ChargingOrder other = stage.opened(driver, gun(++nextPile, 1));
        stage.settle(stage.kept(recordOf(dear.tradeNo(), dear.gun(), 300_000)));
        assertThat(wallet(driver).owed()).isEqualTo(new Money(1_500));
        stage.happens(other, new OrderEvent.StartUnsendable());

        List<StartFacts> seen = new ArrayList<>();
        stage.orders
                .open(driver, "after-" + driver, facts -> {
                    seen.add(facts);
                    return new StartDecision.Answer(new StartOutcome.Refused(StartRefusal.GUN_BUSY));
                })
                .block(PATIENCE);

        assertThat(seen.getLast().owes()).isFalse();
        assertThat(seen.getLast().available()).isEqualTo(new Money(1_500));
        assertThat(wallet(driver).owed()).isEqualTo(Money.ZERO);
    }

    @Test
    void anotherPilesRecordUnderTheSerialDoesNotKeepTheTrueOneFromBeingSettled() {
        long driver = stage.driverWith(HOLD);
        ChargingOrder order = stage.charging(driver, gun(++nextPile, 1));
        long forged = stage.kept(recordOf(order.tradeNo(), gun(++nextPile, 1), 50_000));
        assertThat(stage.settle(forged)).isInstanceOf(SettlementDecision.Quarantine.class);
        long genuine = stage.kept(recordOf(order.tradeNo(), order.gun(), 100_000));
        assertThat(stage.settle(genuine)).isInstanceOf(SettlementDecision.Bill.class);
    }

    /** The hold ends once: either the record posts it, or the failed start gives it back and the record bills the wallet. */
    @RepeatedTest(15)
    void aRecordAndAFailedStartThatMeetEndTheHoldOnce() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = stage.opened(driver, gun(++nextPile, 1));
        stage.happens(order, new OrderEvent.StartSent());
        long record = stage.kept(recordOf(order.tradeNo(), order.gun(), 100_000));
        Mono<?> fails = stage.orders.change(
                order.id(),
                now -> stage.machine.on(
                        now, new OrderEvent.TimerFired(OrderTimer.Kind.START_DEADLINE), NOW.plusSeconds(90)));
        Mono.when(fails.subscribeOn(Schedulers.parallel()), settling(record).subscribeOn(Schedulers.parallel()))
                .block(PATIENCE);
        assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(3_500));
        assertThat(wallet(driver).wallet().held()).isEqualTo(Money.ZERO);
        assertThat(state(order)).isEqualTo(OrderState.SETTLED);
    }

    @Test
    void aFailureInTheMiddleLeavesNothingBehindAndTheRecordWaitsForItsNextTry() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = stage.charging(driver, gun(++nextPile, 1));
        long record = stage.kept(recordOf(order.tradeNo(), order.gun(), 100_000));
        assertThatThrownBy(() -> stage.settlements
                        .settle(record, facts -> {
                            throw new IllegalStateException("no");
                        })
                        .block(PATIENCE))
                .isInstanceOf(IllegalStateException.class);
        assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(5_000));
        stage.settlements.postpone(record, NOW.plusSeconds(4_000), "no").block(PATIENCE);
        assertThat(pending(NOW.plusSeconds(3_999)))
                .extracting(PendingRecord::recordId)
                .doesNotContain(record);
        assertThat(pending(NOW.plusSeconds(4_000))).contains(new PendingRecord(record, 1));
        assertThat(stage.settle(record)).isInstanceOf(SettlementDecision.Bill.class);
    }

    @Test
    void theSameCreditTwiceIsBookedOnceAndAnotherOneUnderItsKeyIsRefused() {
        long driver = stage.driverWith(Money.ZERO);
        List<WalletTables.WalletView> answers = Flux.range(0, 10)
                .flatMap(i -> stage.wallets
                        .credit(stage.staff, driver, new Money(700), "twice-" + driver, "test")
                        .retryWhen(Retry.max(20).filter(DatabaseFailure.class::isInstance))
                        .subscribeOn(Schedulers.parallel()))
                .collectList()
                .block(PATIENCE);
        assertThat(answers).hasSize(10);
        assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(700));
        assertThatThrownBy(() -> stage.wallets
                        .credit(stage.staff, driver, new Money(701), "twice-" + driver, "test")
                        .block(PATIENCE))
                .isInstanceOf(ConflictException.class);
        assertThat(stage.wallets
                        .credit(new Scope.TenantStaff(2, 1), driver, new Money(1), "other", "test")
                        .block(PATIENCE))
                .isNull();
        assertThat(Objects.requireNonNull(stage.wallets
                                .entries(stage.driver(driver), null, 10)
                                .block(PATIENCE))
                        .items())
                .extracting(WalletTables.WalletEntry::change)
                .containsExactly(new Money(700));
    }

    private static Mono<SettlementDecision> settling(long recordId) {
        return stage.settlements
                .settle(recordId, facts -> stage.settlement.decide(facts, Map.of(), NOW.plusSeconds(3_701)))
                .retryWhen(Retry.backoff(20, Duration.ofMillis(50)).filter(DatabaseFailure.class::isInstance));
    }

    private static WalletTables.WalletView wallet(long driver) {
        return Objects.requireNonNull(stage.wallets.wallet(stage.driver(driver)).block(PATIENCE));
    }

    private static OrderState state(ChargingOrder order) {
        return Objects.requireNonNull(stage.orders.find(order.id()).block(PATIENCE))
                .state();
    }

    private static InboxState inbox(long record) {
        return Objects.requireNonNull(stage.general
                .sql()
                .sql("SELECT state FROM record_inbox WHERE record_id = :id")
                .bind("id", record)
                .map(row -> Columns.constant(row, "state", InboxState.class))
                .one()
                .block(PATIENCE));
    }

    private static List<PendingRecord> pending(Instant now) {
        return Objects.requireNonNull(
                stage.settlements.pending(now, 1_000).collectList().block(PATIENCE));
    }

    private static List<BenchTables.AbnormalOrder> bench() {
        return Objects.requireNonNull(
                        stage.bench.abnormalOrders(stage.staff, null, 200).block(PATIENCE))
                .items();
    }
}
