package io.ohmgate.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunningMeterTest {
    private static final Price PEAK = new Price(new UnitPrice(120_000), new UnitPrice(40_000));
    private static final Price VALLEY = new Price(new UnitPrice(30_000), new UnitPrice(40_000));
    private static final RunningMeter NEW = RunningMeter.startingAt(Tariffs.peakFrom8To22(PEAK, VALLEY));

    @Test
    void aNewMeterCostsNothing() {
        assertThat(NEW.bill()).isEqualTo(ChargingBill.NOTHING);
    }

    @Test
    void theMoneySoFarIsSplitByLevelAndByPart() {
        ChargingBill soFar = NEW.plus(new Energy(10_000), LocalTime.of(7, 59, 59))
                .plus(new Energy(20_000), LocalTime.of(8, 0))
                .bill();

        assertThat(soFar.lines())
                .extracting(BillLine::level, BillLine::energy, BillLine::electricity, BillLine::service)
                .containsExactly(
                        tuple(PriceLevel.PEAK, new Energy(20_000), new Amount(24_000), new Amount(8_000)),
                        tuple(PriceLevel.VALLEY, new Energy(10_000), new Amount(3_000), new Amount(4_000)));
        assertThat(soFar.payable()).isEqualTo(new Money(390));
    }

    @Test
    void anIntervalAcrossABoundaryIsSharedOutByTime() {
        RunningMeter meter = NEW.plus(new Energy(1_000), LocalTime.of(7, 59, 50), LocalTime.of(8, 0, 5));

        assertThat(meter.energies())
                .isEqualTo(Map.of(PriceLevel.VALLEY, new Energy(667), PriceLevel.PEAK, new Energy(333)));
    }

    @Test
    void anIntervalAcrossMidnightEndsOnTheNextDay() {
        RunningMeter meter = NEW.plus(new Energy(12_000), LocalTime.of(21, 0), LocalTime.of(9, 0));

        // One hour of peak until 22:00, ten hours of valley, one hour of peak from 8:00.
        assertThat(meter.energies())
                .isEqualTo(Map.of(PriceLevel.PEAK, new Energy(2_000), PriceLevel.VALLEY, new Energy(10_000)));
    }

    @Test
    void aPilesTotalAddsWhatIsNewAndNeverTakesBack() {
        RunningMeter meter =
                NEW.upTo(new Energy(5_000), LocalTime.of(7, 0)).upTo(new Energy(7_000), LocalTime.of(8, 0));

        assertThat(meter.energies())
                .isEqualTo(Map.of(PriceLevel.VALLEY, new Energy(5_000), PriceLevel.PEAK, new Energy(2_000)));
        assertThat(meter.upTo(Energy.ZERO, LocalTime.of(8, 1))).isSameAs(meter);
        assertThat(meter.upTo(new Energy(7_000), LocalTime.of(8, 1))).isSameAs(meter);
    }

    @Test
    void moreThanAnOrderCanBeIsRefused() {
        assertThatExceptionOfType(OutOfBoundsException.class)
                .isThrownBy(() -> NEW.upTo(new Energy(4_294_967_295L), LocalTime.NOON));
        assertThatExceptionOfType(OutOfBoundsException.class)
                .isThrownBy(() ->
                        NEW.plus(new Energy(100_000_000), LocalTime.NOON).plus(new Energy(1), LocalTime.MIDNIGHT));
    }
}
