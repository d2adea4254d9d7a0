package io.ohmgate.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** The laws of a bill, for any tariff and any energies (invariants 7.2, C19). */
class RatingLawsTest {
    record Sample(Tariff tariff, Map<PriceLevel, Energy> energies) {
        ChargingBill bill() {
            return Rating.bill(tariff, energies);
        }
    }

    record Piece(Energy energy, LocalTime at) {}

    @Property
    void theBillIsWhatAnotherArithmeticComesTo(@ForAll("samples") Sample sample) {
        BigDecimal total = BigDecimal.ZERO;
        BigDecimal electricity = BigDecimal.ZERO;
        for (Map.Entry<PriceLevel, Energy> taken : sample.energies.entrySet()) {
            Price price = sample.tariff.priceOf(taken.getKey()).orElseThrow();
            BigDecimal kwh = BigDecimal.valueOf(taken.getValue().tenThousandthsKwh(), 4);
            total = total.add(kwh.multiply(yuan(price.electricity()).add(yuan(price.service())))
                    .setScale(4, RoundingMode.HALF_UP));
            electricity =
                    electricity.add(kwh.multiply(yuan(price.electricity())).setScale(4, RoundingMode.HALF_UP));
        }
        ChargingBill bill = sample.bill();

        assertThat(BigDecimal.valueOf(bill.total().tenThousandthsYuan(), 4)).isEqualByComparingTo(total);
        assertThat(BigDecimal.valueOf(bill.electricity().tenThousandthsYuan(), 4))
                .isEqualByComparingTo(electricity);
        assertThat(BigDecimal.valueOf(bill.payable().fen(), 2))
                .isEqualByComparingTo(total.setScale(2, RoundingMode.HALF_UP));
        assertThat(BigDecimal.valueOf(bill.payableElectricity().fen(), 2))
                .isEqualByComparingTo(electricity.setScale(2, RoundingMode.HALF_UP));
    }

    @Property
    void linesAndPartsAddUpToWhatIsPaidAndNothingIsNegative(@ForAll("samples") Sample sample) {
        ChargingBill bill = sample.bill();

        long lines =
                bill.lines().stream().mapToLong(line -> line.payable().fen()).sum();
        long service = bill.lines().stream()
                .mapToLong(line -> line.payableService().fen())
                .sum();
        assertThat(lines).isEqualTo(bill.payable().fen());
        assertThat(service).isEqualTo(bill.payableService().fen()).isNotNegative();
        assertThat(bill.electricity().plus(bill.service())).isEqualTo(bill.total());
        assertThat(bill.payableElectricity().plus(bill.payableService())).isEqualTo(bill.payable());
        assertThat(bill.lines()).allSatisfy(line -> {
            assertThat(line.payableService().isNegative()).isFalse();
            // Each part is less than a fen from its share of the part's fen, which is half a fen from exact.
            assertThat(line.payable().toAmount().distanceTo(line.total())).isLessThan(new Amount(300));
        });
    }

    @Property
    void theOneRoundingIsStoredAndIsAtMostHalfAFen(@ForAll("samples") Sample sample) {
        ChargingBill bill = sample.bill();
        long difference = bill.roundingDifference().tenThousandthsYuan();

        assertThat(bill.payable().fen() * 100).isEqualTo(bill.total().tenThousandthsYuan() + difference);
        assertThat(difference).isBetween(-49L, 50L);
    }

    @Property
    void moreEnergyNeverCostsLess(
            @ForAll("samples") Sample sample, @ForAll PriceLevel level, @ForAll @LongRange(max = 1_000_000) long more) {
        Map<PriceLevel, Energy> grown = new HashMap<>(sample.energies);
        grown.merge(level, new Energy(Math.max(0, more)), Energy::plus);
        ChargingBill bill = Rating.bill(sample.tariff, grown);

        assertThat(bill.total()).isGreaterThanOrEqualTo(sample.bill().total());
        assertThat(bill.payable()).isGreaterThanOrEqualTo(sample.bill().payable());
        assertThat(bill.electricity()).isGreaterThanOrEqualTo(sample.bill().electricity());
    }

    @Property
    void itDoesNotMatterInHowManyPiecesTheEnergyCame(
            @ForAll("tariffs") Tariff tariff,
            @ForAll("pieces") List<Piece> pieces,
            @ForAll @LongRange(max = 9) long at) {
        RunningMeter whole = RunningMeter.startingAt(tariff);
        RunningMeter split = whole;
        for (Piece piece : pieces) {
            whole = whole.plus(piece.energy, piece.at);
            Energy first = new Energy(piece.energy.tenThousandthsKwh() * Math.max(0, at) / 9);
            split = split.plus(first, piece.at).plus(piece.energy.minus(first), piece.at);
        }

        assertThat(split.bill()).isEqualTo(whole.bill());
        assertThat(whole.energy())
                .isEqualTo(Energy.sum(pieces.stream().map(Piece::energy).toList()));
    }

    @Property
    void energyOverAnIntervalIsSharedOutToTheLastUnit(
            @ForAll("tariffs") Tariff tariff,
            @ForAll @LongRange(min = 0, max = 100_000_000) long units,
            @ForAll LocalTime from,
            @ForAll LocalTime to) {
        RunningMeter meter = RunningMeter.startingAt(tariff).plus(new Energy(units), from, to);

        assertThat(meter.energy()).isEqualTo(new Energy(units));
        assertThat(tariff.slots()).containsAll(meter.energies().keySet());
    }

    @Property
    void everyInstantHasExactlyOnePeriodAndOnePrice(@ForAll("tariffs") Tariff tariff, @ForAll LocalTime time) {
        List<Tariff.Period> covering = tariff.periods().stream()
                .filter(p -> !time.isBefore(p.from()) && (p.to().equals(LocalTime.MIDNIGHT) || time.isBefore(p.to())))
                .toList();

        assertThat(covering).hasSize(1);
        assertThat(covering.getFirst().level()).isEqualTo(tariff.levelAt(time));
        assertThat(covering.getFirst().price()).isEqualTo(tariff.priceAt(time));
    }

    @Property
    void untilTheNextChangeThePriceStaysAndThenItIsAnother(@ForAll("tariffs") Tariff tariff, @ForAll LocalTime now) {
        Price price = tariff.priceAt(now);
        int slots = tariff.nextChange(now)
                .map(change -> Tariff.slotOf(change.at()) + (change.tomorrow() ? Tariff.SLOTS : 0))
                .orElse(Tariff.slotOf(now) + Tariff.SLOTS);

        for (int slot = Tariff.slotOf(now); slot < slots; slot++) {
            assertThat(tariff.priceAt(LocalTime.MIDNIGHT.plusMinutes(30L * slot)))
                    .isEqualTo(price);
        }
        tariff.nextChange(now).ifPresent(change -> {
            assertThat(change.price()).isEqualTo(tariff.priceAt(change.at())).isNotEqualTo(price);
            assertThat(change.level()).isEqualTo(tariff.levelAt(change.at()));
            assertThat(slots).isBetween(Tariff.slotOf(now) + 1, Tariff.slotOf(now) + Tariff.SLOTS - 1);
        });
    }

    private static BigDecimal yuan(UnitPrice price) {
        return BigDecimal.valueOf(price.hundredThousandthsYuanPerKwh(), 5);
    }

    @Provide
    Arbitrary<Sample> samples() {
        Arbitrary<Energy> energy = Arbitraries.oneOf(
                        Arbitraries.longs().between(0, 200),
                        Arbitraries.longs().between(0, 2_000_000),
                        Arbitraries.longs().between(0, 24_000_000))
                .map(Energy::new);
        Arbitrary<Map<PriceLevel, Energy>> energies = Arbitraries.maps(Arbitraries.of(PriceLevel.class), energy);
        return Combinators.combine(tariffs(), energies).as(Sample::new);
    }

    @Provide
    Arbitrary<Tariff> tariffs() {
        Arbitrary<Price> price = Combinators.combine(prices(), prices()).as(Price::new);
        Arbitrary<List<PriceLevel>> slots =
                Arbitraries.of(PriceLevel.class).list().ofSize(Tariff.SLOTS);
        return Combinators.combine(slots, price, price, price, price)
                .as((levels, sharp, peak, flat, valley) -> new Tariff(
                        levels,
                        Map.of(
                                PriceLevel.SHARP, sharp,
                                PriceLevel.PEAK, peak,
                                PriceLevel.FLAT, flat,
                                PriceLevel.VALLEY, valley)));
    }

    private static Arbitrary<UnitPrice> prices() {
        return Arbitraries.oneOf(
                        Arbitraries.longs().between(0, 3), Arbitraries.longs().between(0, 4_999_999))
                .map(UnitPrice::new);
    }

    @Provide
    Arbitrary<List<Piece>> pieces() {
        Arbitrary<Energy> energy = Arbitraries.longs().between(0, 1_000_000).map(Energy::new);
        Arbitrary<LocalTime> at = Arbitraries.integers().between(0, 86_399).map(LocalTime::ofSecondOfDay);
        return Combinators.combine(energy, at).as(Piece::new).list().ofMaxSize(20);
    }
}
