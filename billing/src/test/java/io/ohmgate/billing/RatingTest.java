package io.ohmgate.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatingTest {
    private static final Price PEAK = new Price(new UnitPrice(120_000), new UnitPrice(40_000));
    private static final Price VALLEY = new Price(new UnitPrice(30_333), new UnitPrice(40_001));

    @Test
    void aFlatOrderCostsKilowattHoursTimesPriceToTheCent() {
        ChargingBill bill = Rating.bill(Tariff.flat(PEAK), Map.of(PriceLevel.FLAT, new Energy(123_456)));

        // 12.3456 kWh at 1.6 yuan are 19.75296 yuan, at 1.2 yuan 14.81472 yuan.
        assertThat(bill.total()).isEqualTo(new Amount(197_530));
        assertThat(bill.electricity()).isEqualTo(new Amount(148_147));
        assertThat(bill.service()).isEqualTo(new Amount(49_383));
        assertThat(bill.payable()).isEqualTo(new Money(1975));
        assertThat(bill.payableElectricity()).isEqualTo(new Money(1481));
        assertThat(bill.payableService()).isEqualTo(new Money(494));
        assertThat(bill.roundingDifference()).isEqualTo(new Amount(-30));
    }

    @Test
    void theFenOfTheLinesAddUpWhereEachLineRoundedAloneWouldNot() {
        Tariff tariff = twoLevels();
        // 0.0055 and 0.0055 yuan: rounded alone one fen each, together 0.0110 yuan, one fen.
        Price tiny = new Price(new UnitPrice(5_500), UnitPrice.ZERO);
        Tariff cheap = new Tariff(tariff.slots(), Map.of(PriceLevel.PEAK, tiny, PriceLevel.VALLEY, tiny));

        ChargingBill bill =
                Rating.bill(cheap, Map.of(PriceLevel.PEAK, new Energy(1000), PriceLevel.VALLEY, new Energy(1000)));

        assertThat(bill.payable()).isEqualTo(new Money(1));
        assertThat(bill.lines()).extracting(BillLine::payable).containsExactly(new Money(1), Money.ZERO);
    }

    @Test
    void aLevelWithoutEnergyHasNoLine() {
        ChargingBill bill =
                Rating.bill(twoLevels(), Map.of(PriceLevel.PEAK, Energy.ZERO, PriceLevel.VALLEY, new Energy(10_000)));

        assertThat(bill.lines()).extracting(BillLine::level).containsExactly(PriceLevel.VALLEY);
        assertThat(bill.lines().getFirst().price()).isEqualTo(VALLEY);
    }

    @Test
    void aChargeThatDeliveredNothingCostsNothing() {
        assertThat(Rating.bill(twoLevels(), Map.of())).isEqualTo(ChargingBill.NOTHING);
    }

    @Test
    void energyAtALevelWithoutAPriceHasNoBill() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rating.bill(twoLevels(), Map.of(PriceLevel.SHARP, new Energy(1))))
                .withMessageContaining("SHARP");
    }

    @Test
    void moreEnergyThanAnOrderCanBeIsRefusedAlsoWhenEachLevelAloneIsNot() {
        Map<PriceLevel, Energy> energies =
                Map.of(PriceLevel.PEAK, new Energy(100_000_000), PriceLevel.VALLEY, new Energy(1));

        assertThatExceptionOfType(OutOfBoundsException.class)
                .isThrownBy(() -> Rating.bill(twoLevels(), energies))
                .satisfies(e -> assertThat(e.bound()).isEqualTo(Bound.ENERGY_PER_ORDER));
    }

    @Test
    void aStoredBillWhoseLinesDoNotAddUpIsRefused() {
        ChargingBill bill = Rating.bill(twoLevels(), Map.of(PriceLevel.PEAK, new Energy(123_456)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChargingBill(
                        bill.lines(),
                        bill.electricity(),
                        bill.total().plus(new Amount(1)),
                        bill.payable(),
                        bill.payableElectricity()))
                .withMessageContaining("total");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChargingBill(
                        bill.lines(), bill.electricity(), bill.total(), new Money(0), bill.payableElectricity()))
                .withMessageContaining("payable");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChargingBill(
                        bill.lines(), Amount.ZERO, bill.total(), bill.payable(), bill.payableElectricity()))
                .withMessageContaining("electricity");
    }

    @Test
    void aStoredBillRoundedByMoreThanHalfAFenIsRefused() {
        BillLine line = new BillLine(
                PriceLevel.FLAT, new Energy(1), PEAK, Amount.ZERO, new Amount(49), Money.ZERO, new Money(1));

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ChargingBill(List.of(line), Amount.ZERO, new Amount(49), new Money(1), Money.ZERO))
                .withMessageContaining("rounding");
    }

    private static Tariff twoLevels() {
        return Tariffs.peakFrom8To22(PEAK, VALLEY);
    }
}
