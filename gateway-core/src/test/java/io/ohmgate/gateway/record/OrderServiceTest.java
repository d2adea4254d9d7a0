package io.ohmgate.gateway.record;

import static io.ohmgate.gateway.record.GatewayStage.DRIVER;
import static io.ohmgate.gateway.record.GatewayStage.GUN;
import static io.ohmgate.gateway.record.GatewayStage.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.PileCommand.ReadGun;
import io.ohmgate.gateway.link.PileCommand.StartCharging;
import io.ohmgate.gateway.link.PileCommand.StopCharging;
import io.ohmgate.gateway.link.PileReport.StartAnswer;
import io.ohmgate.gateway.link.PileReport.StartAnswered;
import io.ohmgate.gateway.link.PileReport.StopAnswer;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartRefusal;
import io.ohmgate.gateway.order.StartRequest;
import io.ohmgate.gateway.order.StopCause;
import io.ohmgate.gateway.order.StopIntent;
import io.ohmgate.gateway.order.StopOutcome;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderServiceTest {
    private final GatewayStage stage = new GatewayStage();

    // Starts

    @Test
    void aStartIsDurableBeforeItIsWritten() {
        ChargingOrder order = stage.start();
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.START_SENT);
        assertThat(stage.sent(StartCharging.class))
                .containsExactly(new StartCharging(order.tradeNo(), GUN, new Money(50_000)));
        assertThat(stage.db.wallet(DRIVER).held()).isEqualTo(new Money(50_000));
    }

    @Test
    void aHundredTapsWithOneKeyAreOneOrderAndOneCommand() throws Exception {
        List<StartOutcome> outcomes = atOnce(100, i -> stage.tap("one tap"));
        assertThat(outcomes).allMatch(StartOutcome.Accepted.class::isInstance);
        assertThat(outcomes.stream().filter(o -> o instanceof StartOutcome.Accepted a && !a.repeated()))
                .hasSize(1);
        assertThat(stage.db.orders()).hasSize(1);
        assertThat(stage.sent(StartCharging.class)).hasSize(1);
        assertThat(stage.db.wallet(DRIVER).held()).isEqualTo(new Money(50_000));
    }

    @Test
    void fiveHundredDriversAtOneGunHaveOneWinner() throws Exception {
        for (long driver = 1_000; driver < 1_500; driver++) {
            stage.db.fund(driver, 10_000);
        }
        List<StartOutcome> outcomes =
                atOnce(500, i -> new StartRequest(1, 1_000 + i, GUN, new ChargeLimit.Full(), "tap", false));
        assertThat(outcomes.stream().filter(StartOutcome.Accepted.class::isInstance))
                .hasSize(1);
        assertThat(outcomes.stream().filter(new StartOutcome.Refused(StartRefusal.GUN_BUSY)::equals))
                .hasSize(499);
        assertThat(stage.sent(StartCharging.class)).hasSize(1);
    }

    private List<StartOutcome> atOnce(int count, IntFunction<StartRequest> request) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Future<StartOutcome>> running = new ArrayList<>();
        List<StartOutcome> outcomes = new ArrayList<>();
        try (ExecutorService drivers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                StartRequest tap = request.apply(i);
                running.add(drivers.submit(() -> {
                    go.await();
                    return stage.orders.start(tap).block(Duration.ofSeconds(20));
                }));
            }
            go.countDown();
            for (Future<StartOutcome> one : running) {
                outcomes.add(one.get(30, TimeUnit.SECONDS));
            }
        }
        return outcomes;
    }

    @Test
    void theSameKeyForAnotherWishIsRefusedAndDoesNothing() {
        stage.orders.start(stage.tap("key")).block();
        StartOutcome other = stage.orders
                .start(new StartRequest(1, DRIVER, GUN, new ChargeLimit.Minutes(5), "key", false))
                .block();
        assertThat(other).isInstanceOf(StartOutcome.KeyReused.class);
        assertThat(stage.db.orders()).hasSize(1);
    }

    @Test
    void aDriverWhoDropsOffTheNetworkStillGetsTheOrder() {
        stage.orders.start(stage.tap("gone")).subscribe().dispose();
        assertThat(stage.db.orders()).extracting(ChargingOrder::state).containsExactly(OrderState.START_SENT);
    }

    @Test
    void noStartIsWrittenTwiceWhenTheAnswerOfTheCommitWasLost() {
        stage.db.loseAnswers(2);
        stage.orders.start(stage.tap("unlucky")).subscribe(outcome -> {}, error -> {});
        stage.orders.start(stage.tap("unlucky")).subscribe(outcome -> {}, error -> {});
        stage.passes(30);
        assertThat(stage.db.orders()).hasSize(1);
        assertThat(stage.sent(StartCharging.class)).hasSizeLessThanOrEqualTo(1);
        stage.passes(90);
        assertThat(stage.db.orders()).extracting(ChargingOrder::state).containsExactly(OrderState.START_FAILED);
        assertThat(stage.db.wallet(DRIVER).held()).isEqualTo(Money.ZERO);
    }

    @Test
    void aRepeatedTapRescuesAStartWhoseFirstAnswerWasLost() {
        stage.db.loseAnswers(1);
        stage.orders.start(stage.tap("again")).subscribe(outcome -> {}, error -> {});
        assertThat(stage.sent(StartCharging.class)).isEmpty();
        stage.orders.start(stage.tap("again")).block();
        assertThat(stage.sent(StartCharging.class)).hasSize(1);
    }

    @Test
    void afterARestartAStartIsAskedAboutAndNotWrittenAgain() {
        ChargingOrder order = stage.start();
        GatewayStage next = stage.restarted();
        next.orders.cameBack(next.session);
        next.passes(60);
        assertThat(next.sent(StartCharging.class)).isEmpty();
        assertThat(next.sent(ReadGun.class)).containsExactly(new ReadGun(GUN));
        next.reportsCharging(order.tradeNo(), 10);
        assertThat(next.db.order(order.id()).state()).isEqualTo(OrderState.CHARGING);
    }

    @Test
    void aReportForAnotherPileChangesNothing() {
        ChargingOrder order = stage.start();
        stage.orders.reported(
                new SessionId(new PileNo("99999999999999"), 1),
                new StartAnswered(order.tradeNo(), GUN, StartAnswer.PILE_FAULT, 3));
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.START_SENT);
    }

    // Reports

    @Test
    void aRunningChargeDoesNotTouchTheTablesWithEachReport() {
        ChargingOrder order = stage.charging(10);
        int changes = stage.db.changes;
        for (int i = 1; i <= 240; i++) {
            stage.passes(15);
            stage.reportsCharging(order.tradeNo(), 10 + i);
        }
        assertThat(stage.db.changes).isEqualTo(changes);
        assertThat(stage.db.progressWrites).isBetween(58, 61);
        assertThat(stage.orders.runningOn(GUN)).hasValueSatisfying(charge -> {
            assertThat(charge.progress()).extracting("energy").isEqualTo(new Energy(250));
            assertThat(charge.meter()).extracting(meter -> meter.energy()).isEqualTo(new Energy(250));
        });
    }

    @Test
    void anEventThatMattersOutlivesAShortOutage() {
        ChargingOrder order = stage.start();
        stage.db.fail(3);
        stage.reportsCharging(order.tradeNo(), 10);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.START_SENT);
        stage.passes(10);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.CHARGING);
    }

    @Test
    void aTransactionThatHangsDoesNotHoldTheGunForEver() {
        ChargingOrder order = stage.start();
        stage.db.hang(2);
        stage.reportsCharging(order.tradeNo(), 10);
        stage.passes(30);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.CHARGING);
    }

    @Test
    void aPileThatTellsNoNumberWhileItChargesIsTakenForItsOrder() {
        ChargingOrder order = stage.start();
        stage.reportsCharging(null, 10);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.CHARGING);
    }

    @Test
    void energyThatNobodyAskedForIsNoticedAndStoppedAtTheSecondReport() {
        stage.reportsCharging(null, 10);
        assertThat(stage.told(OrderNotice.EnergyWithoutOrder.class)).isFalse();
        stage.passes(15).reportsCharging(null, 20);
        assertThat(stage.told(OrderNotice.EnergyWithoutOrder.class)).isTrue();
        assertThat(stage.sent(StopCharging.class)).containsExactly(new StopCharging(GUN));
    }

    @Test
    void anotherChargeTwiceOnTheGunEndsOursInTheBooks() {
        ChargingOrder order = stage.charging(10);
        TradeNo foreign = new TradeNo("F".repeat(32));
        stage.reportsCharging(foreign, 10);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.CHARGING);
        stage.passes(15).reportsCharging(foreign, 20);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.AWAITING_RECORD);
    }

    @Test
    void lateFramesOfAnOrderThatEndedDoNotEndTheNextOne() {
        ChargingOrder first = stage.charging(10);
        stage.sendsRecord(record(first.tradeNo(), 10_000), () -> {});
        stage.passes(2);
        ChargingOrder second = stage.charging(5);
        for (int i = 0; i < 5; i++) {
            stage.reportsCharging(first.tradeNo(), 11);
        }
        assertThat(stage.db.order(second.id()).state()).isEqualTo(OrderState.CHARGING);
        assertThat(stage.sent(StopCharging.class)).isEmpty();
    }

    // Limits

    @Test
    void aChargeStopsOneIntervalBeforeItsHoldIsSpent() {
        ChargingOrder order = stage.start(new ChargeLimit.Amount(new Money(1_500)));
        stage.answersStart(order, StartAnswer.ACCEPTED);
        // 60 kW for 15 s at 1.50 yuan are 0.25 kWh, 0.375 yuan.
        stage.reportsCharging(order.tradeNo(), 97_000);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.CHARGING);
        stage.reportsCharging(order.tradeNo(), 97_500);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.STOPPING);
        assertThat(stage.db.order(order.id()).stop())
                .extracting(StopIntent::cause)
                .isEqualTo(StopCause.LIMIT_REACHED);
    }

    @Test
    void aLimitOfEnergyStops() {
        ChargingOrder order = stage.start(new ChargeLimit.EnergyLimit(new Energy(50_000)));
        stage.answersStart(order, StartAnswer.ACCEPTED);
        stage.reportsCharging(order.tradeNo(), 49_999);
        assertThat(stage.sent(StopCharging.class)).isEmpty();
        stage.reportsCharging(order.tradeNo(), 50_000);
        assertThat(stage.sent(StopCharging.class)).hasSize(1);
    }

    // Stops

    @Test
    void anAcceptedStopIsWrittenAgainUntilThePileAnswers() {
        ChargingOrder order = stage.charging(10);
        assertThat(stop(order)).isInstanceOf(StopOutcome.Accepted.class);
        stage.passes(22);
        assertThat(stage.sent(StopCharging.class)).hasSize(4);
        stage.answersStop(StopAnswer.ACCEPTED);
        stage.passes(300);
        assertThat(stage.sent(StopCharging.class)).hasSize(4);
    }

    private StopOutcome stop(ChargingOrder order) {
        return stage.orders
                .stop(order.id(), StopCause.DRIVER, "driver:7")
                .blockOptional()
                .orElseThrow();
    }

    @Test
    void aStopOutlivesARestartOfTheGatewayAndAnOfflinePile() {
        ChargingOrder order = stage.charging(10);
        stage.online = false;
        stop(order);
        assertThat(stage.sent(StopCharging.class)).isEmpty();
        GatewayStage next = stage.restarted();
        next.online = false;
        next.passes(120);
        next.online = true;
        next.orders.cameBack(next.session);
        assertThat(next.sent(StopCharging.class)).hasSize(1);
        assertThat(next.told(OrderNotice.StopWentUnconfirmed.class)).isTrue();
    }

    @Test
    void aStopOfAnEndedOrderIsHarmless() {
        ChargingOrder order = stage.charging(10);
        stage.reportsIdle();
        stage.reportsIdle();
        assertThat(stop(order)).isInstanceOf(StopOutcome.AlreadyOver.class);
        assertThat(stage.sent(StopCharging.class)).isEmpty();
    }

    @Test
    void aStopForAnOrderThatIsOverNeverHitsTheNextDriver() {
        ChargingOrder first = stage.start();
        stage.passes(91);
        stage.answersStart(first, StartAnswer.ACCEPTED);
        int stops = stage.sent(StopCharging.class).size();
        stage.start();
        stage.passes(45);
        assertThat(stage.sent(StopCharging.class)).hasSize(stops);
    }

    // Whole lives

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLateSuccessAfterAFailedStartIsStoppedAndBilled(boolean restartBetween) {
        ChargingOrder order = stage.start();
        stage.passes(91);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.START_FAILED);
        GatewayStage now = restartBetween ? stage.restarted() : stage;
        int before = now.sent(StopCharging.class).size();
        now.answersStart(order, StartAnswer.ACCEPTED);
        assertThat(now.sent(StopCharging.class)).hasSize(before + 1);
        now.reportsCharging(order.tradeNo(), 100);
        now.sendsRecord(record(order.tradeNo(), 20_000), () -> {});
        now.passes(2);
        assertThat(now.db.order(order.id()).state()).isEqualTo(OrderState.SETTLED);
        assertThat(now.balance()).isEqualTo(new Money(100_000 - 300));
        now.passes(300);
        assertThat(now.sent(StopCharging.class)).hasSize(before + 1);
    }

    @Test
    void lateEnergyThatTheWalletCannotPayIsOwed() {
        stage.db.fund(DRIVER, 500);
        ChargingOrder order = stage.start();
        stage.passes(91);
        stage.sendsRecord(record(order.tradeNo(), 100_000), () -> {});
        stage.passes(2);
        assertThat(stage.db.bills()).singleElement().satisfies(bill -> {
            assertThat(bill.fromWallet()).isEqualTo(new Money(500));
            assertThat(bill.owed()).isEqualTo(new Money(1_000));
        });
        assertThat(stage.balance()).isEqualTo(Money.ZERO);
        assertThat(stage.db.ledgerSum()).isZero();
    }

    @Test
    void anOrdinaryChargeIsBilledByItsRecordAndTheRestOfTheHoldReleased() {
        ChargingOrder order = stage.charging(10);
        stop(order);
        stage.answersStop(StopAnswer.ACCEPTED);
        stage.sendsRecord(record(order.tradeNo(), 100_000), () -> {});
        stage.passes(2);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.SETTLED);
        assertThat(stage.balance()).isEqualTo(new Money(98_500));
        assertThat(stage.db.wallet(DRIVER).held()).isEqualTo(Money.ZERO);
        assertThat(stage.db.ledgerSum()).isZero();
        assertThat(stage.told(OrderNotice.ChargeBilled.class)).isTrue();
        assertThat(stage.orders.runningOn(GUN)).isEmpty();
    }

    @Test
    void aPileThatRebootsAndNeverSendsARecordEndsWithAPersonAndKeepsTheHold() {
        ChargingOrder order = stage.charging(10);
        stage.orders.cameBack(stage.session);
        stage.reportsIdle();
        stage.passes(31);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.AWAITING_RECORD);
        assertThat(stage.told(OrderNotice.RecordWentMissing.class)).isTrue();
        stage.passes(Duration.ofDays(1));
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.NEEDS_PERSON);
        assertThat(stage.db.hold(order.id()).isOpen()).isTrue();
    }

    @Test
    void noTimerIsLostOrLateOverARestartAtEachSecondOfAStart() {
        for (int second = 0; second <= 90; second += 9) {
            GatewayStage fresh = new GatewayStage();
            ChargingOrder order = fresh.start();
            fresh.passes(second);
            GatewayStage next = fresh.restarted();
            next.passes(91 - second);
            assertThat(next.db.order(order.id()).state())
                    .as("restart at %s s", second)
                    .isEqualTo(OrderState.START_FAILED);
            assertThat(next.db.overdueTimers(next.clock.instant())).isZero();
        }
    }
}
