package io.ohmgate.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant C20: nothing that fits the wire overflows or wraps. */
class BoundsLawsTest {
    private static final long U32_MAX = (1L << 32) - 1;
    private static final long U40_MAX = (1L << 40) - 1;

    @Property
    void anyEnergyAtAnyPriceOfTheWireIsExactOrRefusedByName(
            @ForAll @LongRange(min = 0, max = U32_MAX) long energy,
            @ForAll @LongRange(min = 0, max = U32_MAX) long price) {
        if (energy > 100_000_000) {
            assertRefused(Bound.ENERGY_PER_ORDER, energy, price);
        } else if (price > 9_999_999) {
            assertRefused(Bound.UNIT_PRICE, energy, price);
        } else {
            assertExact(energy, price);
        }
    }

    @Property
    void anyEnergyAndPriceWithinTheBoundsIsExact(
            @ForAll @LongRange(min = 0, max = 100_000_000) long energy,
            @ForAll @LongRange(min = 0, max = 9_999_999) long price) {
        assertExact(energy, price);
    }

    private static void assertExact(long energy, long price) {
        BigInteger exact = BigInteger.valueOf(energy).multiply(BigInteger.valueOf(price));
        Cost cost = new Energy(energy).at(new UnitPrice(price));

        assertThat(cost.billionthsYuan()).isEqualTo(exact.longValueExact()).isLessThanOrEqualTo(1_000_000_000_000_000L);
        assertThat(cost.toAmount().tenThousandthsYuan())
                .isEqualTo(new BigDecimal(exact, 9)
                        .setScale(4, RoundingMode.HALF_UP)
                        .unscaledValue()
                        .longValueExact());
    }

    private static void assertRefused(Bound bound, long energy, long price) {
        assertThatExceptionOfType(OutOfBoundsException.class)
                .isThrownBy(() -> new Energy(energy).at(new UnitPrice(price)))
                .satisfies(e -> assertThat(e.bound()).isEqualTo(bound))
                .withMessageStartingWith(bound.name());
    }

    @Property
    void aMeterGoesOnAfterItsLastValue(
            @ForAll @LongRange(min = 0, max = U40_MAX) long start,
            @ForAll @LongRange(min = 0, max = U32_MAX) long energy) {
        MeterReading end = new MeterReading((start + energy) % (U40_MAX + 1));

        assertThat(new MeterReading(start).until(end)).isEqualTo(new Energy(energy));
    }

    @Test
    void aReadingOfMoreThanFortyBitsIsRefused() {
        assertThatExceptionOfType(OutOfBoundsException.class)
                .isThrownBy(() -> new MeterReading(U40_MAX + 1))
                .satisfies(e -> assertThat(e.bound()).isEqualTo(Bound.METER_READING));
        assertThat(new MeterReading(U40_MAX).until(MeterReading.ZERO)).isEqualTo(new Energy(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {9_000_000_000_000_001L, -9_000_000_000_000_001L, Long.MAX_VALUE, Long.MIN_VALUE})
    void moneyBeyondTheBoundsIsRefusedInBothDirections(long fen) {
        assertThatExceptionOfType(OutOfBoundsException.class)
                .isThrownBy(() -> new Money(fen))
                .satisfies(e -> assertThat(e.bound()).isEqualTo(Bound.MONEY));
    }

    @Test
    void sumsOfMoneyDoNotLeaveTheBoundsUnseen() {
        Money most = new Money(Bound.MONEY.max());

        assertThatExceptionOfType(OutOfBoundsException.class).isThrownBy(() -> most.plus(new Money(1)));
        assertThatExceptionOfType(OutOfBoundsException.class)
                .isThrownBy(() -> most.negated().minus(most));
    }

    @Test
    void energyAndPricesAreNeverNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Energy(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new UnitPrice(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Energy(1).minus(new Energy(2)));
    }
}
