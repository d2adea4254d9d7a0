package io.ohmgate.ykc.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.ykc.describe.FrameDescriber;
import io.ohmgate.ykc.frame.Anomaly;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What piles really send, and what it is taken for (reference 3 and 12). */
class ToleranceTest {
    private static final String PILE = "32010600019236";
    private static final String TRADE = "32010600019236012001061803423060";

    @Test
    void aPileNumberWithHexLettersIsNoPileNumber() {
        Decoded decoded = decode(0x09, "3201060001923A");
        assertThat(decoded)
                .isEqualTo(new Decoded.Malformed(
                        FrameType.BILLING_REQUEST, "pileNo", MalformedBody.Reason.NOT_DECIMAL, null));
    }

    @Test
    void anUnreadableRecordStillTellsWhichTradeToRefuse() {
        Decoded decoded = decode(0x3B, TRADE + PILE + "00" + "00".repeat(134));
        assertThat(decoded)
                .isEqualTo(new Decoded.Malformed(
                        FrameType.TRADE_RECORD, "gunNo", MalformedBody.Reason.OUT_OF_RANGE, new TradeNo(TRADE)));
    }

    @ParameterizedTest
    @CsvSource({"01,1", "10,10", "99,99"})
    void aGunNumberIsBcd(String wire, int gunNo) {
        assertThat(message(0x12, PILE + wire)).isEqualTo(new ReadRealtime(new PileNo(PILE), gunNo));
    }

    @Test
    void aGunNumberThatIsNoBcdIsBinary() {
        Decoded decoded = decode(0x12, PILE + "0B");
        assertThat(understood(decoded)).isEqualTo(new ReadRealtime(new PileNo(PILE), 11));
        assertThat(decoded.anomalies()).containsExactly(Anomaly.GUN_NO_BINARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "AA", "FF"})
    void aGunNumberOutsideOneTo99IsNone(String wire) {
        assertThat(decode(0x12, PILE + wire)).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void aHeartbeatMayNameGunZeroForThePile() {
        assertThat(message(0x03, PILE + "0000")).isEqualTo(new Heartbeat(new PileNo(PILE), 0, 0));
    }

    @Test
    void theTradeNumberIsOpaqueAndMayHoldLetters() {
        assertThat(((TradeConfirm) message(0x40, "ABCDEF" + TRADE.substring(6) + "00"))
                        .tradeNo()
                        .digits())
                .startsWith("ABCDEF");
    }

    @Test
    void aSimNumberKeepsItsHexLetters() {
        String body = PILE + "0001105631000000000000000089860F123456789012AB" + "00";
        Decoded decoded = decode(0x01, body.substring(0, 60));
        assertThat(((Login) understood(decoded)).simNo()).contains("F");
        assertThat(decoded.anomalies()).contains(Anomaly.BCD_NOT_DECIMAL);
    }

    @ParameterizedTest
    @CsvSource({
        "98B70E11100314, 2020-03-16T17:14:47",
        "98B70E112E0314, 2020-03-14T17:14:47",
        "98B7CE91F0F394, 2020-03-16T17:14:47",
        "000000001D0218, 2024-02-29T00:00",
        "5FEA3B171F0C63, 2099-12-31T23:59:59.999"
    })
    void aTimeIsReadWithItsFlagsMasked(String wire, LocalDateTime time) {
        assertThat(((TimeSyncReply) message(0x55, PILE + wire)).currentTime()).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000000000", "60EA0000010118", "00003C00010118", "00000018010118", "00000000000118",
                "000000001E0218", "00000000010018", "00000000010D18", "00000000010164", "FFFFFFFFFFFFFF"
            })
    void whatIsNoDateIsNullAndFlagged(String wire) {
        Decoded decoded = decode(0x55, PILE + wire);
        assertThat(((TimeSyncReply) understood(decoded)).currentTime()).isNull();
        assertThat(decoded.anomalies()).containsExactly(Anomaly.TIME_INVALID);
        assertThat(described(0x55, PILE + wire)).containsEntry("currentTime", null);
    }

    @Test
    void theCallersTimeIsWrittenWithoutFlags() {
        TimeSync sync = new TimeSync(new PileNo(PILE), LocalDateTime.of(2020, 3, 16, 17, 14, 47));
        assertThat(HexFormat.of().withUpperCase().formatHex(SampleBodies.written(sync)))
                .isEqualTo(PILE + "98B70E11100314");
    }

    @Test
    void anAbsentNumberIsNullAndNotZero() {
        Realtime realtime = (Realtime) message(0x13, TRADE + PILE + "01" + "03");
        assertThat(realtime.gunStatus()).isEqualTo(Realtime.CHARGING);
        assertThat(realtime.chargedEnergy()).isNull();
        assertThat(realtime.outputDeciVolts()).isNull();
    }

    @Test
    void halfANumberIsAbsentAndSoIsAllBehindIt() {
        Realtime realtime = (Realtime) message(0x13, TRADE + PILE + "01" + "030201" + "5F");
        assertThat(realtime.gunPlugged()).isEqualTo(1);
        assertThat(realtime.outputDeciVolts()).isNull();
        assertThat(realtime.gunCableCelsius()).isNull();
    }

    @Test
    void aRequestOfV15MayLackTheVehicle() {
        PileStartRequest request =
                (PileStartRequest) message(0x31, PILE + "01" + "0100" + "00000000D14B0A54" + "00".repeat(16));
        assertThat(request.accountOrCard()).isEqualTo("00000000D14B0A54");
        assertThat(request.vinWire()).isNull();
        assertThat(request.toString()).doesNotContain("D14B0A54");
    }

    @Test
    void aBalanceUpdateOfV15MeansGunOne() {
        Decoded decoded = decode(0x42, PILE + "00000000D14B0A54" + "A0860100");
        assertThat(understood(decoded))
                .isEqualTo(new BalanceUpdate(new PileNo(PILE), 1, "00000000D14B0A54", new Money(100_000)));
        assertThat(decoded.anomalies()).containsExactly(Anomaly.GUN_NO_ABSENT);
    }

    @Test
    void aMistypedParallelConfirmIsRecognisedByItsLength() {
        String body = TRADE + PILE + "01" + "0000001000000573" + "A0860100" + "0100" + "201029112801";
        Decoded decoded = decode(0x32, body);
        assertThat(understood(decoded)).isInstanceOf(ParallelConfirm.class).isEqualTo(message(0xA2, body));
        assertThat(decoded.anomalies()).containsExactly(Anomaly.PARALLEL_CONFIRM_MISTYPED);
    }

    @Test
    void aLoginOfV18IsRecognisedAndNamesItsPile() {
        assertThat(decode(0x01, "41".repeat(88) + PILE + "00".repeat(32)))
                .isEqualTo(new Decoded.LoginOfV18(new PileNo(PILE)));
    }

    @Test
    void aRecordOfAnotherVendorUnder3FIsRefused() {
        assertThat(decode(0x3F, TRADE + PILE + "01" + "00".repeat(140)))
                .isEqualTo(new Decoded.Malformed(
                        FrameType.TRADE_RECORD_V14, "body", MalformedBody.Reason.WRONG_LENGTH, null));
    }

    @Test
    void aCardResultWithoutItsReasonIsRead() {
        Decoded decoded = decode(0x45, PILE + "00000000D14B0A54" + "01" + "00000000D14B0A55" + "00");
        assertThat(((CardClearReply) understood(decoded)).results())
                .containsExactly(
                        new CardClearReply.Result("00000000D14B0A54", 1, null),
                        new CardClearReply.Result("00000000D14B0A55", 0, null));
        assertThat(decoded.anomalies()).containsExactly(Anomaly.CARD_RESULT_WITHOUT_REASON);
    }

    @Test
    void aRebootWithAFourByteModeIsRead() {
        assertThat(message(0x92, PILE + "00000002")).isEqualTo(new Reboot(new PileNo(PILE), Reboot.WHEN_IDLE));
    }

    @Test
    void aLongRecordKeepsItsFourRatesAndOnlyTheVendorsLengthHasFive() {
        TradeRecord four = (TradeRecord) message(0x3B, TRADE + PILE + "01" + "00".repeat(158 - 24));
        TradeRecord five = (TradeRecord) message(0x3B, TRADE + PILE + "01" + "00".repeat(174 - 24));
        TradeRecord longer = (TradeRecord) message(0x3B, TRADE + PILE + "01" + "00".repeat(180 - 24));
        assertThat(four.rates()).hasSize(4);
        assertThat(five.rates()).hasSize(5);
        assertThat(longer.rates()).hasSize(4);
        assertThat(SampleBodies.written(five)).hasSize(174);
        assertThat(SampleBodies.written(four)).hasSize(158);
    }

    @Test
    void aMeterOfFiveBytesIsLittleEndian() {
        byte[] body = HexFormat.of().parseHex(TRADE + PILE + "01" + "00".repeat(158 - 24));
        byte[] meter = HexFormat.of().parseHex("9AA9534F01");
        System.arraycopy(meter, 0, body, 102, 5);
        TradeRecord record = (TradeRecord) understood(Bodies.decode(0x3B, Unpooled.wrappedBuffer(body), 0, null));
        assertThat(record.meterStart()).isEqualTo(new Energy(0x014F53A99AL));
        assertThat(SampleBodies.written(record)).isEqualTo(body);
    }

    @Test
    void valuesThatDoNotFitAreRefusedByTheWriter() {
        assertThatThrownBy(() -> SampleBodies.written(new LoginAck(new PileNo(PILE), 256)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        SampleBodies.written(new BalanceUpdate(new PileNo(PILE), 1, "00000000D14B0A54", new Money(-1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SampleBodies.written(new BalanceUpdate(new PileNo(PILE), 1, "D14B0A54", Money.ZERO)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTariffSurvivesTheWayToThePileAndBack() {
        List<PriceLevel> slots = new ArrayList<>(Collections.nCopies(Tariff.SLOTS, PriceLevel.FLAT));
        slots.set(0, PriceLevel.VALLEY);
        Price flat = new Price(new UnitPrice(90_000), new UnitPrice(40_000));
        Price valley = new Price(new UnitPrice(30_000), new UnitPrice(40_000));
        Tariff tariff = new Tariff(slots, Map.of(PriceLevel.FLAT, flat, PriceLevel.VALLEY, valley));
        BillingSet set = new BillingSet(new PileNo(PILE), "0001", BillingModel.of(tariff));
        byte[] body = SampleBodies.written(set);
        BillingSet received = (BillingSet) understood(Bodies.decode(0x58, Unpooled.wrappedBuffer(body), 0, null));
        Tariff onThePile = received.model().tariff().orElseThrow();
        assertThat(onThePile.slots()).isEqualTo(slots);
        assertThat(onThePile.prices()).containsEntry(PriceLevel.FLAT, flat).containsEntry(PriceLevel.VALLEY, valley);
        assertThat(((BillingSet) understood(
                                Bodies.decode(0x58, Unpooled.wrappedBuffer(Arrays.copyOf(body, 89)), 0, null)))
                        .model()
                        .tariff())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "68",
                "zz",
                "680C000000025503141278230500DA4",
                "000C000000025503141278230500DA4C",
                "68040000000212"
            })
    void whatIsNoFrameIsNotDescribed(String hex) {
        assertThat(FrameDescriber.describe(hex)).isEmpty();
    }

    private static Map<String, ?> described(int code, String hex) {
        String frame = "68%02X000000%02X%s0000".formatted(hex.length() / 2 + 4, code, hex);
        return FrameDescriber.describe(frame).orElseThrow().fields();
    }

    private static Message message(int code, String hex) {
        return understood(decode(code, hex));
    }

    private static Message understood(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Understood.class);
        return ((Decoded.Understood) decoded).message();
    }

    private static Decoded decode(int code, String hex) {
        return Bodies.decode(code, Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)), 0, null);
    }
}
