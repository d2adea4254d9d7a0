package io.ohmgate.billing.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.MeterReading;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.OutOfBoundsException;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.Tariffs;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.billing.check.Finding.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BillCheckTest {
    private static final Price PEAK = new Price(new UnitPrice(120_000), new UnitPrice(40_000));
    private static final Price VALLEY = new Price(new UnitPrice(30_000), new UnitPrice(40_000));
    private static final Tariff TARIFF = Tariffs.peakFrom8To22(PEAK, VALLEY);

    /** An honest bill, 20 kWh of peak in half an hour at 60 kW, 32 yuan; each test spoils one thing. */
    private static final class Draft {
        private final List<PileBill.Line> lines = new ArrayList<>();
        private long energy = 200_000;
        private long lossEnergy;
        private long meterStart = 1_000_000;
        private long meterEnd = 1_200_000;
        private long amount = 320_000;
        private @Nullable Duration duration = Duration.ofMinutes(30);
        private @Nullable Long watts = 60_000L;
        private @Nullable Amount live;
        private Map<PriceLevel, Energy> observed = Map.of();

        Draft line(@Nullable PriceLevel level, long price, long energy, long loss, long amount) {
            lines.add(new PileBill.Line(
                    level, new UnitPrice(price), new Energy(energy), new Energy(loss), new Amount(amount)));
            return this;
        }

        BillCheck check() {
            return check(TARIFF);
        }

        BillCheck check(Tariff tariff) {
            if (lines.isEmpty()) {
                line(PriceLevel.PEAK, 160_000, 200_000, 0, 320_000);
            }
            return BillCheck.of(
                    new PileBill(
                            lines,
                            new Energy(energy),
                            new Energy(lossEnergy),
                            new MeterReading(meterStart),
                            new MeterReading(meterEnd),
                            new Amount(amount),
                            duration,
                            watts,
                            live,
                            observed),
                    tariff);
        }
    }

    private final Draft pile = new Draft();

    @Test
    void anHonestBillIsAcceptedWithoutAWord() {
        BillCheck check = pile.check();

        assertThat(check.verdict()).isEqualTo(Verdict.ACCEPT);
        assertThat(check.findings()).isEmpty();
        assertThat(check.ours().orElseThrow().payable()).isEqualTo(new Money(3200));
    }

    /** Our total is 32.0000 yuan: 0.01 yuan is accepted, 0.50 yuan is more than one per cent. */
    @ParameterizedTest
    @CsvSource({
        "320100, ACCEPT",
        "319900, ACCEPT",
        "320101, ACCEPT_OURS",
        "319899, ACCEPT_OURS",
        "325000, ACCEPT_OURS",
        "315000, ACCEPT_OURS",
        "325001, HOLD_FOR_PERSON",
        "314999, HOLD_FOR_PERSON",
        "0, HOLD_FOR_PERSON",
        "4294967295, HOLD_FOR_PERSON"
    })
    void theDifferenceOfTheTotalsDecides(long told, Verdict verdict) {
        pile.amount = told;
        BillCheck check = pile.check();

        assertThat(check.verdict()).isEqualTo(verdict);
        assertThat(check.kinds().contains(Kind.TOTAL_DIFFERS)).isEqualTo(verdict != Verdict.ACCEPT);
        assertThat(check.ours().orElseThrow().payable()).isEqualTo(new Money(3200));
    }

    /** Ours is 320 yuan: now one per cent is more than 0.50 yuan. */
    @ParameterizedTest
    @CsvSource({"3232000, ACCEPT_OURS", "3168000, ACCEPT_OURS", "3232001, HOLD_FOR_PERSON", "3167999, HOLD_FOR_PERSON"})
    void aLargeBillMayDifferByOnePercent(long told, Verdict verdict) {
        pile.line(PriceLevel.PEAK, 160_000, 2_000_000, 0, 3_200_000);
        pile.energy = 2_000_000;
        pile.meterEnd = pile.meterStart + 2_000_000;
        pile.duration = Duration.ofHours(5);
        pile.amount = told;

        assertThat(pile.check().verdict()).isEqualTo(verdict);
    }

    @Test
    void aDisputedBillKnowsWhatIsUndisputedAndWhatMustStayHeld() {
        pile.amount = 300_000;
        assertThat(pile.check().undisputed()).isEqualTo(new Money(3000));
        assertThat(pile.check().atMost()).isEqualTo(new Money(3200));

        pile.amount = 400_000;
        assertThat(pile.check().undisputed()).isEqualTo(new Money(3200));
        assertThat(pile.check().atMost()).isEqualTo(new Money(4000));
    }

    @ParameterizedTest
    @CsvSource({"200004, false", "199996, false", "200005, true", "199995, true"})
    void levelsThatDoNotAddUpToTheTotalAreQuarantined(long total, boolean quarantined) {
        pile.energy = total;

        assertThat(pile.check().kinds().contains(Kind.ENERGY_SUM_DIFFERS)).isEqualTo(quarantined);
        assertThat(pile.check().verdict() == Verdict.QUARANTINE).isEqualTo(quarantined);
    }

    /** 20 kWh: 0.5 % are 0.1 kWh, 5 % are 1 kWh. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "1201000, -", "1199000, -",
                "1201001, METER_DIFFERS", "1198999, METER_DIFFERS",
                "1210000, METER_DIFFERS", "1190000, METER_DIFFERS",
                "1210001, METER_CONTRADICTS", "1189999, METER_CONTRADICTS",
                "999999, METER_CONTRADICTS", "0, METER_CONTRADICTS"
            })
    void theMeterMustHaveMovedByTheEnergy(long meterEnd, @Nullable Kind kind) {
        pile.meterEnd = meterEnd;
        BillCheck check = pile.check();

        assertThat(check.kinds()).containsExactlyElementsOf(kind == null ? List.of() : List.of(kind));
        assertThat(check.verdict()).isEqualTo(kind != null && kind.quarantines() ? Verdict.QUARANTINE : Verdict.ACCEPT);
    }

    @ParameterizedTest
    @CsvSource({"1000200, true", "1000201, false"})
    void aShortChargeMayDifferByWhatAMeterResolves(long meterEnd, boolean fine) {
        pile.line(PriceLevel.PEAK, 160_000, 100, 0, 160);
        pile.energy = 100;
        pile.amount = 160;
        pile.meterEnd = meterEnd;

        assertThat(pile.check().verdict()).isEqualTo(fine ? Verdict.ACCEPT : Verdict.QUARANTINE);
    }

    @Test
    void aMeterThatStartedOverIsFine() {
        pile.meterStart = (1L << 40) - 50_000;
        pile.meterEnd = 150_000;

        assertThat(pile.check().findings()).isEmpty();
    }

    @Test
    void aPileWithoutAMeterIsOnlyFlagged() {
        pile.meterStart = 0;
        pile.meterEnd = 0;

        assertThat(pile.check().kinds()).containsExactly(Kind.METER_NOT_TOLD);
        assertThat(pile.check().verdict()).isEqualTo(Verdict.ACCEPT);
    }

    @Test
    void aStalePriceModelIsFlaggedAndOurPriceIsBilled() {
        pile.line(PriceLevel.PEAK, 160_001, 200_000, 0, 320_002);
        pile.amount = 320_002;
        BillCheck check = pile.check();

        assertThat(check.verdict()).isEqualTo(Verdict.ACCEPT);
        assertThat(check.findings())
                .containsExactly(new Finding(Kind.UNIT_PRICE_DIFFERS, PriceLevel.PEAK, 160_000, 160_001));
        assertThat(check.ours().orElseThrow().total()).isEqualTo(new Amount(320_000));
    }

    @Test
    void aPileWithoutAPriceModelWaitsForAPersonButIsPricedByAFlatTariff() {
        pile.line(PriceLevel.SHARP, 0, 200_000, 0, 0);
        pile.amount = 0;
        BillCheck check = pile.check(Tariff.flat(PEAK));

        assertThat(check.verdict()).isEqualTo(Verdict.HOLD_FOR_PERSON);
        assertThat(check.kinds()).containsExactly(Kind.UNIT_PRICE_DIFFERS, Kind.TOTAL_DIFFERS);
        assertThat(check.ours().orElseThrow().payable()).isEqualTo(new Money(3200));
    }

    /** 19.9999 kWh at 1.6 yuan are 31.99984 yuan. */
    @ParameterizedTest
    @CsvSource({"319998, true", "319999, true", "319997, false", "320000, false"})
    void aLevelsAmountMayBeCutOffOrRounded(long told, boolean fine) {
        pile.line(PriceLevel.PEAK, 160_000, 199_999, 0, told);

        assertThat(pile.check().kinds().contains(Kind.LEVEL_AMOUNT_DIFFERS)).isEqualTo(!fine);
        assertThat(pile.check().verdict()).isEqualTo(Verdict.ACCEPT);
    }

    @Test
    void levelAmountsThatDoNotAddUpAreFlagged() {
        pile.amount = 320_401;
        assertThat(pile.check().kinds()).contains(Kind.AMOUNT_SUM_DIFFERS);
        assertThat(pile.check().verdict()).isEqualTo(Verdict.ACCEPT_OURS);

        pile.amount = 320_400;
        assertThat(pile.check().kinds()).doesNotContain(Kind.AMOUNT_SUM_DIFFERS);
    }

    @Test
    void lossesAreBilledIfToldAndFlaggedBecauseNobodyAskedForThem() {
        pile.line(PriceLevel.PEAK, 160_000, 190_000, 200_000, 320_000);
        pile.energy = 190_000;
        pile.lossEnergy = 200_000;
        BillCheck check = pile.check();

        assertThat(check.kinds()).containsExactly(Kind.LOSSES_NOT_ASKED_FOR);
        assertThat(check.ours().orElseThrow().energy()).isEqualTo(new Energy(200_000));
    }

    @Test
    void lossesThatTheMeterDoesNotShowAreQuarantined() {
        pile.line(PriceLevel.PEAK, 160_000, 200_000, 240_000, 384_000);
        pile.lossEnergy = 240_000;
        pile.amount = 384_000;

        assertThat(pile.check().verdict()).isEqualTo(Verdict.QUARANTINE);
        assertThat(pile.check().kinds()).contains(Kind.METER_CONTRADICTS);
    }

    @Test
    void energyAtALevelWithoutAPriceIsQuarantinedWithoutABill() {
        pile.line(PriceLevel.SHARP, 160_000, 200_000, 0, 320_000);
        BillCheck check = pile.check();

        assertThat(check.verdict()).isEqualTo(Verdict.QUARANTINE);
        assertThat(check.kinds()).containsExactly(Kind.ENERGY_WITHOUT_PRICE);
        assertThat(check.ours()).isEmpty();
        assertThat(check.undisputed()).isEqualTo(Money.ZERO);
        assertThat(check.atMost()).isEqualTo(new Money(3200));
    }

    @Test
    void aFifthLevelMayBeThereIfItDeliveredNothing() {
        pile.line(PriceLevel.PEAK, 160_000, 200_000, 0, 320_000).line(null, 160_000, 0, 0, 0);
        assertThat(pile.check().findings()).isEmpty();

        pile.lines.clear();
        pile.line(PriceLevel.PEAK, 160_000, 190_000, 0, 304_000).line(null, 160_000, 10_000, 0, 16_000);
        assertThat(pile.check().verdict()).isEqualTo(Verdict.QUARANTINE);
    }

    @Test
    void moreEnergyThanAnOrderCanBeIsQuarantinedWithoutABill() {
        pile.line(PriceLevel.PEAK, 160_000, 4_294_967_295L, 0, 320_000);
        pile.energy = 4_294_967_295L;
        BillCheck check = pile.check();

        assertThat(check.verdict()).isEqualTo(Verdict.QUARANTINE);
        assertThat(check.kinds()).containsExactly(Kind.ENERGY_OUT_OF_BOUNDS);
        assertThat(check.ours()).isEmpty();
    }

    /** 20 kWh at 60 kW and 5 % more take 1142.857 s. */
    @ParameterizedTest
    @CsvSource({"PT1142.857S, QUARANTINE", "PT1142.858S, ACCEPT", "PT48H, ACCEPT", "PT48H0.001S, QUARANTINE"})
    void aChargeTakesItsTime(Duration duration, Verdict verdict) {
        pile.duration = duration;

        assertThat(pile.check().verdict()).isEqualTo(verdict);
    }

    @Test
    void aChargeThatEndedBeforeItBeganIsQuarantined() {
        pile.duration = Duration.ofMillis(-1);

        assertThat(pile.check().verdict()).isEqualTo(Verdict.QUARANTINE);
        assertThat(pile.check().kinds()).containsExactly(Kind.DURATION_IMPOSSIBLE);
    }

    @Test
    void anUnreadableTimeOrAnUnknownPowerIsNoReasonForQuarantine() {
        pile.duration = null;
        assertThat(pile.check().kinds()).containsExactly(Kind.DURATION_NOT_TOLD);
        assertThat(pile.check().verdict()).isEqualTo(Verdict.ACCEPT);

        pile.duration = Duration.ofMinutes(1);
        pile.watts = null;
        assertThat(pile.check().findings()).isEmpty();
    }

    /** 15 s at 60 kW are 0.25 kWh or 0.40 yuan, more than one per cent of 32 yuan. */
    @ParameterizedTest
    @CsvSource({"316000, false", "315999, true", "324000, false", "324001, true"})
    void theLastLiveAmountLeadsToTheRecord(long live, boolean flagged) {
        pile.live = new Amount(live);

        assertThat(pile.check().kinds().contains(Kind.LIVE_AMOUNT_DIFFERS)).isEqualTo(flagged);
        assertThat(pile.check().verdict()).isEqualTo(Verdict.ACCEPT);
    }

    /** Three minutes at 60 kW are 3 kWh; at a spread of 0.9 yuan a clock may move 2.70 yuan. */
    @ParameterizedTest
    @CsvSource({"30000, false", "30010, true"})
    void energyAtOtherLevelsThanSeenIsFlaggedBeyondWhatAClockExplains(long elsewhere, boolean flagged) {
        pile.observed =
                Map.of(PriceLevel.PEAK, new Energy(200_000 - elsewhere), PriceLevel.VALLEY, new Energy(elsewhere));

        assertThat(pile.check().kinds().contains(Kind.TIME_OF_USE_IMPLAUSIBLE)).isEqualTo(flagged);
        assertThat(pile.check().verdict()).isEqualTo(Verdict.ACCEPT);
    }

    @Test
    void whatWasSeenOfAChargeIsComparedByItsShares() {
        pile.observed = Map.of(PriceLevel.PEAK, new Energy(10), PriceLevel.SHARP, new Energy(5));

        assertThat(pile.check().findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 4_294_967_296L})
    void anAmountThatDoesNotFitTheWireIsRefused(long amount) {
        pile.amount = amount;
        assertThatExceptionOfType(OutOfBoundsException.class).isThrownBy(pile::check);
        assertThatExceptionOfType(OutOfBoundsException.class)
                .isThrownBy(() -> new Draft().line(PriceLevel.PEAK, 0, 0, 0, amount));
    }

    @Test
    void aPowerThatNoPileHasIsRefused() {
        pile.watts = 0L;
        assertThatIllegalArgumentException().isThrownBy(pile::check);
        pile.watts = 10_000_001L;
        assertThatIllegalArgumentException().isThrownBy(pile::check);
    }

    /** Whatever a pile sends, there is a verdict, and nothing is settled that cannot be (C20). */
    @Property
    void everyBillThatFitsTheWireGetsAVerdict(@ForAll("anyBills") PileBill bill) {
        BillCheck check = BillCheck.of(bill, TARIFF);

        assertThat(check.ours().isPresent() || check.verdict() == Verdict.QUARANTINE)
                .isTrue();
        assertThat(check.undisputed()).isLessThanOrEqualTo(check.atMost());
        assertThat(check.verdict() == Verdict.QUARANTINE)
                .isEqualTo(check.kinds().stream().anyMatch(Kind::quarantines));
    }

    @Provide
    Arbitrary<PileBill> anyBills() {
        Arbitrary<Long> u32 = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 1_000_000), Arbitraries.longs().between(0, (1L << 32) - 1));
        Arbitrary<MeterReading> meters =
                Arbitraries.longs().between(0, (1L << 40) - 1).map(MeterReading::new);
        Arbitrary<PileBill.Line> line = Combinators.combine(
                        Arbitraries.of(PriceLevel.class).injectNull(0.05), u32, u32, u32, u32)
                .as((level, price, energy, loss, amount) -> new PileBill.Line(
                        level, new UnitPrice(price), new Energy(energy), new Energy(loss), new Amount(amount)));
        Arbitrary<Map<PriceLevel, Energy>> observed =
                Arbitraries.maps(Arbitraries.of(PriceLevel.class), u32.map(Energy::new));
        Arbitrary<Duration> durations = Arbitraries.longs()
                .between(-1_000_000_000L, 1_000_000_000L)
                .map(Duration::ofMillis)
                .injectNull(0.05);
        return Combinators.combine(
                        line.list().ofMaxSize(5),
                        u32,
                        u32,
                        meters,
                        meters,
                        u32,
                        durations,
                        Combinators.combine(
                                        Arbitraries.longs()
                                                .between(1, 10_000_000)
                                                .injectNull(0.05),
                                        u32.map(Amount::new).injectNull(0.05),
                                        observed)
                                .as(Seen::new))
                .as((lines, energy, loss, start, end, amount, duration, seen) -> new PileBill(
                        lines,
                        new Energy(energy),
                        new Energy(loss),
                        start,
                        end,
                        new Amount(amount),
                        duration,
                        seen.watts,
                        seen.live,
                        seen.observed));
    }

    private record Seen(@Nullable Long watts, @Nullable Amount live, Map<PriceLevel, Energy> observed) {}
}
