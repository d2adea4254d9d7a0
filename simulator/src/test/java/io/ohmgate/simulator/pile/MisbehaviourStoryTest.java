package io.ohmgate.simulator.pile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.pile.PileAction.Why;
import io.ohmgate.ykc.message.BillingVerify;
import io.ohmgate.ykc.message.BmsAbort;
import io.ohmgate.ykc.message.BmsError;
import io.ohmgate.ykc.message.BmsHandshake;
import io.ohmgate.ykc.message.BmsParams;
import io.ohmgate.ykc.message.ChargeEnd;
import io.ohmgate.ykc.message.ChargerAbort;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.RateSum;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.RemoteStartReply;
import io.ohmgate.ykc.message.RemoteStop;
import io.ohmgate.ykc.message.RemoteStopReply;
import io.ohmgate.ykc.message.TimeSync;
import io.ohmgate.ykc.message.TradeRecord;
import io.ohmgate.ykc.message.TradeRecordV14;
import io.ohmgate.ykc.message.TradeRecordV17;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MisbehaviourStoryTest {
    private static Story with(Quirk<Boolean> quirk) {
        return Story.of(Behaviour.GOOD.with(quirk)).online();
    }

    private static TradeRecord recordOf(Quirk<Boolean> quirk) {
        Story story = with(quirk).charging().passes(Duration.ofMinutes(2));
        story.does(story.pile.unplug(1, story.now));
        return story.last(TradeRecord.class);
    }

    // The battery's frames

    @Test
    void aDcChargeTellsItsWholeBatterySequence() {
        Story story = Story.of(Behaviour.GOOD).online().charging();
        story.hears(new RemoteStop(Story.PILE, 1)).passes(Duration.ofSeconds(3));

        List<Class<?>> order = story.said.stream()
                .<Class<?>>map(each -> each.message().getClass())
                .filter(List.of(
                        BmsHandshake.class,
                        BmsParams.class,
                        RemoteStopReply.class,
                        ChargerAbort.class,
                        ChargeEnd.class,
                        TradeRecord.class)::contains)
                .toList();

        assertThat(order)
                .containsExactly(
                        BmsHandshake.class,
                        BmsParams.class,
                        RemoteStopReply.class,
                        ChargerAbort.class,
                        ChargeEnd.class,
                        TradeRecord.class);
    }

    @Test
    void aFullBatteryEndsTheChargeByItself() {
        Story story = Story.of(Behaviour.GOOD).online();

        story.plugs(Story.nearlyFull()).hearsStart(1_000_000).passes(Duration.ofMinutes(30));

        assertThat(story.last(BmsAbort.class).bmsStopReason()).isOne();
        assertThat(story.all(ChargerAbort.class)).isEmpty();
    }

    @Test
    void aHandshakeThatFailsIsToldAsAnError() {
        Story story = with(Quirks.START_FAILS);

        story.plugs(Story.car()).hearsStart(1_000_000).passes(Duration.ofSeconds(15));

        assertThat(story.last(BmsError.class).errorBytes()).isEqualTo("0000000001000000");
        assertThat(story.last(TradeRecord.class).stopReason()).isEqualTo(0x59);
        assertThat(story.all(ChargeEnd.class)).isEmpty();
    }

    // Versions and forms

    @Test
    void theRecordHasTheFormOfTheVersion() {
        Story old =
                Story.of(Behaviour.GOOD.with("protocolVersion=1.4")).online().charging();
        old.does(old.pile.unplug(1, old.now));
        Story next =
                Story.of(Behaviour.GOOD.with("protocolVersion=1.7")).online().charging();
        next.does(next.pile.unplug(1, next.now));

        assertThat(old.all(TradeRecordV14.class)).hasSize(1);
        assertThat(next.all(TradeRecordV17.class)).hasSize(1);
        assertThat(next.last(Login.class).protocolVersion()).isEqualTo(0x11);
    }

    @Test
    void aPileOfV18LogsInAsOne() {
        Story story = Story.of(Behaviour.GOOD.with("protocolVersion=1.8"));

        story.passes(Duration.ofSeconds(2));

        assertThat(story.raws.getFirst().typeCode()).isOne();
        assertThat(story.raws.getFirst().bodyHex()).hasSize(2 * 127);
    }

    @Test
    void aFifthRateAddsUpToTheSame() {
        TradeRecord trade = recordOf(Quirks.FIVE_RATES);

        assertThat(trade.rates()).hasSize(RateSum.LEVELS_MAX);
        ChargeStoryTest.assertAddsUp(new TradeRecord(
                trade.tradeNo(),
                trade.pileNo(),
                trade.gunNo(),
                trade.startTime(),
                trade.endTime(),
                trade.rates(),
                trade.meterStart(),
                trade.meterEnd(),
                trade.totalEnergy(),
                trade.totalLossEnergy(),
                trade.totalAmount(),
                trade.vin(),
                trade.tradeFlag(),
                trade.tradeTime(),
                trade.stopReason(),
                trade.physicalCardNo()));
    }

    @Test
    void recordsAreWrongInTheWayThatWasAskedFor() {
        assertThat(energyOf(recordOf(Quirks.ZERO_METER).meterEnd())).isZero();
        TradeRecord backward = recordOf(Quirks.BACKWARD_METER);
        assertThat(energyOf(backward.meterEnd())).isLessThan(energyOf(backward.meterStart()));
        TradeRecord contradictory = recordOf(Quirks.CONTRADICTORY_TOTALS);
        assertThat(energyOf(contradictory.totalEnergy())).isNotEqualTo(sum(contradictory));
        assertThat(energyOf(recordOf(Quirks.HUGE_VALUES).totalEnergy())).isEqualTo(0xFFFF_FFFFL);
        assertThat(recordOf(Quirks.WRONG_GUN_IN_RECORD).gunNo()).isEqualTo(2);
        TradeRecord free = recordOf(Quirks.ZERO_PRICE);
        assertThat(free.rates().getFirst().energy()).isEqualTo(free.totalEnergy());
        assertThat(energyOf(recordOf(Quirks.ZERO_LOSS_ENERGY).totalLossEnergy()))
                .isZero();
    }

    private static long energyOf(io.ohmgate.billing.@org.jspecify.annotations.Nullable Energy energy) {
        return Objects.requireNonNull(energy).tenThousandthsKwh();
    }

    private static long sum(TradeRecord trade) {
        return trade.rates().stream()
                .mapToLong(rate -> rate.energy().tenThousandthsKwh())
                .sum();
    }

    @Test
    void theSameSerialComesAgainWithOtherContentAfterItsConfirmation() {
        Story story = with(Quirks.SAME_SERIAL_OTHER_CONTENT).charging();

        story.does(story.pile.unplug(1, story.now)).passes(Duration.ofMinutes(1));

        List<TradeRecord> both = story.all(TradeRecord.class);
        assertThat(both).hasSize(2);
        assertThat(both.get(0).tradeNo()).isEqualTo(both.get(1).tradeNo());
        assertThat(both.get(0).totalEnergy()).isNotEqualTo(both.get(1).totalEnergy());
    }

    @Test
    void lostConfirmationsMakeThePileRepeat() {
        Story story =
                Story.of(Behaviour.GOOD.with(Quirks.LOSE_CONFIRMS, 2)).online().charging();

        story.does(story.pile.unplug(1, story.now)).passes(Duration.ofMinutes(3));

        assertThat(story.all(TradeRecord.class)).hasSize(3);
        assertThat(story.pile.recordsKept()).isZero();
    }

    @Test
    void aRecordMayComeLate() {
        Story story = Story.of(Behaviour.GOOD.withSeconds(Quirks.RECORD_AFTER, 50))
                .online()
                .charging();
        story.does(story.pile.unplug(1, story.now));

        story.passes(Duration.ofSeconds(49));
        assertThat(story.all(TradeRecord.class)).isEmpty();
        story.passes(Duration.ofSeconds(2));
        assertThat(story.all(TradeRecord.class)).hasSize(1);
    }

    // Starts and stops

    @Test
    void aPileRefusesAndChargesAllTheSame() {
        Story story = with(Quirks.REFUSES_AND_CHARGES).plugs(Story.car());

        story.hearsStart(1_000_000).passes(Duration.ofSeconds(15));

        assertThat(story.last(RemoteStartReply.class).accepted()).isFalse();
        assertThat(story.gun().charging()).isTrue();
    }

    @Test
    void aPileStartsWithoutAWord() {
        Story story = with(Quirks.NO_START_REPLY).plugs(Story.car());

        story.hearsStart(1_000_000).passes(Duration.ofSeconds(15));

        assertThat(story.all(RemoteStartReply.class)).isEmpty();
        assertThat(story.gun().charging()).isTrue();
    }

    @Test
    void aPileSaysThatItStoppedAndGoesOn() {
        Story story = with(Quirks.STOP_REPLY_ONLY).charging();

        story.hears(new RemoteStop(Story.PILE, 1)).passes(Duration.ofMinutes(1));

        assertThat(story.last(RemoteStopReply.class).accepted()).isTrue();
        assertThat(story.gun().charging()).isTrue();
    }

    @Test
    void aPileThatIgnoresItsBalanceGoesOnAboveIt() {
        Story story = with(Quirks.IGNORES_BALANCE);

        story.plugs(Story.car()).hearsStart(100).passes(Duration.ofMinutes(5));

        assertThat(story.gun().charging()).isTrue();
        assertThat(story.gun().amountTenThousandthsYuan()).isGreaterThan(100 * 100);
    }

    @Test
    void aPileChargesWhoeverPlugsInUnderASerialOfItsOwn() {
        Story story = with(Quirks.CHARGES_UNASKED).plugs(Story.car());

        story.passes(Duration.ofSeconds(30));

        assertThat(story.gun().charging()).isTrue();
        assertThat(story.last(Realtime.class).tradeNo().digits()).startsWith(Story.PILE.digits());
    }

    @Test
    void twoIdleReportsComeBeforeTheRecord() {
        Story story = with(Quirks.IDLE_BEFORE_RECORD).charging();
        story.forgetSaid();

        story.hears(new RemoteStop(Story.PILE, 1)).passes(Duration.ofSeconds(3));

        List<Object> said = story.said.stream().<Object>map(Story.Said::message).toList();
        int record = said.indexOf(story.last(TradeRecord.class));
        assertThat(said.subList(0, record))
                .filteredOn(each -> each instanceof Realtime report
                        && Integer.valueOf(Realtime.IDLE).equals(report.gunStatus()))
                .hasSize(2);
    }

    @Test
    void thePlugIsPulledAndThePowerFailsInTheMiddleOfACharge() {
        Story pulled = Story.of(Behaviour.GOOD.withSeconds(Quirks.UNPLUG_AFTER, 40))
                .online()
                .charging();
        pulled.passes(Duration.ofMinutes(1));
        Story dark = Story.of(Behaviour.GOOD.withSeconds(Quirks.REBOOT_DURING_CHARGING, 40))
                .online()
                .charging();
        dark.passes(Duration.ofMinutes(2));

        assertThat(pulled.last(TradeRecord.class).stopReason()).isEqualTo(StopReason.PLUG_LOST.code());
        assertThat(dark.last(TradeRecord.class).stopReason()).isEqualTo(StopReason.POWER_LOST.code());
        assertThat(dark.hangUps).containsExactly(Why.POWER_CUT);
    }

    @Test
    void reportsNameNoTradeOrHalfTheEnergyOrTheOtherGunOrAreMissing() {
        Story nameless = with(Quirks.ZERO_TRADE_IN_REPORTS).charging();
        assertThat(nameless.last(Realtime.class).hasTrade()).isFalse();
        Story shrinking = with(Quirks.DECREASING_ENERGY).charging().passes(Duration.ofMinutes(1));
        assertThat(shrinking.all(Realtime.class).stream()
                        .filter(Realtime::hasTrade)
                        .map(Realtime::chargedEnergy)
                        .map(MisbehaviourStoryTest::energyOf)
                        .toList())
                .isNotEqualTo(shrinking.all(Realtime.class).stream()
                        .filter(Realtime::hasTrade)
                        .map(Realtime::chargedEnergy)
                        .map(MisbehaviourStoryTest::energyOf)
                        .sorted()
                        .toList());
        Story twice = with(Quirks.SAME_SERIAL_OTHER_GUN).charging();
        assertThat(twice.all(Realtime.class).stream().filter(Realtime::hasTrade).map(Realtime::gunNo))
                .contains(1, 2);
        Story silent = with(Quirks.SILENT_WHILE_CHARGING).charging();
        silent.forgetSaid();
        silent.passes(Duration.ofMinutes(2));
        assertThat(silent.all(Realtime.class)).noneMatch(Realtime::hasTrade);
    }

    // The link

    @Test
    void aMutePileKeepsItsSocketAndSaysNothing() {
        Story story = Story.of(Behaviour.GOOD.withSeconds(Quirks.MUTE, 30)).online();
        story.passes(Duration.ofSeconds(40));
        story.forgetSaid();

        story.passes(Duration.ofMinutes(5));

        assertThat(story.said).isEmpty();
        assertThat(story.hangUps).isEmpty();
    }

    @Test
    void aDeafPileThinksItsPlatformIsGone() {
        Story story = Story.of(Behaviour.GOOD.withSeconds(Quirks.DEAF, 30)).online();

        story.passes(Duration.ofSeconds(90));

        assertThat(story.hangUps).contains(Why.HEARTBEATS_UNANSWERED);
    }

    @Test
    void aHalfOpenSocketIsLeftBehindAndANewOneTaken() {
        Story story = Story.of(Behaviour.GOOD.withSeconds(Quirks.HALF_OPEN, 30)).online();

        story.passes(Duration.ofSeconds(50));

        assertThat(story.abandoned).isOne();
        assertThat(story.connects).isEqualTo(2);
        assertThat(story.hangUps).isEmpty();
    }

    @Test
    void aFlappingPileLogsInAgainAndAgain() {
        Story story = Story.of(Behaviour.GOOD.withSeconds(Quirks.FLAP, 2));

        story.passes(Duration.ofMinutes(1));

        assertThat(story.all(Login.class)).hasSizeBetween(18, 21);
    }

    @Test
    void aSlowReaderSaysWhenItStops() {
        Story story =
                Story.of(Behaviour.GOOD.withSeconds(Quirks.NEVER_READS, 5)).online();

        story.passes(Duration.ofSeconds(20));

        assertThat(story.stoppedReading).isOne();
    }

    @Test
    void noHeartbeatsAndRepeatedLoginsAndNoVerification() {
        Story story = Story.of(Behaviour.GOOD
                        .with(Quirks.NO_HEARTBEAT)
                        .with(Quirks.REPEAT_LOGIN, 6)
                        .with(Quirks.SKIP_VERIFY))
                .online();

        story.passes(Duration.ofMinutes(1));

        assertThat(story.all(Heartbeat.class)).isEmpty();
        assertThat(story.all(Login.class)).hasSize(7);
        assertThat(story.all(BillingVerify.class)).isEmpty();
    }

    @Test
    void unknownTypesAreOfNoTypeThatIsKnown() {
        Story story =
                Story.of(Behaviour.GOOD.withSeconds(Quirks.UNKNOWN_TYPES, 1)).online();

        story.passes(Duration.ofMinutes(2));

        assertThat(story.raws)
                .hasSizeGreaterThan(100)
                .allMatch(raw -> io.ohmgate.ykc.message.FrameType.ofCode(raw.typeCode()) == null);
    }

    @Test
    void aCloneSpeaksWithTheNumberOfAnother() {
        PileNo other = new PileNo("32010600000099");
        Story story = Story.of(Behaviour.GOOD.with(Quirks.CLONE_OF, List.of(other)));

        story.passes(Duration.ofSeconds(15));

        assertThat(story.said)
                .isNotEmpty()
                .allMatch(each -> each.message().pileNo().equals(other));
    }

    // The clock

    @Test
    void aClockOf1970SaysTheFirstYearOfTheWireUntilItIsSet() {
        Story story = with(Quirks.CLOCK_1970);
        assertThat(story.pile.view(story.now).clock().getYear()).isEqualTo(2000);

        story.hears(new TimeSync(Story.PILE, LocalDateTime.parse("2026-11-22T08:00:00")));

        assertThat(story.pile.view(story.now).clock().getYear()).isEqualTo(2026);
    }

    @Test
    void aPileThatIgnoresTheTimeKeepsItsOwn() {
        Story story = Story.of(Behaviour.GOOD.with(Quirks.CLOCK_1970).with(Quirks.IGNORE_TIME_SYNC))
                .online();

        story.hears(new TimeSync(Story.PILE, LocalDateTime.parse("2026-11-22T08:00:00")));

        assertThat(story.pile.view(story.now).clock().getYear()).isEqualTo(2000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "explode",
                "splitAfter",
                "splitAfter=x",
                "repeatRecord=101",
                "crcOrder=XX",
                "shortBody=9",
                "cloneOf=1"
            })
    void whatCannotBeAskedForIsRefusedWithAReason(String quirk) {
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> Behaviour.GOOD.with(quirk))
                .withMessageMatching("(?s).{8,}");
    }
}
