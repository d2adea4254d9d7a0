package io.ohmgate.simulator.pile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.ykc.message.BalanceUpdate;
import io.ohmgate.ykc.message.BalanceUpdateReply;
import io.ohmgate.ykc.message.BillingModel;
import io.ohmgate.ykc.message.BillingSet;
import io.ohmgate.ykc.message.BillingSetReply;
import io.ohmgate.ykc.message.BmsDemand;
import io.ohmgate.ykc.message.PileStartReply;
import io.ohmgate.ykc.message.PileStartRequest;
import io.ohmgate.ykc.message.RateSum;
import io.ohmgate.ykc.message.ReadRealtime;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.RemoteStartReply;
import io.ohmgate.ykc.message.RemoteStop;
import io.ohmgate.ykc.message.RemoteStopReply;
import io.ohmgate.ykc.message.TimeSync;
import io.ohmgate.ykc.message.TimeSyncReply;
import io.ohmgate.ykc.message.TradeRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChargeStoryTest {
    private static final long NO_LIMIT_FEN = 1_000_000;

    @Test
    void aChargeToTheEndIsReportedBilledAndRecordedBeforeTheGunIsIdleAgain() {
        Story story = Story.of(Behaviour.GOOD).online();

        story.plugs(Story.nearlyFull()).hearsStart(NO_LIMIT_FEN).passes(Duration.ofMinutes(30));

        TradeRecord trade = story.last(TradeRecord.class);
        assertThat(trade.stopReason()).isEqualTo(StopReason.BATTERY_FULL.code());
        assertThat(trade.totalEnergy()).isGreaterThan(new Energy(8_000)).isLessThan(new Energy(10_500));
        assertAddsUp(trade);
        List<Integer> states = story.all(Realtime.class).stream()
                .filter(report -> report.gunNo() == 1)
                .map(Realtime::gunStatus)
                .distinct()
                .toList();
        assertThat(states).containsExactly(Realtime.IDLE, Realtime.CHARGING);
        int record = indexOf(story, trade);
        assertThat(story.said.subList(0, record)).noneMatch(each -> isIdleAfterStart(each, story));
        assertThat(story.last(Realtime.class).hasTrade()).isFalse();
    }

    private static int indexOf(Story story, TradeRecord trade) {
        return story.said.stream().map(Story.Said::message).toList().indexOf(trade);
    }

    private static boolean isIdleAfterStart(Story.Said said, Story story) {
        Instant chargingSince = story.said.stream()
                .filter(each ->
                        each.message() instanceof Realtime r && Objects.equals(r.gunStatus(), Realtime.CHARGING))
                .findFirst()
                .orElseThrow()
                .at();
        return said.message() instanceof Realtime report
                && report.gunNo() == 1
                && Objects.equals(report.gunStatus(), Realtime.IDLE)
                && said.at().isAfter(chargingSince);
    }

    /** Levels add up to the total and to the meter, and each amount is its price times its energy. */
    static void assertAddsUp(TradeRecord trade) {
        long energies = 0;
        long amounts = 0;
        for (RateSum rate : trade.rates()) {
            energies += rate.energy().tenThousandthsKwh();
            amounts += rate.amount().tenThousandthsYuan();
            long exact = rate.energy().tenThousandthsKwh() * rate.price().hundredThousandthsYuanPerKwh();
            assertThat(rate.amount().tenThousandthsYuan() * 100_000).isBetween(exact - 50_000, exact + 50_000);
        }
        Energy total = Objects.requireNonNull(trade.totalEnergy());
        Energy start = Objects.requireNonNull(trade.meterStart());
        Energy end = Objects.requireNonNull(trade.meterEnd());
        assertThat(energies).isEqualTo(total.tenThousandthsKwh());
        assertThat(end.tenThousandthsKwh() - start.tenThousandthsKwh()).isEqualTo(energies);
        assertThat(amounts)
                .isEqualTo(Objects.requireNonNull(trade.totalAmount()).tenThousandthsYuan());
    }

    @Test
    void aVehicleThatComesAtSecond59IsStartedWithASecondReply() {
        Story story = Story.of(Behaviour.GOOD).online();

        story.hearsStart(NO_LIMIT_FEN).passes(Duration.ofSeconds(59)).plugs(Story.car());
        story.passes(Duration.ofSeconds(15));

        assertThat(story.all(RemoteStartReply.class))
                .extracting(RemoteStartReply::failReason)
                .containsExactly(RemoteStartReply.NOT_PLUGGED, 0);
        assertThat(story.gun().charging()).isTrue();
    }

    @Test
    void aVehicleThatComesAtSecond61FindsNothingStarted() {
        Story story = Story.of(Behaviour.GOOD).online();

        story.hearsStart(NO_LIMIT_FEN).passes(Duration.ofSeconds(61)).plugs(Story.car());
        story.passes(Duration.ofMinutes(2));

        assertThat(story.all(RemoteStartReply.class)).hasSize(1);
        assertThat(story.all(TradeRecord.class)).isEmpty();
        assertThat(story.gun().doing()).isEqualTo(GunView.Doing.IDLE);
    }

    @Test
    void aStopDuringThePlugGraceCancelsTheStart() {
        Story story = Story.of(Behaviour.GOOD).online();

        story.hearsStart(NO_LIMIT_FEN).passes(Duration.ofSeconds(20)).hears(new RemoteStop(Story.PILE, 1));
        story.plugs(Story.car()).passes(Duration.ofMinutes(1));

        assertThat(story.last(RemoteStopReply.class).accepted()).isTrue();
        assertThat(story.all(RemoteStartReply.class)).hasSize(1);
    }

    @Test
    void theChecksOfAStartComeInTheOrderOfTheBook() {
        Story story = Story.of(Behaviour.GOOD).online();
        story.does(story.pile.fault(1, 1, story.now)).hearsStart(NO_LIMIT_FEN);
        story.does(story.pile.fault(1, 0, story.now));
        story.charging();
        story.hearsStart(Story.NEXT_TRADE, NO_LIMIT_FEN).hearsStart(NO_LIMIT_FEN);

        assertThat(story.all(RemoteStartReply.class))
                .extracting(RemoteStartReply::failReason)
                .containsExactly(RemoteStartReply.PILE_FAULT, 0, RemoteStartReply.ALREADY_CHARGING, 0);
    }

    @Test
    void aRemoteStopIsAnsweredAtOnceAndRecordedWithinTwoSeconds() {
        Story story = Story.of(Behaviour.GOOD).online().charging().passes(Duration.ofMinutes(3));
        Instant stopped = story.now;
        story.forgetSaid();

        story.hears(new RemoteStop(Story.PILE, 1)).passes(Duration.ofSeconds(2));

        assertThat(story.secondsOf(RemoteStopReply.class, stopped)).containsExactly(0L);
        assertThat(story.all(TradeRecord.class)).hasSize(1);
        assertThat(story.last(TradeRecord.class).stopReason()).isEqualTo(StopReason.REMOTE_STOP.code());
        assertThat(story.last(TradeRecord.class).endTime()).isEqualTo(localTime(stopped));
    }

    private static LocalDateTime localTime(Instant instant) {
        return LocalDateTime.ofInstant(instant, io.ohmgate.simulator.link.FleetOptions.CHINA);
    }

    @Test
    void pullingThePlugEndsTheChargeWithItsRecordInTheSameMoment() {
        Story story = Story.of(Behaviour.GOOD).online().charging();
        story.forgetSaid();

        story.does(story.pile.unplug(1, story.now));

        assertThat(story.last(TradeRecord.class).stopReason()).isEqualTo(StopReason.PLUG_LOST.code());
        assertThat(story.last(Realtime.class).gunPlugged()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 37, 100, 999})
    void theBalanceIsUsedUpToThePulseAndNeverExceeded(long fen) {
        Story story = Story.of(Behaviour.GOOD).online();

        story.plugs(Story.car()).hearsStart(fen).passes(Duration.ofMinutes(20));

        TradeRecord trade = story.last(TradeRecord.class);
        long amount = Objects.requireNonNull(trade.totalAmount()).tenThousandthsYuan();
        assertThat(trade.stopReason()).isEqualTo(StopReason.BALANCE_USED_UP.code());
        assertThat(amount).isLessThanOrEqualTo(fen * 100).isGreaterThan(fen * 100 - 3);
        assertAddsUp(trade);
    }

    @Test
    void aTopUpExtendsTheRunningCharge() {
        Story story = Story.of(Behaviour.GOOD).online();
        story.plugs(Story.car()).hearsStart(100).passes(Duration.ofSeconds(20));

        story.hears(new BalanceUpdate(Story.PILE, 1, "0".repeat(16), new Money(300)))
                .passes(Duration.ofMinutes(20));

        assertThat(story.last(BalanceUpdateReply.class).accepted()).isTrue();
        assertThat(Objects.requireNonNull(story.last(TradeRecord.class).totalAmount())
                        .tenThousandthsYuan())
                .isBetween(29_990L, 30_000L);
    }

    @Test
    void aTopUpOfAnIdleGunIsRefused() {
        Story story = Story.of(Behaviour.GOOD).online();

        story.hears(new BalanceUpdate(Story.PILE, 1, "0".repeat(16), new Money(300)));

        assertThat(story.last(BalanceUpdateReply.class).updateResult()).isEqualTo(BalanceUpdateReply.CARD_NUMBER_WRONG);
    }

    @Test
    void aStartWithoutBalanceEndsInARecordWithoutEnergy() {
        Story story = Story.of(Behaviour.GOOD).online();

        story.plugs(Story.car()).hearsStart(0).passes(Duration.ofSeconds(10));

        TradeRecord trade = story.last(TradeRecord.class);
        assertThat(trade.totalEnergy()).isEqualTo(Energy.ZERO);
        assertThat(trade.stopReason()).isEqualTo(StopReason.START_WITHOUT_BALANCE.code());
    }

    @Test
    void aTariffThatComesDuringAChargeIsUsedForTheNextOneOnly() {
        Story story = Story.of(Behaviour.GOOD).online().charging();
        Tariff dearer = Story.flat(250_000);

        story.hears(new BillingSet(Story.PILE, "0002", BillingModel.of(dearer)))
                .passes(Duration.ofMinutes(1))
                .hears(new RemoteStop(Story.PILE, 1))
                .passes(Duration.ofSeconds(5))
                .hearsStart(Story.NEXT_TRADE, NO_LIMIT_FEN)
                .passes(Duration.ofMinutes(1))
                .hears(new RemoteStop(Story.PILE, 1))
                .passes(Duration.ofSeconds(5));

        assertThat(story.last(BillingSetReply.class).accepted()).isTrue();
        assertThat(story.all(TradeRecord.class))
                .extracting(trade -> trade.rates().get(2).price())
                .containsExactly(new UnitPrice(130_000), new UnitPrice(250_000));
    }

    @Test
    void energyBeforeAndAfterMidnightIsCountedAtItsOwnLevel() {
        Instant night = LocalDateTime.parse("2026-11-22T23:58:00")
                .atZone(io.ohmgate.simulator.link.FleetOptions.CHINA)
                .toInstant();
        Story story = Story.at(night, Behaviour.GOOD);
        List<PriceLevel> slots = new ArrayList<>(java.util.Collections.nCopies(Tariff.SLOTS, PriceLevel.VALLEY));
        slots.set(47, PriceLevel.PEAK);
        story.tariff = new Tariff(slots, Story.prices(0, 200_000, 0, 40_000));

        story.online().plugs(Story.car()).hearsStart(NO_LIMIT_FEN).passes(Duration.ofMinutes(5));
        story.hears(new RemoteStop(Story.PILE, 1)).passes(Duration.ofSeconds(3));

        TradeRecord trade = story.last(TradeRecord.class);
        long peak = trade.rates().get(1).energy().tenThousandthsKwh();
        long valley = trade.rates().get(3).energy().tenThousandthsKwh();
        assertThat(peak).isPositive().isLessThan(valley);
        assertThat(trade.rates().get(0).energy()).isEqualTo(Energy.ZERO);
        assertAddsUp(trade);
    }

    @Test
    void aPileWithAWrongClockCountsByItsOwnTimeUntilItIsSet() {
        Story story = Story.of(Behaviour.GOOD.with(Quirks.CLOCK_OFFSET, Duration.ofHours(-3)))
                .online();
        assertThat(story.pile.view(story.now).clock()).isEqualTo(localTime(story.now.minus(Duration.ofHours(3))));

        story.hears(new TimeSync(Story.PILE, localTime(story.now)));

        assertThat(story.last(TimeSyncReply.class).currentTime()).isEqualTo(localTime(story.now));
    }

    @Test
    void aDcChargeTellsRealtimeAndBatteryEvery15Seconds() {
        Story story = Story.of(Behaviour.GOOD).online().charging();
        story.forgetSaid();
        Instant from = story.now;

        story.passes(Duration.ofMinutes(5));

        assertThat(story.all(BmsDemand.class)).hasSize(20);
        List<Realtime> ofGun1 = story.all(Realtime.class).stream()
                .filter(each -> each.gunNo() == 1)
                .toList();
        assertThat(ofGun1).hasSize(20);
        assertThat(story.secondsOf(BmsDemand.class, from)).isSorted();
        assertThat(ofGun1)
                .isSortedAccordingTo((a, b) -> Long.compare(
                        Objects.requireNonNull(a.chargedEnergy()).tenThousandthsKwh(),
                        Objects.requireNonNull(b.chargedEnergy()).tenThousandthsKwh()));
        assertThat(ofGun1.getLast().outputDeciVolts()).isBetween(3_000, 4_500);
    }

    @Test
    void anAcChargeIsConstantAndTellsNothingOfTheBattery() {
        Story story = Story.ofAc().online().charging();
        story.forgetSaid();

        story.passes(Duration.ofMinutes(10));

        assertThat(story.all(BmsDemand.class)).isEmpty();
        assertThat(story.last(Realtime.class).socPercent()).isZero();
        assertThat(story.gun().watts()).isEqualTo(7_000);
    }

    @Test
    void aQuestionIsAnsweredWithTheGunsState() {
        Story story = Story.of(Behaviour.GOOD).online();
        story.forgetSaid();

        story.hears(new ReadRealtime(Story.PILE, 2));

        assertThat(story.said).hasSize(1);
        assertThat(story.said.getFirst().reply()).isTrue();
        assertThat(story.last(Realtime.class).gunNo()).isEqualTo(2);
    }

    @Test
    void aCardStartsAChargeAndTheSameCardEndsIt() {
        Story story = Story.of(Behaviour.GOOD).online().plugs(Story.car());
        String card = "00000000D14B0A54";

        story.does(story.pile.swipe(1, card, story.now));
        assertThat(story.last(PileStartRequest.class).accountOrCard()).isEqualTo(card);
        story.hears(new PileStartReply(
                        Story.TRADE, Story.PILE, 1, "0".repeat(16), new Money(NO_LIMIT_FEN), PileStartReply.SUCCESS, 0))
                .passes(Duration.ofMinutes(1));
        assertThat(story.gun().charging()).isTrue();
        story.does(story.pile.swipe(1, card, story.now)).passes(Duration.ofSeconds(3));

        TradeRecord trade = story.last(TradeRecord.class);
        assertThat(trade.tradeFlag()).isEqualTo(2);
        assertThat(trade.physicalCardNo()).isEqualTo(card);
        assertThat(trade.stopReason()).isEqualTo(StopReason.STOPPED_MANUALLY.code());
    }

    @Test
    void aRefusedCardShowsItsReasonAndStartsNothing() {
        Story story = Story.of(Behaviour.GOOD).online().plugs(Story.car());

        story.does(story.pile.swipe(1, "00000000D14B0A54", story.now))
                .hears(new PileStartReply(Story.TRADE, Story.PILE, 1, "0".repeat(16), Money.ZERO, 0, 3));

        assertThat(story.gun().screenRefusal()).isEqualTo(3);
        assertThat(story.gun().doing()).isEqualTo(GunView.Doing.IDLE);
    }

    @Test
    void aVinStartSendsTheVehiclesNumberBackwards() {
        Story story = Story.of(Behaviour.GOOD).online().plugs(Story.car());

        story.does(story.pile.startByVin(1, story.now));

        String forward = "LOHM0000000000001";
        String wire = java.util.HexFormat.of()
                .withUpperCase()
                .formatHex(new StringBuilder(forward)
                        .reverse()
                        .toString()
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(story.last(PileStartRequest.class).vinWire()).isEqualTo(wire);
    }

    @Test
    void timeLapseSpeedsTheBatteryAndLeavesTheClockAlone() {
        Story story = Story.of(Behaviour.GOOD.withTimeLapse(60)).online();

        story.plugs(Story.car()).hearsStart(NO_LIMIT_FEN).passes(Duration.ofMinutes(2));

        TradeRecord trade = story.last(TradeRecord.class);
        assertThat(trade.totalEnergy()).isGreaterThan(new Energy(480_000));
        assertThat(Duration.between(trade.startTime(), trade.endTime())).isLessThan(Duration.ofMinutes(2));
        assertAddsUp(trade);
    }
}
