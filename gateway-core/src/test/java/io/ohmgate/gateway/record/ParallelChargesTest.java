package io.ohmgate.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.PileCommand.StartCharging;
import io.ohmgate.gateway.link.PileCommand.StopCharging;
import io.ohmgate.gateway.link.PileReport.GunReported;
import io.ohmgate.gateway.link.PileReport.StartAnswer;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderOrigin;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.StartBy;
import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartRefusal;
import io.ohmgate.gateway.order.StopCause;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.PileNo;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Two guns of one vehicle (并充), and money that comes in while one charges. */
class ParallelChargesTest {
    private static final GunId OTHER_GUN = GatewayStage.PILE.gun(2);

    private GatewayStage stage = new GatewayStage();

    private StartOutcome startOn(GunId other) {
        return Objects.requireNonNull(stage.orders
                .start(stage.tap("pair").by(StartBy.APP.with(other)))
                .block(Duration.ZERO));
    }

    private ChargingOrder main() {
        return on(GatewayStage.GUN);
    }

    private ChargingOrder part() {
        return on(OTHER_GUN);
    }

    private ChargingOrder on(GunId gun) {
        return stage.db.orders().stream()
                .filter(order -> order.gun().equals(gun))
                .findFirst()
                .orElseThrow();
    }

    private void charges(ChargingOrder order, long units) {
        Telemetry telemetry =
                new Telemetry(4_000, 1_500, null, 50, null, null, null, new Energy(units), new Amount(units * 3 / 2));
        stage.orders.reported(
                stage.session,
                new GunReported(order.gun(), order.tradeNo(), GunState.CHARGING, true, false, telemetry, 0));
    }

    private void bothCharge() {
        startOn(OTHER_GUN);
        stage.answersStart(main(), StartAnswer.ACCEPTED);
        stage.answersStart(part(), StartAnswer.ACCEPTED);
        charges(main(), 100);
        charges(part(), 100);
    }

    @Test
    void oneTapStartsBothGunsUnderOneParallelNumberAndOneHold() {
        startOn(OTHER_GUN);
        List<StartCharging> starts = stage.sent(StartCharging.class);
        assertThat(starts).extracting(StartCharging::gun).containsExactly(GatewayStage.GUN, OTHER_GUN);
        assertThat(starts).extracting(StartCharging::tradeNo).doesNotHaveDuplicates();
        assertThat(starts).extracting(StartCharging::parallelNo).doesNotContainNull();
        assertThat(starts.stream().map(StartCharging::parallelNo).distinct()).hasSize(1);
        assertThat(stage.db.wallet(GatewayStage.DRIVER).held()).isEqualTo(new Money(50_000));
        assertThat(main().terms().source().origin()).isEqualTo(OrderOrigin.PARALLEL);
        assertThat(part().terms().partOf(part().id())).isTrue();
        assertThat(main().terms().partOf(main().id())).isFalse();
    }

    @Test
    void aGunOfAnotherPileOrTheSameGunTwiceIsRefused() {
        assertThat(startOn(GatewayStage.GUN)).isEqualTo(new StartOutcome.Refused(StartRefusal.NOT_PARALLEL));
        assertThat(startOn(new PileNo("32010600019237").gun(1)))
                .isEqualTo(new StartOutcome.Refused(StartRefusal.NOT_PARALLEL));
    }

    @Test
    void oneGunThatRefusesCancelsBoth() {
        startOn(OTHER_GUN);
        stage.answersStart(main(), StartAnswer.ACCEPTED);
        stage.answersStart(part(), StartAnswer.PILE_FAULT);
        assertThat(part().state()).isEqualTo(OrderState.START_FAILED);
        assertThat(main().state()).isEqualTo(OrderState.STOPPING);
        assertThat(stage.sent(StopCharging.class)).extracting(StopCharging::gun).containsExactly(GatewayStage.GUN);
    }

    @Test
    void oneGunThatIsMissingAfterNinetySecondsCancelsBoth() {
        startOn(OTHER_GUN);
        stage.answersStart(main(), StartAnswer.ACCEPTED);
        charges(main(), 100);
        stage.passes(91);
        assertThat(part().state()).isEqualTo(OrderState.START_FAILED);
        assertThat(main().state()).isEqualTo(OrderState.STOPPING);
        assertThat(main().stop()).isNotNull();
        assertThat(stage.sent(StopCharging.class)).extracting(StopCharging::gun).contains(GatewayStage.GUN, OTHER_GUN);
    }

    @Test
    void aStopGoesToBothGuns() {
        bothCharge();
        stage.orders.stop(main().id(), StopCause.DRIVER, "driver:7").block(Duration.ZERO);
        assertThat(List.of(main().state(), part().state())).containsOnly(OrderState.STOPPING);
        assertThat(stage.sent(StopCharging.class))
                .extracting(StopCharging::gun)
                .containsExactlyInAnyOrder(GatewayStage.GUN, OTHER_GUN);
    }

    @Test
    void theGunsTogetherSpendNoMoreThanTheOneHold() {
        stage.db.fund(GatewayStage.DRIVER, 2_000);
        bothCharge();
        stage.passes(600);
        charges(main(), 60_000);
        charges(part(), 60_000);
        assertThat(List.of(main().state(), part().state())).containsOnly(OrderState.CHARGING);
        // 13.2 kWh at 1.50 yuan, and 15 s of both guns' 60 kW, are more than the 20 yuan that are held.
        stage.passes(60);
        charges(main(), 66_000);
        charges(part(), 66_000);
        assertThat(List.of(main().state(), part().state())).containsOnly(OrderState.STOPPING);
    }

    @Test
    void afterARestartAGunWhosePartnerFailedIsStopped() {
        bothCharge();
        // The partner's failure was committed, and the gateway died before it was carried out.
        stage.db.rewrite(part().id(), OrderState.START_FAILED);
        stage = stage.restarted();
        stage.passes(1);
        assertThat(main().state()).isEqualTo(OrderState.STOPPING);
    }

    @Test
    void moneyThatComesInIsHeldForTheChargeThatRuns() {
        stage.db.fund(GatewayStage.DRIVER, 2_000);
        ChargingOrder order = stage.charging(100);
        assertThat(order.terms().hold()).isEqualTo(new Money(2_000));
        stage.db.credit(GatewayStage.DRIVER, 3_000);
        stage.orders.raiseHolds(GatewayStage.DRIVER).block(Duration.ZERO);
        assertThat(stage.db.order(order.id()).terms().hold()).isEqualTo(new Money(5_000));
        assertThat(stage.db.wallet(GatewayStage.DRIVER).held()).isEqualTo(new Money(5_000));
        assertThat(stage.notices)
                .filteredOn(OrderNotice.LimitRaised.class::isInstance)
                .extracting(notice -> ((OrderNotice.LimitRaised) notice).limit())
                .containsExactly(new Money(5_000));
    }

    @Test
    void bothGunsHearOfMoneyThatComesIn() {
        stage.db.fund(GatewayStage.DRIVER, 2_000);
        bothCharge();
        stage.db.credit(GatewayStage.DRIVER, 3_000);
        stage.orders.raiseHolds(GatewayStage.DRIVER).block(Duration.ZERO);
        assertThat(List.of(main().terms().hold(), part().terms().hold())).containsOnly(new Money(5_000));
        assertThat(stage.db.wallet(GatewayStage.DRIVER).held()).isEqualTo(new Money(5_000));
        assertThat(stage.notices)
                .filteredOn(OrderNotice.LimitRaised.class::isInstance)
                .hasSize(2);
    }

    @Test
    void aStopUnderWayIsNotTakenBackByMoney() {
        stage.db.fund(GatewayStage.DRIVER, 2_000);
        ChargingOrder order = stage.charging(100);
        stage.orders.stop(order.id(), StopCause.DRIVER, "driver:7").block(Duration.ZERO);
        stage.db.credit(GatewayStage.DRIVER, 3_000);
        stage.orders.raiseHolds(GatewayStage.DRIVER).block(Duration.ZERO);
        assertThat(stage.db.wallet(GatewayStage.DRIVER).held()).isEqualTo(new Money(2_000));
    }
}
