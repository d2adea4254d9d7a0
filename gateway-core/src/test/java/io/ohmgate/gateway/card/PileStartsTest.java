package io.ohmgate.gateway.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.card.Holders.Finding;
import io.ohmgate.gateway.card.Holders.Holder;
import io.ohmgate.gateway.card.Holders.Nobody;
import io.ohmgate.gateway.link.CardFace;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileCommand.AcceptStart;
import io.ohmgate.gateway.link.PileCommand.RefuseStart;
import io.ohmgate.gateway.link.PileCommand.StartRefusedBecause;
import io.ohmgate.gateway.link.PileReport.StartAtPileRequested;
import io.ohmgate.gateway.link.PileReport.StartMode;
import io.ohmgate.gateway.link.StartCredential;
import io.ohmgate.gateway.link.StartCredential.VinReading;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderOrigin;
import io.ohmgate.gateway.order.OrderSource;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.StartRequest;
import io.ohmgate.gateway.order.StopCause;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.record.GatewayStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

class PileStartsTest {
    private static final GunId OTHER_GUN = GatewayStage.PILE.gun(2);
    private static final CardFace FACE = new CardFace("1000000573", "D14B0A54");
    private static final String PARALLEL = "260301120000";

    private final GatewayStage stage = new GatewayStage();
    private Mono<Finding> found = Mono.just(holder(null));
    private final List<StartCredential> asked = new ArrayList<>();
    private final PileStarts starts = new PileStarts(
            (place, mode, shown) -> {
                asked.add(shown);
                return found;
            },
            stage.orders,
            stage.piles,
            stage.clock,
            stage.time,
            new SimpleMeterRegistry());

    private static Holder holder(@Nullable Money spendable) {
        return new Holder(GatewayStage.DRIVER, OrderSource.ofCard(OrderOrigin.CARD, 11), FACE, spendable, null);
    }

    private static StartAtPileRequested card(GunId gun, @Nullable String parallelNo) {
        StartCredential shown = new StartCredential("00000000D14B0A54", List.of(), false, null);
        return new StartAtPileRequested(gun, StartMode.CARD, shown, parallelNo);
    }

    private PileStartsTest asks(GunId gun, @Nullable String parallelNo) {
        starts.requested(card(gun, parallelNo));
        stage.passes(Duration.ofMillis(1));
        return this;
    }

    private List<StartRefusedBecause> refusals() {
        return stage.sent(RefuseStart.class).stream().map(RefuseStart::reason).toList();
    }

    private ChargingOrder onlyOrder() {
        assertThat(stage.db.orders()).hasSize(1);
        return stage.db.orders().iterator().next();
    }

    @Test
    void aKnownCardIsGivenASerialAndItsHoldOnceTheOrderIsCommitted() {
        asks(GatewayStage.GUN, null);
        ChargingOrder order = onlyOrder();
        assertThat(order.state()).isEqualTo(OrderState.START_SENT);
        assertThat(order.terms().source()).isEqualTo(OrderSource.ofCard(OrderOrigin.CARD, 11));
        assertThat(stage.link.sent)
                .containsExactly(new AcceptStart(
                        order.tradeNo(), GatewayStage.GUN, order.terms().hold(), FACE, null));
        assertThat(stage.db.wallet(GatewayStage.DRIVER).held())
                .isEqualTo(order.terms().hold());
    }

    @Test
    void theYesWaitsForTheCommitBehindIt() {
        found = found.doOnNext(ready -> stage.db.fail(1));
        asks(GatewayStage.GUN, null);
        assertThat(stage.sent(AcceptStart.class)).isEmpty();
        assertThat(refusals()).containsExactly(StartRefusedBecause.PILE_OUT_OF_SERVICE);
        assertThat(stage.db.orders()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whoMayNotStartHearsThatReasonAndNoOrderIsOpened(StartRefusedBecause reason) {
        found = Mono.just(new Nobody(reason));
        asks(GatewayStage.GUN, null);
        assertThat(refusals()).containsExactly(reason);
        assertThat(stage.db.orders()).isEmpty();
    }

    @Test
    void aPoorDriverHearsSo() {
        stage.db.fund(GatewayStage.DRIVER, 100);
        asks(GatewayStage.GUN, null);
        assertThat(refusals()).containsExactly(StartRefusedBecause.BALANCE_TOO_LOW);
    }

    @Test
    void aFaultyGunIsOutOfService() {
        stage.state = GunState.FAULT;
        asks(GatewayStage.GUN, null);
        assertThat(refusals()).containsExactly(StartRefusedBecause.PILE_OUT_OF_SERVICE);
    }

    @Test
    void aStationThatHasPromisedAllItsPowerStartsNothingMore() {
        stage.capacityWatts = OptionalInt.of(119_999);
        asks(GatewayStage.GUN, null);
        assertThat(refusals()).containsExactly(StartRefusedBecause.STATION_AT_CAPACITY);
        stage.capacityWatts = OptionalInt.of(120_000);
        asks(GatewayStage.GUN, null);
        assertThat(stage.sent(AcceptStart.class)).hasSize(1);
    }

    @Test
    void aDriverWhoChargesElsewhereHasAnUnsettledRecord() {
        stage.start();
        asks(OTHER_GUN, null);
        assertThat(refusals()).containsExactly(StartRefusedBecause.CARD_HAS_UNSETTLED_RECORD);
    }

    @Test
    void anotherDriversGunHasAnUnsettledRecord() {
        stage.start();
        stage.db.fund(8, 100_000);
        found = Mono.just(new Holder(8, OrderSource.ofCard(OrderOrigin.CARD, 12), FACE, null, null));
        asks(GatewayStage.GUN, null);
        assertThat(refusals()).containsExactly(StartRefusedBecause.PILE_HAS_UNSETTLED_RECORD);
    }

    @Test
    void whatIsLeftOfTheDaysCapIsAllThatIsHeld() {
        found = Mono.just(holder(new Money(1_234)));
        asks(GatewayStage.GUN, null);
        assertThat(onlyOrder().terms().hold()).isEqualTo(new Money(1_234));
    }

    @Test
    void aCapThatIsUsedUpIsNoMoney() {
        found = Mono.just(holder(Money.ZERO));
        asks(GatewayStage.GUN, null);
        assertThat(refusals()).containsExactly(StartRefusedBecause.BALANCE_TOO_LOW);
    }

    @Test
    void whoAsksAgainForWhatRunsIsGivenTheSameSerialAgain() {
        asks(GatewayStage.GUN, null).asks(GatewayStage.GUN, null);
        stage.reportsCharging(onlyOrder().tradeNo(), 100);
        asks(GatewayStage.GUN, null);
        assertThat(stage.sent(AcceptStart.class)).hasSize(3);
        assertThat(stage.sent(AcceptStart.class).stream()
                        .map(AcceptStart::tradeNo)
                        .distinct())
                .containsExactly(onlyOrder().tradeNo());
        assertThat(refusals()).isEmpty();
    }

    @Test
    void aDatabaseThatIsTooSlowMakesAnAnswerAndNotASilence() {
        found = Mono.never();
        starts.requested(card(GatewayStage.GUN, null));
        stage.passes(PileStarts.ANSWER_WITHIN.minusMillis(1));
        assertThat(refusals()).isEmpty();
        stage.passes(Duration.ofMillis(2));
        assertThat(refusals()).containsExactly(StartRefusedBecause.PILE_OUT_OF_SERVICE);
    }

    @Test
    void anOrderThatIsReadyAfterTheNoStartsNothing() {
        // The order is opened at once; the commit that lets it start hangs for longer than the pile waits.
        found = found.doOnNext(ready -> stage.db.hangAfter(1, 1));
        starts.requested(card(GatewayStage.GUN, null));
        stage.passes(PileStarts.ANSWER_WITHIN.plusMillis(1));
        assertThat(refusals()).containsExactly(StartRefusedBecause.PILE_OUT_OF_SERVICE);
        stage.passes(Duration.ofSeconds(10));
        assertThat(onlyOrder().state()).isEqualTo(OrderState.STOPPING);
        stage.passes(Duration.ofSeconds(90));
        assertThat(stage.sent(AcceptStart.class)).isEmpty();
        assertThat(onlyOrder().state()).isEqualTo(OrderState.START_FAILED);
        assertThat(stage.db.wallet(GatewayStage.DRIVER).held()).isEqualTo(Money.ZERO);
    }

    /** A thousand questions in one write must not use up the node's places for good. */
    @Test
    void aPileThatAsksWithoutEndLeavesRoomForTheNext() {
        var ready = found;
        found = Mono.never();
        for (int i = 0; i < 2 * PileStarts.OPEN_MAX; i++) {
            starts.requested(card(GatewayStage.GUN, null));
        }
        stage.passes(Duration.ofMinutes(10));
        assertThat(stage.sent(AcceptStart.class)).isEmpty();
        assertThat(starts.open()).isZero();
        found = ready;
        asks(OTHER_GUN, null);
        assertThat(stage.sent(AcceptStart.class)).hasSize(1);
    }

    @Test
    void aPileCollectsOneGroupAtATimeWhateverNumbersItInvents() {
        asks(GatewayStage.GUN, "000000000001").asks(OTHER_GUN, "000000000002");
        assertThat(refusals()).containsExactly(StartRefusedBecause.PILE_OUT_OF_SERVICE);
    }

    @Test
    void twoGunsOfOneVehicleAreDecidedTogetherAfterThreeSeconds() {
        asks(GatewayStage.GUN, PARALLEL);
        stage.passes(Duration.ofMillis(1_500));
        asks(OTHER_GUN, PARALLEL);
        assertThat(stage.link.sent).isEmpty();
        stage.passes(ParallelAsks.COLLECT);
        List<AcceptStart> yes = stage.sent(AcceptStart.class);
        assertThat(yes).extracting(AcceptStart::gun).containsExactlyInAnyOrder(GatewayStage.GUN, OTHER_GUN);
        assertThat(yes).extracting(AcceptStart::parallelNo).containsOnly(PARALLEL);
        assertThat(yes).extracting(AcceptStart::limit).containsOnly(new Money(50_000));
        assertThat(yes).extracting(AcceptStart::tradeNo).doesNotHaveDuplicates();
        assertThat(stage.db.wallet(GatewayStage.DRIVER).held()).isEqualTo(new Money(50_000));
    }

    @Test
    void oneGunOfTwoThatCannotStartRefusesBoth() {
        stage.db.fund(8, 100_000);
        stage.orders
                .start(new StartRequest(1, 8, OTHER_GUN, new ChargeLimit.Full(), "tap", false))
                .block(Duration.ZERO);
        asks(GatewayStage.GUN, PARALLEL).asks(OTHER_GUN, PARALLEL);
        stage.passes(ParallelAsks.COLLECT);
        assertThat(refusals())
                .containsExactly(
                        StartRefusedBecause.PILE_HAS_UNSETTLED_RECORD, StartRefusedBecause.PILE_HAS_UNSETTLED_RECORD);
        assertThat(stage.db.wallet(GatewayStage.DRIVER).held()).isEqualTo(Money.ZERO);
    }

    @Test
    void aSecondGunThatNeverAsksLeavesTheFirstOneRefused() {
        asks(GatewayStage.GUN, PARALLEL).asks(GatewayStage.GUN, PARALLEL);
        stage.passes(ParallelAsks.COLLECT);
        assertThat(refusals()).containsExactly(StartRefusedBecause.PILE_OUT_OF_SERVICE);
    }

    @Test
    void twoCardsForOneVehicleDoNotSayWhoPays() {
        asks(GatewayStage.GUN, PARALLEL);
        starts.requested(new StartAtPileRequested(
                OTHER_GUN, StartMode.CARD, new StartCredential("00000000AABBCCDD", List.of(), false, null), PARALLEL));
        stage.passes(ParallelAsks.COLLECT.plusMillis(1));
        assertThat(refusals())
                .containsExactly(StartRefusedBecause.NOT_ALLOWED_HERE, StartRefusedBecause.NOT_ALLOWED_HERE);
    }

    @Test
    void aPileIsReadAsItWroteBefore() {
        VinReading reversed = new VinReading("LGAG4PY33S6013235", true);
        VinReading forward = new VinReading("53231067S33YP4GAGL", false);
        found = Mono.just(new Holder(GatewayStage.DRIVER, OrderSource.ofVehicle(3), CardFace.NONE, null, false));
        for (int i = 0; i < 2; i++) {
            starts.requested(new StartAtPileRequested(
                    GatewayStage.GUN,
                    StartMode.VIN,
                    new StartCredential(null, List.of(reversed, forward), false, null),
                    null));
            stage.passes(Duration.ofMillis(1));
        }
        assertThat(asked).extracting(shown -> shown.vins().getFirst()).containsExactly(reversed, forward);
    }

    @Test
    void aChargeStartedByCardIsStoppedByTheApp() {
        asks(GatewayStage.GUN, null);
        stage.reportsCharging(onlyOrder().tradeNo(), 100);
        stage.orders.stop(onlyOrder().id(), StopCause.DRIVER, "driver:7").block(Duration.ZERO);
        assertThat(stage.sent(PileCommand.StopCharging.class)).hasSize(1);
        assertThat(onlyOrder().state()).isEqualTo(OrderState.STOPPING);
    }

    @Test
    void aStartThatNeverBeginsFailsAfterNinetySecondsAndGivesTheMoneyBack() {
        asks(GatewayStage.GUN, null);
        stage.passes(91);
        assertThat(onlyOrder().state()).isEqualTo(OrderState.START_FAILED);
        assertThat(stage.db.wallet(GatewayStage.DRIVER).held()).isEqualTo(Money.ZERO);
    }
}
