package io.ohmgate.ykc.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.CardFace;
import io.ohmgate.gateway.link.CardMark;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileCommand.StartRefusedBecause;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileReport.StartAtPileRequested;
import io.ohmgate.gateway.link.PileReport.StartMode;
import io.ohmgate.gateway.link.StartCredential.VinReading;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.ykc.message.CardClear;
import io.ohmgate.ykc.message.CardClearReply;
import io.ohmgate.ykc.message.CardQuery;
import io.ohmgate.ykc.message.CardQueryReply;
import io.ohmgate.ykc.message.CardSync;
import io.ohmgate.ykc.message.CardSyncReply;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.Message;
import io.ohmgate.ykc.message.ParallelConfirm;
import io.ohmgate.ykc.message.ParallelRequest;
import io.ohmgate.ykc.message.ParallelStart;
import io.ohmgate.ykc.message.ParallelStartReply;
import io.ohmgate.ykc.message.PileStartReply;
import io.ohmgate.ykc.message.PileStartRequest;
import io.ohmgate.ykc.message.RemoteStart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Starts at the pile and cards on the pile, frame by frame through the real connection. */
class StartConversationTest {
    private static final PileNo PILE = new PileNo("32010600019236");
    private static final GunId GUN = PILE.gun(1);
    private static final TradeNo TRADE = new TradeNo("32010600019236012001061803423060");
    private static final String CARD = "00000000D14B0A54";
    private static final String NO_PASSWORD = "0".repeat(32);
    private static final String NO_VIN = "0".repeat(34);
    private static final String PARALLEL = "260301120000";
    private static final CardFace FACE = new CardFace("1000000573", "D14B0A54");
    /** Reference 6.3, written down once more. */
    private static final Map<StartRefusedBecause, Integer> CODES = new EnumMap<>(Map.of(
            StartRefusedBecause.ACCOUNT_UNKNOWN, 0x01,
            StartRefusedBecause.ACCOUNT_FROZEN, 0x02,
            StartRefusedBecause.BALANCE_TOO_LOW, 0x03,
            StartRefusedBecause.CARD_HAS_UNSETTLED_RECORD, 0x04,
            StartRefusedBecause.PILE_OUT_OF_SERVICE, 0x05,
            StartRefusedBecause.NOT_ALLOWED_HERE, 0x06,
            StartRefusedBecause.WRONG_PASSWORD, 0x07,
            StartRefusedBecause.STATION_AT_CAPACITY, 0x08,
            StartRefusedBecause.VIN_UNKNOWN, 0x09,
            StartRefusedBecause.PILE_HAS_UNSETTLED_RECORD, 0x0A));

    private final TestPile pile = new TestPile();

    StartConversationTest() {
        CODES.put(StartRefusedBecause.CARDS_NOT_SUPPORTED, 0x0B);
        pile.gateway.allowed.add(PILE);
        pile.says(new Login(PILE, 0, 2, 0x10, "V1", 0, "0".repeat(20), 4)).hears(LoginAck.accepted(PILE));
    }

    private PileLink link() {
        return Objects.requireNonNull(pile.gateway.link);
    }

    private StartAtPileRequested asked() {
        return (StartAtPileRequested) pile.gateway.reports.getLast();
    }

    private static PileStartRequest byCard(@Nullable String password) {
        return new PileStartRequest(
                PILE,
                1,
                PileStartRequest.BY_CARD,
                password == null ? 0 : 1,
                CARD,
                password == null ? NO_PASSWORD : password,
                NO_VIN);
    }

    private static PileStartRequest byVin(String wire) {
        String hex = HexFormat.of().formatHex(wire.getBytes(StandardCharsets.US_ASCII));
        return new PileStartRequest(PILE, 1, PileStartRequest.BY_VIN, 0, "0".repeat(16), NO_PASSWORD, hex);
    }

    private Message heardAfter(PileCommand command) {
        link().send(command);
        pile.staysSilentFor(Duration.ofMillis(100));
        List<Message> heard = pile.heard();
        assertThat(heard).hasSize(1);
        return heard.getFirst();
    }

    @Test
    void aCardIsToldAsThePileSentIt() {
        pile.says(byCard(null));
        assertThat(asked().gun()).isEqualTo(GUN);
        assertThat(asked().mode()).isEqualTo(StartMode.CARD);
        assertThat(asked().shown().cardNo()).isEqualTo(CARD);
        assertThat(asked().shown().vins()).isEmpty();
        assertThat(asked().shown().passwordNeeded()).isFalse();
        assertThat(asked().toString()).doesNotContain("D14B0A54");
    }

    @Test
    void yesCarriesSerialAndLimitAndRepeatsTheSequenceOfTheQuestion() {
        pile.says(byCard(null));
        Message yes = heardAfter(new PileCommand.AcceptStart(TRADE, GUN, new Money(5_000), FACE, null));
        assertThat(yes)
                .isEqualTo(new PileStartReply(
                        TRADE, PILE, 1, "0000001000000573", new Money(5_000), PileStartReply.SUCCESS, 0));
        assertThat(pile.sequencesHeard.getLast()).isEqualTo(1);
    }

    @Test
    void whoAsksTwiceIsAnsweredTwiceInOrder() {
        pile.says(byCard(null), byCard(null));
        PileCommand yes = new PileCommand.AcceptStart(TRADE, GUN, new Money(5_000), FACE, null);
        link().send(yes);
        link().send(yes);
        pile.runsTasks();
        assertThat(pile.heard()).hasSize(2);
        assertThat(pile.sequencesHeard.subList(1, 3)).containsExactly(1, 2);
    }

    @ParameterizedTest
    @EnumSource
    void eachReasonHasItsCode(StartRefusedBecause reason) {
        pile.says(byCard(null));
        PileStartReply no = (PileStartReply) heardAfter(new PileCommand.RefuseStart(GUN, asked(), reason));
        assertThat(no.accepted()).isFalse();
        assertThat(no.failReason()).isEqualTo(CODES.get(reason));
        assertThat(no.balance()).isEqualTo(Money.ZERO);
    }

    @Test
    void aPasswordIsTheSameAsTextAndAsBytes() {
        // The MD5 of "123456" is e10adc3949ba59abbe56e057f20f883e.
        String text = HexFormat.of().formatHex("49ba59abbe56e057".getBytes(StandardCharsets.US_ASCII));
        pile.says(byCard(text));
        assertThat(asked().shown().passwordNeeded()).isTrue();
        assertThat(asked().shown().passwordDigest()).isEqualTo("49ba59abbe56e057");
        pile.says(byCard("e10adc3949ba59abbe56e057f20f883e"));
        assertThat(asked().shown().passwordDigest()).isEqualTo("49ba59abbe56e057");
    }

    @Test
    void aVehiclesNumberIsReadFromItsEndAndTheOtherWayTolerated() {
        pile.says(byVin(new StringBuilder("LGAG4PY33S6013235").reverse().toString()));
        assertThat(asked().shown().vins())
                .containsExactly(
                        new VinReading("LGAG4PY33S6013235", true),
                        new VinReading(
                                new StringBuilder("LGAG4PY33S6013235").reverse().toString(), false));
        assertThat(asked().shown().cardNo()).isNull();
    }

    @Test
    void theCheckDigitTellsWhichWayAPileWrites() {
        // 1M8GDM9AXKP042788 is the book's example of ISO 3779: its check digit is X.
        pile.says(byVin("1M8GDM9AXKP042788"));
        assertThat(asked().shown().vins().getFirst()).isEqualTo(new VinReading("1M8GDM9AXKP042788", false));
    }

    @Test
    void noNumberAndGarbageAreNoVehicle() {
        pile.says(new PileStartRequest(PILE, 1, PileStartRequest.BY_VIN, 0, CARD, NO_PASSWORD, NO_VIN));
        assertThat(asked().shown().vins()).isEmpty();
        pile.says(byVin("IOQ!!!!!!!!!!!!!!"));
        assertThat(asked().shown().vins()).isEmpty();
    }

    @Test
    void gunsOfOneVehicleAskAndAreAnsweredUnderTheirSharedNumber() {
        pile.says(new ParallelRequest(PILE, 2, ParallelRequest.BY_CARD, 0, CARD, NO_PASSWORD, NO_VIN, 1, PARALLEL));
        assertThat(asked().parallelNo()).isEqualTo(PARALLEL);
        Message yes = heardAfter(new PileCommand.AcceptStart(TRADE, PILE.gun(2), new Money(5_000), FACE, PARALLEL));
        assertThat(yes)
                .isEqualTo(new ParallelConfirm(
                        TRADE, PILE, 2, "0000001000000573", new Money(5_000), ParallelConfirm.SUCCESS, 0, PARALLEL));
        pile.says(new ParallelRequest(PILE, 2, ParallelRequest.BY_CARD, 0, CARD, NO_PASSWORD, NO_VIN, 1, PARALLEL));
        ParallelConfirm no = (ParallelConfirm)
                heardAfter(new PileCommand.RefuseStart(PILE.gun(2), asked(), StartRefusedBecause.BALANCE_TOO_LOW));
        assertThat(no.failReason()).isEqualTo(3);
        assertThat(no.parallelNo()).isEqualTo(PARALLEL);
    }

    @Test
    void theAppStartsGunsOfOneVehicleByTheirOwnFrameAndHearsEach() {
        Message start = heardAfter(new PileCommand.StartCharging(TRADE, GUN, new Money(5_000), FACE, PARALLEL));
        assertThat(start)
                .isEqualTo(new ParallelStart(TRADE, PILE, 1, "0000001000000573", CARD, new Money(5_000), PARALLEL));
        pile.says(new ParallelStartReply(TRADE, PILE, 1, 0, 5, 0, PARALLEL));
        assertThat(pile.gateway.reports.getLast())
                .isEqualTo(new PileReport.StartAnswered(TRADE, GUN, PileReport.StartAnswer.NOT_PLUGGED, 5));
    }

    @Test
    void theDriversCardGoesWithTheStartSoThatItMayStop() {
        RemoteStart start =
                (RemoteStart) heardAfter(new PileCommand.StartCharging(TRADE, GUN, new Money(5_000), FACE, null));
        assertThat(start.physicalCardNo()).isEqualTo(CARD);
        assertThat(start.logicalCardNo()).isEqualTo("0000001000000573");
    }

    @Test
    void cardsAreStoredClearedAndAskedForAndEachAnswerIsTold() {
        assertThat(heardAfter(new PileCommand.StoreCards(PILE, List.of(FACE))))
                .isEqualTo(CardSync.of(PILE, List.of(new CardSync.Card("0000001000000573", CARD))));
        pile.says(new CardSyncReply(PILE, 0, 2));
        assertThat(pile.gateway.reports.getLast()).isEqualTo(new PileReport.CardsStored(PILE, false, 2));
        assertThat(heardAfter(new PileCommand.ClearCards(PILE, List.of(CARD))))
                .isEqualTo(CardClear.of(PILE, List.of(CARD)));
        pile.says(new CardClearReply(PILE, List.of(new CardClearReply.Result(CARD, 1, 0))));
        assertThat(pile.gateway.reports.getLast())
                .isEqualTo(new PileReport.CardsCleared(PILE, List.of(new CardMark(CARD, true))));
        assertThat(heardAfter(new PileCommand.QueryCards(PILE, List.of(CARD))))
                .isEqualTo(CardQuery.of(PILE, List.of(CARD)));
        pile.says(new CardQueryReply(PILE, List.of(new CardQueryReply.Result(CARD, 0))));
        assertThat(pile.gateway.reports.getLast())
                .isEqualTo(new PileReport.CardsFound(PILE, List.of(new CardMark(CARD, false))));
    }
}
