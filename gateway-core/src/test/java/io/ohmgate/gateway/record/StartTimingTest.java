package io.ohmgate.gateway.record;

import static io.ohmgate.gateway.record.GatewayStage.GUN;
import static io.ohmgate.gateway.record.GatewayStage.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.PileCommand.StopCharging;
import io.ohmgate.gateway.link.PileReport.StartAnswer;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEnd.EndReason;
import io.ohmgate.gateway.order.OrderState;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** F1-05: when the pile answers a start decides what becomes of the order, and no energy stays unbilled, however late. */
class StartTimingTest {
    private final GatewayStage stage = new GatewayStage();

    @ParameterizedTest
    @CsvSource({"1,  START_ACKED", "59, START_ACKED", "61, START_ACKED", "89, START_ACKED", "91, START_FAILED"})
    void aYesAfterSoManySecondsGivesTheStateOfTheTable(int seconds, OrderState state) {
        ChargingOrder order = stage.start();
        stage.passes(seconds);
        stage.answersStart(order, StartAnswer.ACCEPTED);
        assertThat(now(order)).isEqualTo(state);
        energyIsBilled(order);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 59, 61, 89, 91})
    void aYesWithoutEnergyFailsAtNinetySecondsAndGivesTheMoneyBack(int seconds) {
        ChargingOrder order = stage.start();
        stage.passes(seconds);
        stage.answersStart(order, StartAnswer.ACCEPTED);
        stage.passes(92);
        assertThat(now(order)).isEqualTo(OrderState.START_FAILED);
        assertThat(stage.db.wallet(GatewayStage.DRIVER).held()).isEqualTo(Money.ZERO);
        assertThat(stage.sent(StopCharging.class)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"59, START_ACKED", "64, START_ACKED", "66, START_FAILED"})
    void aPlugInTimeStartsAndOneTooLateIsStopped(int pluggedAfter, OrderState state) {
        ChargingOrder order = stage.start();
        stage.passes(1);
        stage.answersStart(order, StartAnswer.NOT_PLUGGED);
        stage.passes(pluggedAfter - 1);
        stage.answersStart(order, StartAnswer.ACCEPTED);
        assertThat(now(order)).isEqualTo(state);
        energyIsBilled(order);
    }

    @Test
    void nobodyWhoPlugsInTimeIsCharged() {
        ChargingOrder order = stage.start();
        stage.answersStart(order, StartAnswer.NOT_PLUGGED);
        stage.passes(66);
        assertThat(now(order)).isEqualTo(OrderState.START_FAILED);
        assertThat(end(order)).isEqualTo(EndReason.NOT_PLUGGED_IN_TIME);
        assertThat(stage.sent(StopCharging.class)).containsExactly(new StopCharging(GUN));
    }

    @Test
    void noAnswerAtAllFailsAtNinetySeconds() {
        ChargingOrder order = stage.start();
        stage.passes(89);
        assertThat(now(order)).isEqualTo(OrderState.START_SENT);
        stage.passes(2);
        assertThat(now(order)).isEqualTo(OrderState.START_FAILED);
        assertThat(end(order)).isEqualTo(EndReason.NO_START_IN_TIME);
        energyIsBilled(order);
    }

    @Test
    void noAnswerButEnergyIsACharge() {
        ChargingOrder order = stage.start();
        stage.passes(30);
        stage.reportsCharging(order.tradeNo(), 100);
        assertThat(now(order)).isEqualTo(OrderState.CHARGING);
        energyIsBilled(order);
    }

    @Test
    void aRefusalClosesAtOnceAndARefusalThatStartsAllTheSameIsStoppedAndBilled() {
        ChargingOrder order = stage.start();
        stage.answersStart(order, StartAnswer.PILE_FAULT);
        assertThat(now(order)).isEqualTo(OrderState.START_FAILED);
        energyIsBilled(order);
        assertThat(stage.sent(StopCharging.class)).isNotEmpty();
    }

    @Test
    void aYesLongAfterTheCloseIsStoppedAndItsEnergyBilled() {
        ChargingOrder order = stage.start();
        stage.passes(Duration.ofMinutes(10));
        int stops = stage.sent(StopCharging.class).size();
        stage.answersStart(order, StartAnswer.ACCEPTED);
        assertThat(stage.sent(StopCharging.class)).hasSize(stops + 1);
        energyIsBilled(order);
    }

    /** Whatever was decided: the pile charges, stops when told, and sends its record. */
    private void energyIsBilled(ChargingOrder order) {
        stage.reportsCharging(order.tradeNo(), 500);
        stage.passes(15);
        stage.reportsCharging(order.tradeNo(), 1_000);
        stage.sendsRecord(record(order.tradeNo(), 20_000), () -> {});
        stage.passes(3);
        assertThat(now(order)).isEqualTo(OrderState.SETTLED);
        assertThat(stage.balance()).isEqualTo(new Money(100_000 - 300));
        assertThat(stage.db.wallet(GatewayStage.DRIVER).held()).isEqualTo(Money.ZERO);
    }

    private OrderState now(ChargingOrder order) {
        return stage.db.order(order.id()).state();
    }

    private EndReason end(ChargingOrder order) {
        return Objects.requireNonNull(stage.db.order(order.id()).end()).reason();
    }
}
