package io.ohmgate.gateway.record;

import static io.ohmgate.gateway.record.GatewayStage.DRIVER;
import static io.ohmgate.gateway.record.GatewayStage.GUN;
import static io.ohmgate.gateway.record.GatewayStage.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.link.PileCommand.StopCharging;
import io.ohmgate.gateway.link.PileReport.StartAnswer;
import io.ohmgate.gateway.link.PileReport.StopAnswer;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.StopCause;
import io.ohmgate.gateway.pile.TradeNo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the fault matrix that concern orders and records (invariants 3.2). */
class PileFaultTest {
    private final GatewayStage stage = new GatewayStage();

    private OrderState state(ChargingOrder order) {
        return stage.db.order(order.id()).state();
    }

    private void billedOnce(ChargingOrder order, long fen) {
        assertThat(state(order)).isEqualTo(OrderState.SETTLED);
        assertThat(stage.db.bills()).hasSize(1);
        assertThat(stage.balance()).isEqualTo(new Money(100_000 - fen));
        assertThat(stage.db.wallet(DRIVER).held()).isEqualTo(Money.ZERO);
        assertThat(stage.db.ledgerSum()).isZero();
    }

    @Test
    void pl4DuplicateLateAndReorderedFramesBillOnceAndMoveNothingBack() {
        for (int seed = 0; seed < 200; seed++) {
            GatewayStage fresh = new GatewayStage();
            ChargingOrder order = fresh.start();
            List<Runnable> said = new ArrayList<>();
            for (int copy = 0; copy < 2; copy++) {
                said.add(() -> fresh.answersStart(order, StartAnswer.ACCEPTED));
                said.add(() -> fresh.reportsCharging(order.tradeNo(), 100));
                said.add(() -> fresh.reportsCharging(order.tradeNo(), 2_500));
                said.add(fresh::reportsIdle);
                said.add(() -> fresh.answersStop(StopAnswer.ACCEPTED));
                said.add(() -> fresh.sendsRecord(record(order.tradeNo(), 20_000), () -> {}));
            }
            Collections.shuffle(said, new Random(seed));
            OrderState highest = OrderState.CREATED;
            for (Runnable frame : said) {
                frame.run();
                fresh.passes(2);
                OrderState now = fresh.db.order(order.id()).state();
                assertThat(highest == OrderState.SETTLED && now != OrderState.SETTLED)
                        .as("seed %s went back to %s", seed, now)
                        .isFalse();
                highest = now;
            }
            assertThat(fresh.db.order(order.id()).state()).as("seed %s", seed).isEqualTo(OrderState.SETTLED);
            assertThat(fresh.balance()).as("seed %s", seed).isEqualTo(new Money(99_700));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 20})
    void pl5AConfirmationLostSoManyTimesIsGivenAgainForEachCopy(int times) {
        ChargingOrder order = stage.charging(10);
        AtomicInteger confirmed = new AtomicInteger();
        for (int i = 0; i <= times; i++) {
            stage.sendsRecord(record(order.tradeNo(), 20_000), confirmed::incrementAndGet);
            stage.passes(30);
        }
        assertThat(confirmed).hasValue(times + 1);
        assertThat(stage.db.records()).hasSize(1);
        billedOnce(order, 300);
    }

    @Test
    void pl6ARebootInMidChargeGoesOnOrSettlesOrWaitsAndNeverTwice() {
        ChargingOrder order = stage.charging(10);
        stage.orders.cameBack(stage.session);
        stage.sendsRecord(record(order.tradeNo(), 20_000), () -> {});
        stage.passes(2);
        stage.orders.cameBack(stage.session);
        stage.reportsIdle();
        stage.sendsRecord(record(order.tradeNo(), 20_000), () -> {});
        stage.passes(40);
        billedOnce(order, 300);
    }

    @Test
    void pl6ARebootWithoutARecordAwaitsIt() {
        ChargingOrder order = stage.charging(10);
        stage.orders.cameBack(stage.session);
        stage.reportsIdle();
        stage.passes(15).reportsIdle();
        stage.passes(31);
        assertThat(state(order)).isEqualTo(OrderState.AWAITING_RECORD);
        stage.passes(Duration.ofHours(25));
        assertThat(state(order)).isEqualTo(OrderState.NEEDS_PERSON);
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00, 1970-01-01T01:00",
        "2099-12-31T00:00, 2099-12-31T01:00",
        "2026-03-01T12:30, 2026-03-01T11:30",
        ",",
        "2026-03-01T12:00,"
    })
    void pl9AClockThatCannotBeRightIsFlaggedAndOurTimesAreTaken(
            @Nullable LocalDateTime start, @Nullable LocalDateTime end) {
        ChargingOrder order = stage.charging(10);
        stage.passes(Duration.ofMinutes(30));
        stage.sendsRecord(faulty(order.tradeNo(), start, end, 20_000, 20_000, 1_000_000, 1_020_000, 30_000), () -> {});
        stage.passes(2);
        assertThat(stage.db.bills())
                .singleElement()
                .satisfies(
                        bill -> assertThat(bill.posting().flags()).contains(Settlement.Reason.PILE_CLOCK_WRONG.name()));
        billedOnce(order, 300);
    }

    @Test
    void pl9AWrongClockIsNoExcuseForMoreEnergyThanThePileHadTimeFor() {
        ChargingOrder order = stage.charging(10);
        stage.passes(Duration.ofMinutes(1));
        LocalDateTime then = LocalDateTime.of(1970, 1, 1, 0, 0);
        stage.sendsRecord(
                faulty(order.tradeNo(), then, then.plusHours(20), 900_000, 900_000, 0, 900_000, 1_350_000), () -> {});
        stage.passes(2);
        assertThat(state(order)).isEqualTo(OrderState.IN_REVIEW);
    }

    /** Levels that do not add up, a meter that runs backwards, another meter, numbers as large as the wire carries. */
    @ParameterizedTest
    @CsvSource({
        "20000, 30000, 1000000, 1020000, 30000",
        "20000, 20000, 1020000, 1000000, 30000",
        "20000, 20000, 1000000, 9000000, 30000",
        "4294967295, 4294967295, 0, 1099511627775, 4294967295",
        "20000, 20000, 1000000, 1020000, 4294967295"
    })
    void pl10ARecordThatContradictsItselfIsKeptConfirmedAndPutBeforeAPerson(
            long energy, long total, long meterStart, long meterEnd, long amount) {
        ChargingOrder order = stage.charging(10);
        AtomicInteger confirmed = new AtomicInteger();
        LocalDateTime start = LocalDateTime.of(2026, 3, 1, 12, 0);
        stage.sendsRecord(
                faulty(order.tradeNo(), start, start.plusHours(1), energy, total, meterStart, meterEnd, amount),
                confirmed::incrementAndGet);
        stage.passes(2);
        assertThat(confirmed).hasValue(1);
        assertThat(state(order)).isEqualTo(OrderState.IN_REVIEW);
        assertThat(stage.db.bills()).isEmpty();
        assertThat(stage.balance()).isEqualTo(new Money(100_000));
        assertThat(stage.told(OrderNotice.BillHeld.class)).isTrue();
    }

    @Test
    void pl11APileThatIgnoresItsStopIsToldAgainAPersonIsCalledAndTheMoneyCounts() {
        ChargingOrder order = stage.charging(2_500);
        stage.orders.stop(order.id(), StopCause.DRIVER, "driver:7").block(Duration.ZERO);
        for (int interval = 2; interval <= 6; interval++) {
            stage.passes(15).reportsCharging(order.tradeNo(), 2_500L * interval);
        }
        assertThat(stage.sent(StopCharging.class)).hasSizeGreaterThanOrEqualTo(5);
        assertThat(stage.told(OrderNotice.StopWentUnconfirmed.class)).isTrue();
        assertThat(Objects.requireNonNull(
                                stage.orders.runningOn(GUN).orElseThrow().progress())
                        .energy())
                .isEqualTo(new Energy(15_000));
        stage.sendsRecord(record(order.tradeNo(), 20_000), () -> {});
        stage.passes(2);
        billedOnce(order, 300);
    }

    @Test
    void pl12ASuccessAfterTheStartWasGivenUpIsStoppedAndItsRecordBilled() {
        ChargingOrder order = stage.start();
        stage.passes(91);
        assertThat(state(order)).isEqualTo(OrderState.START_FAILED);
        int stops = stage.sent(StopCharging.class).size();
        stage.passes(60);
        stage.answersStart(order, StartAnswer.ACCEPTED);
        assertThat(stage.sent(StopCharging.class)).hasSize(stops + 1);
        stage.sendsRecord(record(order.tradeNo(), 20_000), () -> {});
        stage.passes(2);
        billedOnce(order, 300);
    }

    private static RawRecord faulty(
            TradeNo tradeNo,
            @Nullable LocalDateTime start,
            @Nullable LocalDateTime end,
            long energy,
            long total,
            long meterStart,
            long meterEnd,
            long amount) {
        ChargeRecord fields = new ChargeRecord(
                tradeNo,
                GUN,
                start,
                end,
                List.of(new ChargeRecord.Period(
                        PriceLevel.FLAT, new UnitPrice(150_000), new Energy(energy), Energy.ZERO, new Amount(amount))),
                meterStart,
                meterEnd,
                new Energy(total),
                Energy.ZERO,
                new Amount(amount),
                ChargeRecord.StartedBy.APP,
                0x40,
                true);
        byte[] frame = ("head " + fields.hashCode()).getBytes(StandardCharsets.US_ASCII);
        return new RawRecord("test", fields, frame, 5, frame.length);
    }
}
