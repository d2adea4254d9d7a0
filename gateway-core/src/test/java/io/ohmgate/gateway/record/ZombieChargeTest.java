package io.ohmgate.gateway.record;

import static io.ohmgate.gateway.record.GatewayStage.DRIVER;
import static io.ohmgate.gateway.record.GatewayStage.GUN;
import static io.ohmgate.gateway.record.GatewayStage.PILE;
import static io.ohmgate.gateway.record.GatewayStage.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.link.PileCommand.ReadGun;
import io.ohmgate.gateway.link.PileCommand.StopCharging;
import io.ohmgate.gateway.link.PileReport.GunReported;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEnd.EndReason;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartRequest;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** F1-15: charges that never end by themselves are ended by rule, their money freed or held by rule, and it is told. */
class ZombieChargeTest {
    private static final GunId SECOND = PILE.gun(2);
    private final GatewayStage stage = new GatewayStage();

    @Test
    void twoIdleReportsWithoutARecordEndItAndKeepOnlyWhatItCanHaveCost() {
        ChargingOrder order = stage.charging(10_000);
        stage.passes(15).reportsCharging(order.tradeNo(), 12_500);
        stage.passes(5).reportsIdle();
        stage.passes(15).reportsIdle();
        assertThat(state(order)).isEqualTo(OrderState.AWAITING_RECORD);
        assertThat(stage.db.wallet(DRIVER).held()).isEqualTo(new Money(50_000));
        stage.passes(31);
        assertThat(stage.told(OrderNotice.RecordWentMissing.class)).isTrue();
        // 1.25 kWh told, and 120 kW for the 20 s until it was seen idle, and 15 more, at 1.50 yuan.
        assertThat(stage.db.wallet(DRIVER).held()).isEqualTo(new Money(188 + 175));
        stage.sendsRecord(record(order.tradeNo(), 14_000), () -> {});
        stage.passes(2);
        assertThat(state(order)).isEqualTo(OrderState.SETTLED);
        assertThat(stage.balance()).isEqualTo(new Money(100_000 - 210));
    }

    @Test
    void aSilentPileIsAskedThenToldThenClosedAndTheDriverIsFree() {
        ChargingOrder order = stage.charging(10_000);
        stage.passes(59);
        assertThat(stage.sent(ReadGun.class)).isEmpty();
        stage.passes(4);
        assertThat(stage.sent(ReadGun.class)).containsExactly(new ReadGun(GUN));
        assertThat(stage.told(OrderNotice.ChargeWentSilent.class)).isFalse();
        stage.passes(10);
        assertThat(stage.told(OrderNotice.ChargeWentSilent.class)).isTrue();
        assertThat(state(order)).isEqualTo(OrderState.CHARGING);
        stage.passes(Duration.ofHours(12));
        assertThat(state(order)).isEqualTo(OrderState.AWAITING_RECORD);
        assertThat(end(order)).isEqualTo(EndReason.PILE_WENT_SILENT);
        assertThat(stage.db.wallet(DRIVER).held()).isEqualTo(new Money(50_000));
        assertThat(stage.orders.start(stage.tap("elsewhere")).block(Duration.ZERO))
                .isInstanceOf(StartOutcome.Accepted.class);
    }

    @Test
    void aReportEndsTheSilence() {
        ChargingOrder order = stage.charging(10_000);
        stage.passes(62).reportsCharging(order.tradeNo(), 10_100);
        stage.passes(30);
        assertThat(stage.told(OrderNotice.ChargeWentSilent.class)).isFalse();
    }

    @Test
    void aChargeThatSurvivesALoginIsAskedAboutAndGoesOn() {
        ChargingOrder order = stage.charging(10_000);
        stage.orders.cameBack(stage.session);
        assertThat(stage.sent(ReadGun.class)).containsExactly(new ReadGun(GUN));
        stage.reportsCharging(order.tradeNo(), 10_100);
        assertThat(state(order)).isEqualTo(OrderState.CHARGING);
    }

    @Test
    void aChargeThatDidNotSurviveALoginAwaitsItsRecord() {
        ChargingOrder order = stage.charging(10_000);
        stage.orders.cameBack(stage.session);
        stage.reportsIdle();
        stage.passes(31);
        assertThat(state(order)).isEqualTo(OrderState.AWAITING_RECORD);
        assertThat(stage.told(OrderNotice.RecordWentMissing.class)).isTrue();
    }

    @Test
    void theSameNumberOnAnotherGunStopsBothAndTheRecordIsMatchedByIt() {
        ChargingOrder order = stage.charging(10_000);
        reportsOn(SECOND, order.tradeNo(), 10);
        assertThat(stage.told(OrderNotice.SerialOnOtherGun.class)).isFalse();
        stage.passes(15);
        reportsOn(SECOND, order.tradeNo(), 20);
        assertThat(stage.told(OrderNotice.SerialOnOtherGun.class)).isTrue();
        assertThat(state(order)).isEqualTo(OrderState.STOPPING);
        assertThat(stage.sent(StopCharging.class)).contains(new StopCharging(GUN), new StopCharging(SECOND));
        stage.sendsRecord(onGun(record(order.tradeNo(), 20_000), SECOND), () -> {});
        stage.passes(2);
        assertThat(state(order)).isEqualTo(OrderState.SETTLED);
        assertThat(stage.db.bills())
                .singleElement()
                .satisfies(bill ->
                        assertThat(bill.posting().flags()).contains(Settlement.Reason.RECORD_NAMES_OTHER_GUN.name()));
        assertThat(stage.balance()).isEqualTo(new Money(99_700));
    }

    @Test
    void theRecordsOwnReasonIsTheReason() {
        ChargingOrder order = stage.charging(10_000);
        stage.reportsIdle();
        stage.passes(15).reportsIdle();
        assertThat(end(order)).isEqualTo(EndReason.SEEN_IDLE);
        stage.sendsRecord(stoppedBecause(record(order.tradeNo(), 20_000), GatewayStage.FULL_CODE), () -> {});
        stage.passes(2);
        assertThat(end(order)).isEqualTo(EndReason.FULL);
    }

    @Test
    void anEnergyThatFallsOrJumpsIsToldAndNotShown() {
        ChargingOrder order = stage.charging(100);
        stage.passes(15).reportsCharging(order.tradeNo(), 2_600);
        stage.passes(15).reportsCharging(order.tradeNo(), 100);
        assertThat(shown()).isEqualTo(new Energy(2_600));
        stage.passes(15).reportsCharging(order.tradeNo(), 900_000);
        assertThat(shown()).isEqualTo(new Energy(2_600));
        assertThat(stage.notices)
                .filteredOn(OrderNotice.ReadingNotBelieved.class::isInstance)
                .map(notice -> ((OrderNotice.ReadingNotBelieved) notice).what())
                .containsExactly("ENERGY_FELL", "ENERGY_JUMPED");
        stage.passes(15).reportsCharging(order.tradeNo(), 7_600);
        assertThat(shown()).isEqualTo(new Energy(7_600));
    }

    @Test
    void aJumpThatThePileRepeatsIsBelieved() {
        ChargingOrder order = stage.charging(100);
        stage.passes(15).reportsCharging(order.tradeNo(), 30_000);
        assertThat(shown()).isEqualTo(new Energy(100));
        stage.passes(15).reportsCharging(order.tradeNo(), 32_500);
        assertThat(shown()).isEqualTo(new Energy(32_500));
    }

    @Test
    void anOrderWhoseRecordHasNoEnergyGivesItsHoldBackAtOnce() {
        ChargingOrder order = stage.charging(0);
        stage.sendsRecord(record(order.tradeNo(), 0, 70_000), () -> {});
        stage.passes(2);
        assertThat(state(order)).isEqualTo(OrderState.IN_REVIEW);
        assertThat(stage.db.wallet(DRIVER).held()).isEqualTo(Money.ZERO);
    }

    @Test
    void whoSawAnotherPriceStartsNothing() {
        StartRequest saw = new StartRequest(1, DRIVER, GUN, new ChargeLimit.Full(), "old price", false, 2L);
        assertThat(stage.orders.start(saw).block(Duration.ZERO)).isInstanceOf(StartOutcome.Refused.class);
        assertThat(stage.db.orders()).isEmpty();
    }

    private Energy shown() {
        return Objects.requireNonNull(stage.orders.runningOn(GUN).orElseThrow().progress())
                .energy();
    }

    private void reportsOn(GunId gun, TradeNo tradeNo, long units) {
        Telemetry telemetry =
                new Telemetry(4_000, 1_500, null, 50, null, null, null, new Energy(units), new Amount(units * 3 / 2));
        stage.orders.reported(
                stage.session, new GunReported(gun, tradeNo, GunState.CHARGING, true, false, telemetry, 0));
    }

    private static RawRecord onGun(RawRecord raw, GunId gun) {
        return with(raw, gun, raw.fields().stopReasonCode());
    }

    private static RawRecord stoppedBecause(RawRecord raw, int code) {
        return with(raw, raw.fields().gun(), code);
    }

    private static RawRecord with(RawRecord raw, GunId gun, int code) {
        ChargeRecord fields = raw.fields();
        ChargeRecord changed = new ChargeRecord(
                fields.tradeNo(),
                gun,
                fields.startedAt(),
                fields.endedAt(),
                fields.periods(),
                fields.meterStartTenThousandthsKwh(),
                fields.meterEndTenThousandthsKwh(),
                fields.total(),
                fields.lossTotal(),
                fields.pileAmount(),
                fields.startedBy(),
                code,
                fields.complete());
        byte[] frame = raw.frame();
        return new RawRecord(raw.protocol(), changed, frame, 5, frame.length);
    }

    private OrderState state(ChargingOrder order) {
        return stage.db.order(order.id()).state();
    }

    private EndReason end(ChargingOrder order) {
        return Objects.requireNonNull(stage.db.order(order.id()).end()).reason();
    }
}
