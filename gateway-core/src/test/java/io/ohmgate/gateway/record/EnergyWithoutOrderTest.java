package io.ohmgate.gateway.record;

import static io.ohmgate.gateway.record.GatewayStage.GUN;
import static io.ohmgate.gateway.record.GatewayStage.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.PileCommand.ReadGun;
import io.ohmgate.gateway.link.PileCommand.StopCharging;
import io.ohmgate.gateway.link.PileReport.StartAnswer;
import io.ohmgate.gateway.link.PileReport.StopAnswer;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.StopCause;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A12: energy that no order asked for is told, stopped and given an order within 45 s, at whichever moment it begins. */
class EnergyWithoutOrderTest {
    private static final TradeNo UNKNOWN = new TradeNo("F".repeat(32));
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    /** Steps before and after each critical moment. */
    private static final int STEPS = Integer.getInteger("ohmgate.race.steps", 75);

    private static void reportsForSeconds(GatewayStage stage, @Nullable TradeNo told, int seconds) {
        for (int second = 0; second <= seconds; second += 15) {
            stage.reportsCharging(told, 2_500L * (second / 15 + 1));
            stage.passes(15);
        }
    }

    @Test
    void anUnknownNumberIsToldStoppedAndGivenAnOrderWithinFortyFiveSeconds() {
        GatewayStage stage = new GatewayStage();
        stage.reportsCharging(UNKNOWN, 10);
        assertThat(stage.sent(ReadGun.class)).containsExactly(new ReadGun(GUN));
        stage.passes(15).reportsCharging(UNKNOWN, 2_510);
        assertThat(stage.told(OrderNotice.EnergyWithoutOrder.class)).isTrue();
        assertThat(stage.told(OrderNotice.OrphanCharging.class)).isTrue();
        assertThat(stage.sent(StopCharging.class)).containsExactly(new StopCharging(GUN));
        assertThat(stage.db.orders()).singleElement().satisfies(orphan -> {
            assertThat(orphan.terms().orphan()).isTrue();
            assertThat(orphan.state()).isEqualTo(OrderState.IN_REVIEW);
        });
    }

    @Test
    void oneChargeMakesOneOrderHoweverLongItRuns() {
        GatewayStage stage = new GatewayStage();
        reportsForSeconds(stage, UNKNOWN, 300);
        stage.reportsIdle();
        reportsForSeconds(stage, UNKNOWN, 60);
        assertThat(stage.db.orders()).hasSize(1);
    }

    @Test
    void storedReportsInARowAreNotEnergy() {
        GatewayStage stage = new GatewayStage();
        ChargingOrder order = stage.charging(10);
        for (int i = 0; i < 40; i++) {
            stage.reportsCharging(UNKNOWN, 10 + i);
            stage.passes(Duration.ofMillis(250));
            if (i % 20 == 19) {
                stage.reportsCharging(order.tradeNo(), 20 + i);
            }
        }
        assertThat(stage.told(OrderNotice.EnergyWithoutOrder.class)).isFalse();
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.CHARGING);
    }

    @Test
    void anUnknownNumberOnABusyGunEndsItsOrderAndIsStoppedInOneGo() {
        GatewayStage stage = new GatewayStage();
        ChargingOrder order = stage.charging(10);
        stage.reportsCharging(UNKNOWN, 10);
        stage.passes(15).reportsCharging(UNKNOWN, 20);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.AWAITING_RECORD);
        assertThat(stage.sent(StopCharging.class)).hasSize(1);
        assertThat(stage.db.orders()).hasSize(2);
    }

    /** The pile begins to charge just before, at and just after the moment at which the start is given up. */
    @Test
    void energyAroundTheEndOfAStartIsAChargeOrStoppedAndAlwaysBilled() {
        for (int step = -STEPS; step <= STEPS; step++) {
            GatewayStage stage = new GatewayStage();
            ChargingOrder order = stage.start();
            stage.passes(Duration.ofSeconds(90).plus(MILLISECOND.multipliedBy(step)));
            reportsForSeconds(stage, order.tradeNo(), 45);
            boolean began = stage.db.order(order.id()).state() == OrderState.CHARGING;
            assertThat(began || !stage.sent(StopCharging.class).isEmpty())
                    .as("%s ms", step)
                    .isTrue();
            stage.sendsRecord(record(order.tradeNo(), 20_000), () -> {});
            stage.passes(3);
            assertThat(stage.balance()).as("%s ms", step).isEqualTo(new Money(99_700));
        }
    }

    /** The plug goes in around the moment at which the pile stops to wait for it. */
    @Test
    void aPlugAroundTheEndOfItsGraceIsAChargeOrStoppedAndAlwaysBilled() {
        for (int step = -STEPS; step <= STEPS; step++) {
            GatewayStage stage = new GatewayStage();
            ChargingOrder order = stage.start();
            stage.answersStart(order, StartAnswer.NOT_PLUGGED);
            stage.passes(Duration.ofSeconds(65).plus(MILLISECOND.multipliedBy(step)));
            stage.answersStart(order, StartAnswer.ACCEPTED);
            reportsForSeconds(stage, order.tradeNo(), 45);
            boolean began = stage.db.order(order.id()).state() == OrderState.CHARGING;
            assertThat(began || !stage.sent(StopCharging.class).isEmpty())
                    .as("%s ms", step)
                    .isTrue();
            stage.sendsRecord(record(order.tradeNo(), 20_000), () -> {});
            stage.passes(3);
            assertThat(stage.balance()).as("%s ms", step).isEqualTo(new Money(99_700));
        }
    }

    /** 卡秒法: the pile says that it stopped, sends its record, and charges on without a number. */
    @Test
    void energyThatFlowsOnAfterAStopIsNoticedAtWhicheverMillisecondTheRecordComes() {
        for (int step = 0; step <= 2 * STEPS; step++) {
            GatewayStage stage = new GatewayStage();
            ChargingOrder order = stage.charging(10);
            stage.orders.stop(order.id(), StopCause.DRIVER, "driver:7").block(Duration.ZERO);
            stage.answersStop(StopAnswer.ACCEPTED);
            stage.passes(MILLISECOND.multipliedBy(step));
            stage.sendsRecord(record(order.tradeNo(), 10), () -> {});
            stage.passes(1);
            int stops = stage.sent(StopCharging.class).size();
            reportsForSeconds(stage, null, 45);
            assertThat(stage.told(OrderNotice.EnergyWithoutOrder.class))
                    .as("%s ms", step)
                    .isTrue();
            assertThat(stage.sent(StopCharging.class)).as("%s ms", step).hasSizeGreaterThan(stops);
            assertThat(stage.db.orders()).as("%s ms", step).hasSize(2);
        }
    }
}
