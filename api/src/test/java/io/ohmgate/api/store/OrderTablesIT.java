package io.ohmgate.api.store;

import static io.ohmgate.api.store.StoreStage.HOLD;
import static io.ohmgate.api.store.StoreStage.NOW;
import static io.ohmgate.api.store.StoreStage.PATIENCE;
import static io.ohmgate.api.store.StoreStage.gun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ohmgate.api.db.DatabaseFailure;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.wallet.Wallet;
import io.ohmgate.gateway.link.PileReport.StartAnswer;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEvent;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderTimer;
import io.ohmgate.gateway.order.Progress;
import io.ohmgate.gateway.order.ProgressStore.ProgressUpdate;
import io.ohmgate.gateway.order.StartFacts;
import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartRefusal;
import io.ohmgate.gateway.order.Step;
import io.ohmgate.gateway.order.StopCause;
import io.ohmgate.gateway.order.TradeNoTakenException;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

class OrderTablesIT {
    private static final int STARTS = 500;

    private static StoreStage stage;

    @BeforeAll
    static void open() {
        stage = new StoreStage().withPiles(220);
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
    void anOrderComesBackAsItWasWritten() {
        ChargingOrder order = stage.charging(stage.driverWith(new Money(5_000)), gun(1, 1));
        Step stopped = stage.happens(order, new OrderEvent.StopRequested(StopCause.DRIVER, "driver:1"));
        ChargingOrder back = stage.orders.find(order.id()).block(PATIENCE);
        assertThat(back).isEqualTo(stopped.order());
        assertThat(stage.orders.find(order.tradeNo()).block(PATIENCE)).isEqualTo(back);
        assertThat(stopped.order().state()).isEqualTo(OrderState.STOPPING);
    }

    @Test
    void fiveHundredStartsAtOneGunOpenOneOrder() {
        long[] drivers = IntStream.range(0, 10)
                .mapToLong(i -> stage.driverWith(new Money(10_000)))
                .toArray();
        List<StartOutcome> outcomes = Objects.requireNonNull(Flux.range(0, STARTS)
                .flatMap(
                        i -> {
                            TradeNo tradeNo = stage.newTradeNo();
                            long driver = drivers[i % drivers.length];
                            return patiently(stage.orders.open(
                                            driver, "tap-" + i, stage.start(driver, "tap-" + i, gun(2, 1), tradeNo)))
                                    .subscribeOn(Schedulers.parallel());
                        },
                        STARTS)
                .collectList()
                .block(PATIENCE));
        assertThat(outcomes).hasSize(STARTS);
        assertThat(outcomes.stream().filter(StartOutcome.Accepted.class::isInstance))
                .hasSize(1);
        assertThat(outcomes.stream().filter(new StartOutcome.Refused(StartRefusal.GUN_BUSY)::equals))
                .hasSize(STARTS - 1);
        assertThat(stage.count("SELECT COUNT(*) FROM charging_order WHERE gun_id = '"
                        + gun(2, 1).digits() + "'"))
                .isEqualTo(1);
    }

    @Test
    void aHundredTapsWithOneKeyAreOneOrder() {
        long driver = stage.driverWith(new Money(50_000));
        List<StartOutcome> outcomes = Objects.requireNonNull(Flux.range(0, 100)
                .flatMap(
                        i -> patiently(stage.orders.open(
                                        driver, "tap", stage.start(driver, "tap", gun(3, 1), stage.newTradeNo())))
                                .subscribeOn(Schedulers.parallel()),
                        100)
                .collectList()
                .block(PATIENCE));
        assertThat(outcomes).hasSize(100).allMatch(StartOutcome.Accepted.class::isInstance);
        assertThat(outcomes.stream()
                        .map(outcome ->
                                ((StartOutcome.Accepted) outcome).order().id())
                        .distinct())
                .hasSize(1);
        assertThat(outcomes.stream().filter(outcome -> !((StartOutcome.Accepted) outcome).repeated()))
                .hasSize(1);
    }

    @Test
    void twoHundredStartsOfOneDriverHoldNoMoreThanTheWalletHas() {
        long driver = stage.driverWith(new Money(HOLD.fen() * 7 + 1));
        List<StartOutcome> outcomes = Objects.requireNonNull(Flux.range(1, 200)
                .flatMap(
                        i -> patiently(stage.orders.open(
                                        driver,
                                        "spend-" + i,
                                        stage.start(driver, "spend-" + i, gun(10 + i, 1), stage.newTradeNo())))
                                .subscribeOn(Schedulers.parallel()),
                        200)
                .collectList()
                .block(PATIENCE));
        assertThat(outcomes.stream().filter(StartOutcome.Accepted.class::isInstance))
                .hasSize(7);
        assertThat(outcomes.stream().filter(new StartOutcome.Refused(StartRefusal.BALANCE_TOO_LOW)::equals))
                .hasSize(193);
        assertThat(Objects.requireNonNull(
                                stage.wallets.wallet(stage.driver(driver)).block(PATIENCE))
                        .wallet()
                        .available())
                .isEqualTo(new Money(1));
    }

    @Test
    void theConditionOnTheWalletHoldsEvenIfTheDecisionDoesNotLook() {
        long driver = stage.driverWith(new Money(HOLD.fen() - 1));
        StartOutcome outcome = stage.orders
                .open(
                        driver,
                        "blind",
                        facts -> stage.start(driver, "blind", gun(4, 1), stage.newTradeNo())
                                .apply(new StartFacts(null, false, false, 0, HOLD)))
                .block(PATIENCE);
        assertThat(outcome).isEqualTo(new StartOutcome.Refused(StartRefusal.BALANCE_TOO_LOW));
    }

    @Test
    void aTradeNumberThatIsTakenIsToldAsSuch() {
        TradeNo taken =
                stage.opened(stage.driverWith(new Money(5_000)), gun(5, 1)).tradeNo();
        long other = stage.driverWith(new Money(5_000));
        assertThatThrownBy(() -> stage.orders
                        .open(other, "again", stage.start(other, "again", gun(5, 2), taken))
                        .block(PATIENCE))
                .isInstanceOf(TradeNoTakenException.class);
    }

    @Test
    void aStartThatFailsGivesTheHoldBackAndFreesTheGun() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = stage.opened(driver, gun(6, 1));
        stage.happens(order, new OrderEvent.StartSent());
        stage.happens(order, new OrderEvent.StartRejected(StartAnswer.PILE_FAULT, 4));
        assertThat(wallet(driver).available()).isEqualTo(new Money(5_000));
        assertThat(stage.opened(driver, gun(6, 1)).state()).isEqualTo(OrderState.CREATED);
    }

    @Test
    void concurrentChangesOfOneOrderAllHappenOneAfterTheOther() {
        ChargingOrder order = stage.charging(stage.driverWith(new Money(5_000)), gun(7, 1));
        int before = (int) Objects.requireNonNull(stage.orders.find(order.id()).block(PATIENCE))
                .version();
        Flux.range(0, 40)
                .flatMap(
                        i -> patiently(stage.orders.change(
                                        order.id(),
                                        now -> stage.machine.on(
                                                now,
                                                new OrderEvent.ChargingSeen(progress(1_000 + i, i)),
                                                NOW.plusSeconds(i))))
                                .subscribeOn(Schedulers.parallel()),
                        40)
                .then()
                .block(PATIENCE);
        ChargingOrder after =
                Objects.requireNonNull(stage.orders.find(order.id()).block(PATIENCE));
        long written = stage.count("SELECT COUNT(*) FROM order_event WHERE order_id = '"
                + order.id().text() + "' AND order_version > " + before);
        assertThat(after.version()).isEqualTo(before + written);
    }

    @Test
    void aTimerFiresOnceHoweverManyPollersSeeIt() {
        ChargingOrder order = stage.opened(stage.driverWith(new Money(5_000)), gun(8, 1));
        OrderTimer timer = Objects.requireNonNull(stage.orders
                .due(NOW.plusSeconds(91), 1_000)
                .filter(due -> due.orderId().equals(order.id()))
                .blockFirst(PATIENCE));
        assertThat(timer.dueAt()).isEqualTo(NOW.plusSeconds(90).truncatedTo(ChronoUnit.MILLIS));
        assertThat(stage.orders.due(NOW.plusSeconds(89), 1_000).collectList().block(PATIENCE))
                .doesNotContain(timer);
        List<Step> steps = Flux.range(0, 20)
                .flatMap(i -> patiently(stage.orders.fire(
                                timer,
                                now -> stage.machine.on(now, new OrderEvent.TimerFired(timer.kind()), timer.dueAt())))
                        .subscribeOn(Schedulers.parallel()))
                .collectList()
                .block(PATIENCE);
        assertThat(steps).hasSize(1).allMatch(Step.Changed.class::isInstance);
        assertThat(stage.orders.find(order.id()).block(PATIENCE))
                .extracting(ChargingOrder::state)
                .isEqualTo(OrderState.START_FAILED);
    }

    @Test
    void onlyNewerProgressIsKeptAndNoneOfAnOrderThatIsNotThere() {
        ChargingOrder order = stage.charging(stage.driverWith(new Money(5_000)), gun(9, 1));
        ChargingOrder gone = ChargingOrder.open(new OrderId("00000000000000000000000000"), order.terms());
        stage.orders
                .save(List.of(
                        new ProgressUpdate(order.id(), progress(200, 20)),
                        new ProgressUpdate(gone.id(), progress(1, 1))))
                .then(stage.orders.save(List.of(new ProgressUpdate(order.id(), progress(100, 10)))))
                .block(PATIENCE);
        assertThat(Objects.requireNonNull(stage.orders.find(order.id()).block(PATIENCE))
                        .progress())
                .isEqualTo(progress(200, 20));
        assertThat(stage.count("SELECT COUNT(*) FROM order_progress WHERE order_id = '"
                        + gone.id().text() + "'"))
                .isZero();
    }

    @Test
    void whatIsUnfinishedIsFoundAtStart() {
        long driver = stage.driverWith(new Money(10_000));
        ChargingOrder running = stage.charging(driver, gun(1, 2));
        ChargingOrder failed = stage.opened(driver, gun(2, 2));
        stage.happens(failed, new OrderEvent.StartSent());
        stage.happens(failed, new OrderEvent.TimerFired(OrderTimer.Kind.START_DEADLINE));
        // It began too late all the same: now there is a stop that must be repeated until the pile confirms it.
        stage.happens(failed, new OrderEvent.ChargingSeen(null));
        ChargingOrder refused = stage.opened(driver, gun(3, 2));
        stage.happens(refused, new OrderEvent.StartUnsendable());
        List<ChargingOrder> unfinished = stage.orders.unfinished().collectList().block(PATIENCE);
        assertThat(unfinished)
                .extracting(ChargingOrder::id)
                .contains(running.id(), failed.id())
                .doesNotContain(refused.id())
                .doesNotHaveDuplicates();
    }

    @Test
    void aDriverSeesOnlyTheirOwnOrdersAndStaffOnlyThoseOfTheirTenant() {
        long driver = stage.driverWith(new Money(5_000));
        long other = stage.driverWith(new Money(5_000));
        ChargingOrder order = stage.opened(driver, gun(4, 2));
        assertThat(stage.lists.get(stage.driver(driver), order.id()).block(PATIENCE))
                .isEqualTo(stage.orders.find(order.id()).block(PATIENCE));
        assertThat(stage.lists.get(stage.staff, order.id()).block(PATIENCE)).isNotNull();
        assertThat(stage.lists.get(stage.driver(other), order.id()).block(PATIENCE))
                .isNull();
        assertThat(stage.lists.get(new Scope.TenantStaff(2, 1), order.id()).block(PATIENCE))
                .isNull();
        assertThat(stage.lists.get(new Scope.Driver(2, driver), order.id()).block(PATIENCE))
                .isNull();
        assertThat(stage.lists
                        .list(stage.driver(driver), OrderLists.Filter.ALL, null, 10)
                        .block(PATIENCE))
                .isNotNull()
                .extracting(page -> page.items().size())
                .isEqualTo(1);
        assertThat(stage.lists.history(stage.staff, order.id()).collectList().block(PATIENCE))
                .hasSize(1);
    }

    @Test
    void aListGoesOnWhereItsCursorSays() {
        long driver = stage.driverWith(new Money(50_000));
        for (int i = 0; i < 5; i++) {
            stage.opened(driver, gun(5 + i, 2));
        }
        Page<ChargingOrder> first = Objects.requireNonNull(stage.lists
                .list(stage.driver(driver), OrderLists.Filter.ALL, null, 3)
                .block(PATIENCE));
        Page<ChargingOrder> second = Objects.requireNonNull(stage.lists
                .list(stage.driver(driver), OrderLists.Filter.ALL, first.nextCursor(), 3)
                .block(PATIENCE));
        assertThat(first.items()).hasSize(3);
        assertThat(second.items()).hasSize(2).doesNotContainAnyElementsOf(first.items());
        assertThat(second.nextCursor()).isNull();
    }

    private static Progress progress(long energy, int second) {
        return new Progress(new Energy(energy), new Amount(energy), 50, Columns.storable(NOW.plusSeconds(second)));
    }

    private static Wallet wallet(long driver) {
        return Objects.requireNonNull(stage.wallets.wallet(stage.driver(driver)).block(PATIENCE))
                .wallet();
    }

    /** A caller who is told "busy" comes again; what is tested is who wins, not how long the queue is. */
    private static <T> Mono<T> patiently(Mono<T> work) {
        return work.retryWhen(Retry.backoff(20, Duration.ofMillis(50))
                .filter(failure ->
                        failure instanceof DatabaseFailure.Busy || failure instanceof DatabaseFailure.Contended));
    }
}
