package io.ohmgate.ykc.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileGateway.Confirmation;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.ykc.frame.CrcOrder;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.BillingModel;
import io.ohmgate.ykc.message.BillingReply;
import io.ohmgate.ykc.message.BillingRequest;
import io.ohmgate.ykc.message.BillingVerify;
import io.ohmgate.ykc.message.BillingVerifyAck;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.HeartbeatAck;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.Message;
import io.ohmgate.ykc.message.PileStartReply;
import io.ohmgate.ykc.message.PileStartRequest;
import io.ohmgate.ykc.message.RateSum;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.RemoteStart;
import io.ohmgate.ykc.message.RemoteStop;
import io.ohmgate.ykc.message.TimeSync;
import io.ohmgate.ykc.message.TradeConfirm;
import io.ohmgate.ykc.message.TradeRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final PileNo PILE = new PileNo("32010600019236");
    private static final PileNo NEIGHBOUR = new PileNo("32010600019237");
    private static final GunId GUN = PILE.gun(1);
    private static final TradeNo TRADE = new TradeNo("32010600019236012001061803423060");
    private static final PileTariff TARIFF = new PileTariff(
            7,
            42,
            new Tariff(
                    Collections.nCopies(Tariff.SLOTS, PriceLevel.FLAT),
                    Map.of(PriceLevel.FLAT, new Price(new UnitPrice(80_000), new UnitPrice(40_000)))));

    private final TestPile pile = new TestPile();

    ConversationTest() {
        pile.gateway.allowed.add(PILE);
    }

    @Test
    void aKnownPileIsLetInAndItsHeartbeatAnswered() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.says(new Heartbeat(PILE, 1, 0)).hears(new HeartbeatAck(PILE, 1, 0));
        assertThat(pile.gateway.heard).isEqualTo(1);
        assertThat(pile.gateway.hellos.getFirst().protocolVersion()).isEqualTo("1.6");
    }

    @Test
    void anUnknownPileHearsNoAndIsHungUpOnASecondLater() {
        pile.says(login(NEIGHBOUR)).hears(LoginAck.refused(NEIGHBOUR)).isConnected();
        pile.staysSilentFor(Duration.ofMillis(1001)).isHungUpOn();
        assertThat(pile.gateway.closed).isEmpty();
    }

    @Test
    void whoDoesNotLogInWithinTenSecondsIsHungUpOn() {
        pile.staysSilentFor(Duration.ofMillis(9_999)).isConnected();
        pile.staysSilentFor(Duration.ofMillis(2)).isHungUpOn();
    }

    @Test
    void whoHasLoggedInMayBeSilentAsLongAsTheGatewayLikes() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.staysSilentFor(Duration.ofMinutes(10)).isConnected();
    }

    @Test
    void whoTalksTooMuchBeforeTheLoginIsHungUpOn() {
        pile.sends(Unpooled.wrappedBuffer(new byte[512])).isConnected();
        pile.sends(Unpooled.wrappedBuffer(new byte[1])).isHungUpOn();
    }

    @Test
    void nothingButALoginMeansAnythingBeforeTheLogin() {
        pile.says(new Heartbeat(PILE, 1, 0)).hears();
        assertThat(pile.gateway.oddities).containsExactly("BEFORE_LOGIN");
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
    }

    @Test
    void sevenLoginsInARowAreSevenTimesWelcomeAndOneSession() {
        for (int i = 0; i < 7; i++) {
            pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        }
        assertThat(pile.gateway.hellos).hasSize(1);
    }

    @Test
    void aLoginThatIsJudgedLaterIsAnsweredLaterWithItsOwnSequence() {
        pile.gateway.verdictLater = true;
        pile.says(new Heartbeat(PILE, 1, 0), login(PILE)).hears();
        pile.gateway.verdictsToGive.getFirst().run();
        pile.runsTasks().hears(LoginAck.accepted(PILE));
        assertThat(pile.sequencesHeard).containsExactly(1);
    }

    @Test
    void aConcentratorBringsSeveralPilesAndARefusedOneDoesNotHurtTheOthers() {
        pile.gateway.allowed.add(NEIGHBOUR);
        PileNo stranger = new PileNo("99999999999999");
        pile.says(login(PILE), login(NEIGHBOUR), login(stranger))
                .hears(LoginAck.accepted(PILE), LoginAck.accepted(NEIGHBOUR), LoginAck.refused(stranger));
        pile.staysSilentFor(Duration.ofSeconds(2));
        pile.says(new Heartbeat(NEIGHBOUR, 2, 0)).hears(new HeartbeatAck(NEIGHBOUR, 2, 0));
    }

    @Test
    void aFrameForAnotherPileHasNoEffectAndIsToldOnceAMinute() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.says(new Heartbeat(NEIGHBOUR, 1, 0), new Heartbeat(NEIGHBOUR, 1, 0))
                .hears();
        assertThat(pile.gateway.reports).isEmpty();
        assertThat(pile.gateway.heard).isZero();
        assertThat(pile.gateway.security).containsExactly("FOREIGN_PILE");
        pile.staysSilentFor(Duration.ofMinutes(1));
        pile.says(new Heartbeat(NEIGHBOUR, 1, 0)).hears();
        assertThat(pile.gateway.security).hasSize(2);
    }

    @Test
    void aRecordOfAnotherPileIsHandedOverWithTheSessionItCameOnAndConfirmedWhenKept() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.says(record(NEIGHBOUR.gun(1))).hears();
        assertThat(pile.gateway.records)
                .singleElement()
                .satisfies(raw -> assertThat(raw.fields().gun().pileNo()).isEqualTo(NEIGHBOUR));
        assertThat(pile.gateway.recordSessions)
                .singleElement()
                .satisfies(session -> assertThat(session.pileNo()).isEqualTo(PILE));
        pile.gateway.confirmations.getFirst().accept(Confirmation.KEPT);
        pile.runsTasks().hears(TradeConfirm.received(TRADE));
    }

    @Test
    void moreThanSixtyRecordsOfOthersAMinuteAreNotEvenKept() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        for (int i = 0; i < 61; i++) {
            pile.says(record(NEIGHBOUR.gun(1)));
        }
        assertThat(pile.gateway.records).hasSize(60);
        assertThat(pile.gateway.oddities).contains("FOREIGN_RECORD_DROPPED");
        pile.isConnected();
    }

    @Test
    void onePileOfAConcentratorLeavesAndItsNeighbourStays() {
        pile.gateway.allowed.add(NEIGHBOUR);
        pile.says(login(PILE), login(NEIGHBOUR));
        pile.heard();
        link().leave(new SessionId(PILE, 1), CloseReason.PILE_DISABLED);
        pile.runsTasks().isConnected();
        pile.says(new Heartbeat(NEIGHBOUR, 2, 0)).hears(new HeartbeatAck(NEIGHBOUR, 2, 0));
        pile.says(new Heartbeat(PILE, 1, 0)).hears();
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
    }

    @Test
    void withTheLastPileOfAConcentratorItsConnectionEnds() {
        pile.gateway.allowed.add(NEIGHBOUR);
        pile.says(login(PILE), login(NEIGHBOUR));
        link().leave(new SessionId(PILE, 1), CloseReason.PILE_DISABLED);
        link().leave(new SessionId(NEIGHBOUR, 2), CloseReason.PILE_DISABLED);
        pile.isHungUpOn();
    }

    @Test
    void whoWasReplacedBeforeItHeardYesHearsNo() {
        pile.gateway.verdictLater = true;
        pile.says(login(PILE)).hears();
        link().leave(new SessionId(PILE, 1), CloseReason.REPLACED_BY_NEW_LOGIN);
        pile.gateway.verdictsToGive.getFirst().run();
        pile.runsTasks().hears(LoginAck.refused(PILE));
        pile.staysSilentFor(Duration.ofMillis(1001)).isHungUpOn();
    }

    @Test
    void sixteenPilesFitOnOneConnectionAndTheSeventeenthDoesNot() {
        for (int i = 1; i <= 17; i++) {
            PileNo each = new PileNo("320106000192%02d".formatted(i));
            pile.gateway.allowed.add(each);
            pile.says(login(each)).hears(i <= 16 ? LoginAck.accepted(each) : LoginAck.refused(each));
        }
    }

    @Test
    void aCrcOfTheMisprintedTableIsReadOnlyWhereThatIsSwitchedOn() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.sends(legacy(PILE)).hears();
        assertThat(pile.gateway.oddities).containsOnly("CRC_BAD");
        pile.gateway.dialect.add("LEGACY_CRC_TABLE");
        pile.sends(legacy(PILE));
        assertThat(pile.heard()).hasSize(1);
        assertThat(pile.gateway.oddities).contains("CRC_LEGACY_TABLE");
    }

    /** A heartbeat whose bytes hit the misprinted entry, so that both tables differ. */
    private static ByteBuf legacy(PileNo pileNo) {
        FrameWriter misprinted = new FrameWriter(CrcOrder.LEGACY_TABLE, false);
        for (int sequence = 0; ; sequence++) {
            ByteBuf wrong = misprinted.write(new Heartbeat(pileNo, 1, 0), sequence, UnpooledByteBufAllocator.DEFAULT);
            ByteBuf right =
                    FrameWriter.STANDARD.write(new Heartbeat(pileNo, 1, 0), sequence, UnpooledByteBufAllocator.DEFAULT);
            boolean differ = !wrong.equals(right);
            right.release();
            if (differ) {
                return wrong;
            }
            wrong.release();
        }
    }

    @Test
    void answersAreLowByteFirstUnlessThisPileIsToBeMirrored() {
        FrameWriter highFirst = new FrameWriter(CrcOrder.HIGH_FIRST, false);
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        for (CrcOrder expected : List.of(CrcOrder.LOW_FIRST, CrcOrder.HIGH_FIRST)) {
            pile.sends(highFirst.write(new Heartbeat(PILE, 1, 0), 7, UnpooledByteBufAllocator.DEFAULT));
            assertThat(pile.heard()).hasSize(1);
            assertThat(pile.ordersHeard.getLast()).isEqualTo(expected);
            pile.gateway.dialect.add("CRC_REPLY_MIRROR");
        }
        pile.says(new Heartbeat(PILE, 1, 0));
        pile.heard();
        assertThat(pile.ordersHeard.getLast()).isEqualTo(CrcOrder.LOW_FIRST);
    }

    @Test
    void aPileOfV15HearsABalanceThatNamesNoGun() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.gateway.dialect.add("BALANCE_UPDATE_V15");
        link().send(new PileCommand.SetLimit(GUN, new Money(5_000)));
        pile.runsTasks();
        ByteBuf out = pile.channel.readOutbound();
        assertThat(out.getUnsignedByte(1)).isEqualTo((short) (19 + 4));
        out.release();
    }

    @Test
    void aLoginOfV18IsRefusedClearlyAndTold() {
        byte[] body = new byte[127];
        System.arraycopy(HexFormat.of().parseHex(PILE.digits()), 0, body, 88, 7);
        pile.sends(rawFrame(0x01, 0, body)).hears(LoginAck.refused(PILE));
        assertThat(pile.gateway.unsupported).containsExactly("V1.8 " + PILE.digits());
        pile.staysSilentFor(Duration.ofMillis(1001)).isHungUpOn();
    }

    @Test
    void aLoginOfV2IsHungUpOnAndTold() {
        pile.sends(Unpooled.wrappedBuffer(
                HexFormat.of().parseHex("6840000000" + "98B70E11100314" + "00" + "01" + PILE.digits() + "0011223344")));
        pile.isHungUpOn();
        assertThat(pile.gateway.unsupported).containsExactly("V2 00000000000000");
    }

    @Test
    void answersRepeatTheSequenceBytesOfWhatTheyAnswer() {
        pile.says(login(PILE), new Heartbeat(PILE, 1, 0), new Heartbeat(PILE, 2, 0));
        assertThat(pile.heard()).hasSize(3);
        assertThat(pile.sequencesHeard).containsExactly(0, 1, 2);
    }

    @Test
    void manyAnswersOfOneReadLeaveInOneWrite() {
        pile.says(login(PILE), new Heartbeat(PILE, 1, 0), new Heartbeat(PILE, 2, 0));
        assertThat(pile.channel.outboundMessages()).hasSize(1);
        assertThat(pile.heard()).hasSize(3);
    }

    @Test
    void theTariffIsTheSameOnlyIfItsNumberIs() {
        pile.gateway.tariff = TARIFF;
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.says(new BillingVerify(PILE, "0042")).hears(new BillingVerifyAck(PILE, "0042", BillingVerifyAck.SAME));
        assertThat(pile.gateway.reports).containsExactly(new PileReport.TariffHeld(PILE, 42));
        pile.says(new BillingVerify(PILE, "0000"))
                .hears(new BillingVerifyAck(PILE, "0042", BillingVerifyAck.DIFFERENT));
        assertThat(pile.gateway.reports).hasSize(1);
    }

    @Test
    void aPileThatAsksForTheTariffGetsAllFortyEightHalfHours() {
        pile.gateway.tariff = TARIFF;
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.says(new BillingRequest(PILE)).hears(new BillingReply(PILE, "0042", BillingModel.of(TARIFF.tariff())));
    }

    @Test
    void aPileWithoutATariffIsNotAnswered() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.says(new BillingRequest(PILE)).hears();
        assertThat(pile.gateway.oddities).containsExactly("NO_TARIFF");
    }

    @Test
    void aRecordIsConfirmedWhenItIsKeptAndNotBefore() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.says(record(GUN)).hears();
        pile.staysSilentFor(Duration.ofSeconds(25)).hears();
        pile.gateway.confirmations.getFirst().accept(Confirmation.KEPT);
        pile.runsTasks().hears(TradeConfirm.received(TRADE));
        assertThat(pile.gateway.records.getFirst().fields().total()).isEqualTo(new Energy(100_000));
    }

    @Test
    void theEvidenceIsTheFrameByteForByteAndTheSequenceIsNotItsContent() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        ByteBuf first = FrameWriter.STANDARD.write(record(GUN), 0x1234, pile.channel.alloc());
        String sent = HexFormat.of().withUpperCase().formatHex(ByteBufUtil.getBytes(first));
        pile.sends(first).sends(FrameWriter.STANDARD.write(record(GUN), 0x1235, pile.channel.alloc()));
        assertThat(pile.gateway.records.getFirst().hex()).isEqualTo(sent);
        assertThat(pile.gateway.records.getLast().hex()).isNotEqualTo(sent);
        assertThat(pile.gateway.records.getLast().content())
                .isEqualTo(pile.gateway.records.getFirst().content());
    }

    @Test
    void aConfirmationAfterTheEndIsSaidToNobody() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.says(record(GUN));
        pile.hangsUp();
        pile.gateway.confirmations.getFirst().accept(Confirmation.KEPT);
        pile.runsTasks().hears();
        assertThat(pile.gateway.closed).containsExactly(CloseReason.BY_PEER);
    }

    @Test
    void aRecordThatCannotBeReadButNamedIsCalledIllegal() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        // Trade number, then a pile number with a hex digit in it.
        byte[] body = HexFormat.of().parseHex(TRADE.digits() + "3201060001923F" + "01");
        pile.sends(rawFrame(0x3B, 0, body)).hears(TradeConfirm.illegal(TRADE));
        assertThat(pile.gateway.records).isEmpty();
    }

    @Test
    void whatAGunDoesIsToldInTheGatewaysWords() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.says(charging()).hears();
        PileReport.GunReported report = (PileReport.GunReported) pile.gateway.reports.getFirst();
        assertThat(report.gun()).isEqualTo(GUN);
        assertThat(report.tradeNo()).isEqualTo(TRADE);
        assertThat(report.state()).isEqualTo(GunState.CHARGING);
        assertThat(report.plugged()).isTrue();
        assertThat(report.homed()).isNull();
        assertThat(report.telemetry().outputWatts()).isEqualTo(6814);
    }

    @Test
    void zerosOfAGunThatStandsByAreNotMeasurements() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.says(idle());
        PileReport.GunReported report = (PileReport.GunReported) pile.gateway.reports.getFirst();
        assertThat(report.tradeNo()).isNull();
        assertThat(report.telemetry().cableCelsius()).isNull();
        assertThat(report.telemetry().socPercent()).isNull();
        assertThat(report.plugged()).isFalse();
    }

    @Test
    void aStartAtThePileIsAnsweredWithTheSequenceItCameWith() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.says(new PileStartRequest(
                PILE, 1, PileStartRequest.BY_CARD, 0, "00000000D14B0A54", "0".repeat(32), "0".repeat(34)));
        PileReport.StartAtPileRequested asked = (PileReport.StartAtPileRequested) pile.gateway.reports.getFirst();
        link().send(new PileCommand.RefuseStart(GUN, asked, PileCommand.StartRefusedBecause.CARDS_NOT_SUPPORTED));
        PileStartReply reply = (PileStartReply) pile.runsTasks().heard().getFirst();
        assertThat(reply.accepted()).isFalse();
        assertThat(reply.failReason()).isEqualTo(0x0B);
        assertThat(pile.sequencesHeard).containsExactly(0, 1);
    }

    @Test
    void commandsLeaveAPauseAndAStopOvertakes() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        link().send(new PileCommand.SetClock(PILE, Instant.parse("2026-11-22T04:00:00Z")));
        link().send(new PileCommand.ReadGun(GUN));
        link().send(new PileCommand.StartCharging(TRADE, GUN, new Money(5000)));
        link().send(new PileCommand.StopCharging(PILE.gun(2)));
        pile.runsTasks().hears(new TimeSync(PILE, LocalDateTime.parse("2026-11-22T12:00:00")));
        pile.staysSilentFor(Duration.ofMillis(99)).hears();
        pile.staysSilentFor(Duration.ofMillis(2)).hears(new RemoteStop(PILE, 2));
        pile.staysSilentFor(Duration.ofMillis(101));
        pile.staysSilentFor(Duration.ofMillis(101));
        List<Message> rest = pile.heard();
        assertThat(rest).hasSize(2);
        assertThat(((RemoteStart) rest.get(1)).balance()).isEqualTo(new Money(5000));
    }

    @Test
    void aStopIsNeverDroppedAndQuestionsGiveWay() {
        CommandLanes lanes = new CommandLanes(2);
        PileCommand clock = new PileCommand.SetClock(PILE, Instant.EPOCH);
        PileCommand start = new PileCommand.StartCharging(TRADE, GUN, Money.ZERO);
        PileCommand limit = new PileCommand.SetLimit(GUN, Money.ZERO);
        PileCommand stop = new PileCommand.StopCharging(GUN);
        assertThat(lanes.offer(clock)).isNull();
        assertThat(lanes.offer(start)).isNull();
        assertThat(lanes.offer(limit)).isEqualTo(clock);
        assertThat(lanes.offer(clock)).isEqualTo(clock);
        assertThat(lanes.offer(stop)).isNull();
        assertThat(lanes.offer(stop)).isNull();
        assertThat(lanes.poll()).isEqualTo(stop);
        assertThat(lanes.poll()).isEqualTo(start);
        assertThat(lanes.poll()).isEqualTo(limit);
        assertThat(lanes.isEmpty()).isTrue();
    }

    @Test
    void aLoginOfV18IsRefusedInWordsItUnderstands() {
        byte[] body = new byte[127];
        byte[] number = HexFormat.of().parseHex(PILE.digits());
        System.arraycopy(number, 0, body, 88, number.length);
        pile.sends(rawFrame(0x01, 0, body)).hears(LoginAck.refused(PILE));
        pile.staysSilentFor(Duration.ofMillis(1001)).isHungUpOn();
    }

    @Test
    void unknownTypesAreToleratedUpToALimit() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        for (int i = 0; i < 20; i++) {
            pile.sends(rawFrame(0x49, 0, new byte[7])).isConnected();
        }
        pile.sends(rawFrame(0x49, 0, new byte[7])).isHungUpOn();
        assertThat(pile.gateway.oddities).containsOnly("UNKNOWN_TYPE").hasSize(21);
    }

    @Test
    void anEncryptedLoginIsHungUpOnAndAnyOtherEncryptedFrameOnlyCounted() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.sends(rawFrame(0x03, 1, new byte[9])).isConnected().hears();
        TestPile other = new TestPile();
        other.sends(rawFrame(0x01, 1, new byte[30])).isHungUpOn();
    }

    @Test
    void halfAFrameIsGivenUpAfterTenSecondsAndTheNextOneIsHeard() {
        pile.says(login(PILE)).hears(LoginAck.accepted(PILE));
        pile.sends(Unpooled.wrappedBuffer(new byte[] {(byte) Frame.START, 0x22, 0}));
        pile.staysSilentFor(Duration.ofSeconds(11));
        pile.says(new Heartbeat(PILE, 1, 0)).hears(new HeartbeatAck(PILE, 1, 0));
        assertThat(pile.gateway.oddities).contains("PARTIAL_TIMEOUT");
    }

    private PileLink link() {
        return Objects.requireNonNull(pile.gateway.link);
    }

    private static ByteBuf rawFrame(int type, int flag, byte[] body) {
        ByteBuf out = Unpooled.buffer();
        out.writeByte(Frame.START).writeByte(body.length + 4).writeShort(0);
        out.writeByte(flag).writeByte(type).writeBytes(body);
        int crc = 0xFFFF;
        for (int i = 2; i < out.writerIndex(); i++) {
            crc ^= out.getUnsignedByte(i);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ 0xA001 : crc >>> 1;
            }
        }
        return out.writeShortLE(crc);
    }

    private static Login login(PileNo pileNo) {
        return new Login(pileNo, Login.PILE_TYPE_DC, 2, 0x10, "V1.0.0", 1, "0".repeat(20), 4);
    }

    private static Realtime charging() {
        Energy energy = new Energy(46_223);
        Amount amount = new Amount(46_223);
        return new Realtime(
                TRADE, PILE, 1, 3, 2, 1, 2143, 318, 39, NO_CABLE, 55, 25, 40, 20, energy, energy, amount, 0);
    }

    private static Realtime idle() {
        Energy none = Energy.ZERO;
        return new Realtime(
                Realtime.NO_TRADE, PILE, 1, 2, 2, 0, 0, 0, -50, NO_CABLE, 0, -50, 0, 0, none, none, Amount.ZERO, 0);
    }

    private static final String NO_CABLE = "0".repeat(16);

    private static TradeRecord record(GunId gun) {
        LocalDateTime start = LocalDateTime.parse("2026-11-22T10:00:00");
        Energy energy = new Energy(100_000);
        RateSum flat = new RateSum(new UnitPrice(120_000), energy, energy, new Amount(120_000));
        return new TradeRecord(
                TRADE,
                gun.pileNo(),
                gun.gunNo(),
                start,
                start.plusMinutes(40),
                List.of(RateSum.ZERO, RateSum.ZERO, flat, RateSum.ZERO),
                new Energy(1_000_000),
                new Energy(1_100_000),
                energy,
                energy,
                new Amount(120_000),
                "",
                1,
                start.plusMinutes(40),
                0x40,
                "0".repeat(16));
    }
}
