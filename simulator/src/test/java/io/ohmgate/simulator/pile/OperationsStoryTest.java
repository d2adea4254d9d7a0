package io.ohmgate.simulator.pile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.simulator.pile.PileAction.Why;
import io.ohmgate.ykc.message.CardClear;
import io.ohmgate.ykc.message.CardClearReply;
import io.ohmgate.ykc.message.CardQuery;
import io.ohmgate.ykc.message.CardQueryReply;
import io.ohmgate.ykc.message.CardSync;
import io.ohmgate.ykc.message.CardSyncReply;
import io.ohmgate.ykc.message.GroundLockCommand;
import io.ohmgate.ykc.message.GroundLockReply;
import io.ohmgate.ykc.message.GroundLockReport;
import io.ohmgate.ykc.message.GunQrCode;
import io.ohmgate.ykc.message.GunQrCodeReply;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.Message;
import io.ohmgate.ykc.message.Ota;
import io.ohmgate.ykc.message.OtaReply;
import io.ohmgate.ykc.message.ParallelConfirm;
import io.ohmgate.ykc.message.ParallelRequest;
import io.ohmgate.ykc.message.ParallelStart;
import io.ohmgate.ykc.message.ParallelStartReply;
import io.ohmgate.ykc.message.PileStartRequest;
import io.ohmgate.ykc.message.PilelessGunQrCode;
import io.ohmgate.ykc.message.QrPrefix;
import io.ohmgate.ykc.message.QrPrefixReply;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.Reboot;
import io.ohmgate.ykc.message.RebootReply;
import io.ohmgate.ykc.message.RemoteStartReply;
import io.ohmgate.ykc.message.RemoteStop;
import io.ohmgate.ykc.message.TradeRecord;
import io.ohmgate.ykc.message.TradeReport;
import io.ohmgate.ykc.message.WorkParam;
import io.ohmgate.ykc.message.WorkParamReply;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsStoryTest {
    private static final String CARD = "00000000D14B0A54";
    private static final long LIMIT_FEN = 1_000_000;

    // Offline cards

    @Test
    void anOfflineCardChargesUnderAnOwnSerialAndItsReportsGoUpBeforeItsRecord() {
        Story story = Story.of(Behaviour.GOOD).online().plugs(Story.car());
        story.hears(CardSync.of(Story.PILE, List.of(new CardSync.Card("1000000573", CARD))));
        story.reachable = false;
        story.linkBreaks().does(story.pile.swipe(1, CARD, story.now)).passes(Duration.ofMinutes(5));
        assertThat(story.gun().charging()).isTrue();
        TradeNo own = Objects.requireNonNull(story.gun().tradeNo());
        assertThat(own.digits()).startsWith(Story.PILE.digits() + "01261122");
        story.does(story.pile.swipe(1, CARD, story.now)).passes(Duration.ofMinutes(1));
        story.forgetSaid();
        story.reachable = true;
        story.passes(Duration.ofMinutes(2));

        TradeRecord trade = story.last(TradeRecord.class);
        assertThat(trade.tradeNo()).isEqualTo(own);
        assertThat(trade.tradeFlag()).isEqualTo(TradeReport.BY_OFFLINE_CARD);
        List<Message> said =
                story.said.stream().<Message>map(Story.Said::message).toList();
        List<Message> before = said.subList(0, said.indexOf(trade));
        assertThat(before)
                .filteredOn(each ->
                        each instanceof Realtime report && report.tradeNo().equals(own))
                .hasSizeBetween(18, 21);
        assertThat(said.subList(said.indexOf(trade), said.size()))
                .noneMatch(each ->
                        each instanceof Realtime report && report.tradeNo().equals(own));
    }

    @Test
    void aCardThatIsNotOnTheListStartsNothingOffline() {
        Story story = Story.of(Behaviour.GOOD).online().plugs(Story.car());
        story.reachable = false;

        story.linkBreaks().does(story.pile.swipe(1, CARD, story.now)).passes(Duration.ofMinutes(1));

        assertThat(story.gun().doing()).isEqualTo(GunView.Doing.IDLE);
    }

    @Test
    void cardsAreStoredFoundAndForgotten() {
        Story story = Story.of(Behaviour.GOOD).online();

        story.hears(CardSync.of(Story.PILE, List.of(new CardSync.Card("1", CARD))))
                .hears(CardQuery.of(Story.PILE, List.of(CARD, "00000000000000FF")))
                .hears(CardClear.of(Story.PILE, List.of(CARD)))
                .hears(CardQuery.of(Story.PILE, List.of(CARD)));

        assertThat(story.last(CardSyncReply.class).saveResult()).isOne();
        assertThat(story.all(CardQueryReply.class).getFirst().results())
                .extracting(CardQueryReply.Result::queryResult)
                .containsExactly(1, 0);
        assertThat(story.last(CardClearReply.class).results().getFirst().clearResult())
                .isOne();
        assertThat(story.last(CardQueryReply.class).results().getFirst().queryResult())
                .isZero();
    }

    // Starts at the pile

    @Test
    void aPasswordTravelsAsTheMiddleOfItsDigest() {
        Story story = Story.of(Behaviour.GOOD).online().plugs(Story.car());

        story.does(story.pile.identify(1, new StartAtPile(StartAtPile.By.CARD, CARD, "123456"), story.now));

        PileStartRequest request = story.last(PileStartRequest.class);
        assertThat(request.needPassword()).isOne();
        // The MD5 of 123456 is e10adc3949ba59abbe56e057f20f883e.
        assertThat(request.password()).isEqualTo("34396261353961626265353665303537");
    }

    @Test
    void aForwardVinAndALeftAlignedCardAreAskedForByName() {
        Story story = Story.of(Behaviour.GOOD.with(Quirks.FORWARD_VIN).with(Quirks.LEFT_ALIGNED_CARD))
                .online()
                .plugs(Story.car());
        story.does(story.pile.swipe(1, CARD, story.now)).passes(Duration.ofSeconds(16));
        assertThat(story.last(PileStartRequest.class).accountOrCard()).isEqualTo("D14B0A5400000000");

        story.does(story.pile.startByVin(1, story.now));

        assertThat(story.last(PileStartRequest.class).vinWire()).startsWith("4C4F484D");
    }

    // Work parameters

    @Test
    void aLockedPileLetsTheRunningChargeGoOnAndRefusesNewOnes() {
        Story story = Story.of(Behaviour.GOOD).online().charging();

        story.hears(new WorkParam(Story.PILE, WorkParam.LOCKED, 100)).passes(Duration.ofSeconds(30));
        assertThat(story.gun().charging()).isTrue();
        story.hears(new RemoteStop(Story.PILE, 1)).passes(Duration.ofSeconds(3));
        story.hearsStart(Story.NEXT_TRADE, LIMIT_FEN);
        story.does(story.pile.swipe(1, CARD, story.now));

        assertThat(story.last(RemoteStartReply.class).failReason()).isEqualTo(RemoteStartReply.PILE_FAULT);
        assertThat(story.all(PileStartRequest.class)).isEmpty();
    }

    @Test
    void aLockOutlivesAReboot() {
        Story story = Story.of(Behaviour.GOOD).online().hears(new WorkParam(Story.PILE, WorkParam.LOCKED, 50));

        story.does(story.pile.powerCut(story.now)).passes(Duration.ofSeconds(30));

        assertThat(story.pile.view(story.now).locked()).isTrue();
        assertThat(story.pile.view(story.now).maxPowerPercent()).isEqualTo(50);
    }

    @Test
    void aDeratedPileGivesLess() {
        Story story = Story.of(Behaviour.GOOD).online().charging().passes(Duration.ofMinutes(1));
        int before = story.gun().watts();

        story.hears(new WorkParam(Story.PILE, WorkParam.ALLOWED, 30)).passes(Duration.ofSeconds(3));

        assertThat(before).isGreaterThan(100_000);
        assertThat(story.gun().watts()).isEqualTo(2 * 120_000 * 30 / 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 29, 101, 255})
    void aPowerOutside30To100IsRefused(int percent) {
        Story story = Story.of(Behaviour.GOOD).online();

        story.hears(new WorkParam(Story.PILE, WorkParam.ALLOWED, percent));

        assertThat(story.last(WorkParamReply.class).setResult()).isZero();
        assertThat(story.pile.view(story.now).maxPowerPercent()).isEqualTo(100);
    }

    // Reboot and firmware

    @Test
    void aRebootAtOnceAnswersFirstEndsTheChargeAndUploadsItsRecordAfterwards() {
        Story story = Story.of(Behaviour.GOOD).online().charging();
        story.forgetSaid();

        story.hears(new Reboot(Story.PILE, Reboot.AT_ONCE)).passes(Duration.ofSeconds(40));

        assertThat(story.said.getFirst().message()).isInstanceOf(RebootReply.class);
        assertThat(story.hangUps).containsExactly(Why.REBOOT);
        assertThat(story.last(TradeRecord.class).stopReason()).isEqualTo(StopReason.POWER_LOST.code());
        List<Class<?>> order = story.said.stream()
                .<Class<?>>map(each -> each.message().getClass())
                .filter(each -> each == Login.class || each == TradeRecord.class)
                .toList();
        assertThat(order).containsExactly(Login.class, TradeRecord.class);
    }

    @Test
    void aRebootWhenIdleWaitsForTheChargeToEnd() {
        Story story = Story.of(Behaviour.GOOD).online().charging();

        story.hears(new Reboot(Story.PILE, Reboot.WHEN_IDLE)).passes(Duration.ofMinutes(1));
        assertThat(story.gun().charging()).isTrue();
        assertThat(story.hangUps).isEmpty();
        story.hears(new RemoteStop(Story.PILE, 1)).passes(Duration.ofSeconds(5));

        assertThat(story.hangUps).containsExactly(Why.REBOOT);
    }

    private static Ota ota(int model, int mode, int minutes) {
        return new Ota(Story.PILE, model, 120, "10.0.0.1", 21, "u", "p", "/fw/1.bin", mode, minutes);
    }

    @Test
    void newFirmwareIsReportedAfterTheRebootOnTheNextConnection() {
        Story story = Story.of(Behaviour.GOOD.withSeconds(Quirks.OTA_TAKES, 45)).online();
        story.forgetSaid();

        story.hears(ota(1, 1, 5)).passes(Duration.ofSeconds(44));
        assertThat(story.hangUps).isEmpty();
        story.passes(Duration.ofSeconds(40));

        assertThat(story.hangUps).containsExactly(Why.REBOOT);
        assertThat(story.last(OtaReply.class).updateResult()).isEqualTo(OtaReply.SUCCESS);
        assertThat(story.last(Login.class).softwareVersion()).isEqualTo("OHM1.1");
        assertThat(story.said.getLast().message()).isNotInstanceOf(Login.class);
    }

    @Test
    void firmwareThatIsTooSlowOrForAnotherModelIsReportedAsSuch() {
        Story slow = Story.of(Behaviour.GOOD.withSeconds(Quirks.OTA_TAKES, 600)).online();
        slow.hears(ota(1, 1, 2)).passes(Duration.ofSeconds(121));
        Story wrong = Story.of(Behaviour.GOOD).online();
        wrong.hears(ota(2, 1, 2)).passes(Duration.ofSeconds(1));

        assertThat(slow.last(OtaReply.class).updateResult()).isEqualTo(3);
        assertThat(wrong.last(OtaReply.class).updateResult()).isEqualTo(2);
        assertThat(slow.hangUps).isEmpty();
    }

    // Ground locks and QR codes

    @Test
    void aGroundLockAcceptsMovesAndReportsWhereItCameToRest() {
        Story story = Story.of(Behaviour.GOOD.with(Quirks.GROUND_LOCKS)).online();
        story.forgetSaid();

        story.hears(new GroundLockCommand(Story.PILE, 2, GroundLockCommand.RAISE, "00000000"))
                .passes(Duration.ofSeconds(5));

        assertThat(story.last(GroundLockReply.class).lockResult()).isOne();
        assertThat(story.last(GroundLockReport.class).gunNo()).isEqualTo(2);
        assertThat(story.last(GroundLockReport.class).lockState()).isEqualTo(0x55);
        story.forgetSaid();
        story.passes(Duration.ofMinutes(11));
        assertThat(story.all(GroundLockReport.class)).hasSizeBetween(4, 5);
    }

    @Test
    void aStuckLockAlarmsAndAPileWithoutLocksRefuses() {
        Story stuck = Story.of(Behaviour.GOOD.with(Quirks.GROUND_LOCKS).with(Quirks.GROUND_LOCK_STUCK))
                .online();
        stuck.hears(new GroundLockCommand(Story.PILE, 1, GroundLockCommand.RAISE, "00000000"))
                .passes(Duration.ofSeconds(5));
        Story without = Story.of(Behaviour.GOOD).online();
        without.hears(new GroundLockCommand(Story.PILE, 1, GroundLockCommand.RAISE, "00000000"));

        assertThat(stuck.last(GroundLockReport.class).alarmState()).isEqualTo(0x55);
        assertThat(without.last(GroundLockReply.class).lockResult()).isZero();
    }

    @Test
    void qrCodesOfAllThreeKindsAreShownAndForgottenWithoutPower() {
        Story story = Story.of(Behaviour.GOOD).online();

        story.hears(new QrPrefix(Story.PILE, 1, 18, "www.ohmgate.cn?No="));
        assertThat(story.pile.view(story.now).qrCodes().get(2)).isEqualTo("www.ohmgate.cn?No=3201060001923602");
        story.hears(new GunQrCode(Story.PILE, 1, 3, "abc")).hears(new PilelessGunQrCode(2, 3, "xyz"));

        assertThat(story.pile.view(story.now).qrCodes()).containsValues("abc", "xyz");
        assertThat(story.last(QrPrefixReply.class).result()).isZero();
        assertThat(story.all(GunQrCodeReply.class))
                .allMatch(reply -> Integer.valueOf(1).equals(reply.result()));
        story.does(story.pile.powerCut(story.now));
        assertThat(story.pile.view(story.now).qrCodes()).isEmpty();
    }

    // Parallel charging

    private static ParallelStart parallel(int gunNo, TradeNo tradeNo) {
        return new ParallelStart(
                tradeNo, Story.PILE, gunNo, "0".repeat(16), "0".repeat(16), new Money(LIMIT_FEN), "261122080000");
    }

    @Test
    void twoGunsOfOneVehicleStartTogetherAndMakeTwoRecords() {
        Story story = Story.of(Behaviour.GOOD).online().plugs(Story.car());
        story.does(story.pile.plug(2, Story.car(), story.now));

        story.hears(parallel(1, Story.TRADE))
                .hears(parallel(2, Story.NEXT_TRADE))
                .passes(Duration.ofMinutes(2));
        assertThat(story.pile.chargingGuns()).isEqualTo(2);
        story.hears(new RemoteStop(Story.PILE, 1))
                .hears(new RemoteStop(Story.PILE, 2))
                .passes(Duration.ofSeconds(5));

        assertThat(story.all(ParallelStartReply.class))
                .allMatch(ParallelStartReply::accepted)
                .extracting(ParallelStartReply::mainAuxFlag)
                .containsExactly(0, 1);
        assertThat(story.all(TradeRecord.class)).extracting(TradeRecord::gunNo).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void oneGunThatCannotStartRefusesTheWholeGroup() {
        Story story = Story.of(Behaviour.GOOD).online().plugs(Story.car());

        story.hears(parallel(1, Story.TRADE))
                .hears(parallel(2, Story.NEXT_TRADE))
                .passes(Duration.ofMinutes(2));

        assertThat(story.all(ParallelStartReply.class))
                .extracting(ParallelStartReply::failReason)
                .containsExactly(RemoteStartReply.NOT_PLUGGED, RemoteStartReply.NOT_PLUGGED);
        assertThat(story.pile.chargingGuns()).isZero();
    }

    private static ParallelConfirm confirm(int gunNo, TradeNo tradeNo, int result, String parallelNo) {
        return new ParallelConfirm(
                tradeNo, Story.PILE, gunNo, "0".repeat(16), new Money(LIMIT_FEN), result, 0, parallelNo);
    }

    @Test
    void aDriverAtThePileStartsBothGunsOnlyWhenBothAreAccepted() {
        Story story = Story.of(Behaviour.GOOD).online().plugs(Story.car());
        story.does(story.pile.plug(2, Story.car(), story.now));
        story.does(story.pile.identifyInParallel(List.of(1, 2), StartAtPile.card(CARD), story.now));
        String no = Objects.requireNonNull(story.last(ParallelRequest.class).parallelNo());
        assertThat(story.all(ParallelRequest.class))
                .extracting(ParallelRequest::mainAuxFlag)
                .containsExactly(0, 1);

        story.hears(confirm(1, Story.TRADE, 1, no)).passes(Duration.ofSeconds(1));
        assertThat(story.gun().doing()).isEqualTo(GunView.Doing.WAITING_FOR_PLATFORM);
        story.hears(confirm(2, Story.NEXT_TRADE, 1, no)).passes(Duration.ofSeconds(15));

        assertThat(story.pile.chargingGuns()).isEqualTo(2);
    }

    @Test
    void oneRefusalAtThePileCancelsBothGuns() {
        Story story = Story.of(Behaviour.GOOD).online().plugs(Story.car());
        story.does(story.pile.plug(2, Story.car(), story.now));
        story.does(story.pile.identifyInParallel(List.of(1, 2), StartAtPile.vin(), story.now));
        String no = Objects.requireNonNull(story.last(ParallelRequest.class).parallelNo());

        story.hears(confirm(1, Story.TRADE, 1, no))
                .hears(confirm(2, Story.NEXT_TRADE, 0, no))
                .passes(Duration.ofSeconds(20));

        assertThat(story.pile.chargingGuns()).isZero();
        assertThat(story.gun().doing()).isEqualTo(GunView.Doing.IDLE);
    }
}
