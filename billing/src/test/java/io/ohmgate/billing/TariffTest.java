package io.ohmgate.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ohmgate.billing.TariffViolation.Rule;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TariffTest {
    private static final Price PEAK = new Price(new UnitPrice(120_000), new UnitPrice(40_000));
    private static final Price VALLEY = new Price(new UnitPrice(30_000), new UnitPrice(40_000));
    private static final Tariff TWO_LEVELS = Tariffs.peakFrom8To22(PEAK, VALLEY);

    @ParameterizedTest
    @CsvSource({
        "00:00, VALLEY", "07:59:59.999999999, VALLEY", "08:00, PEAK",
        "21:59:59.999999999, PEAK", "22:00, VALLEY", "23:59:59.999999999, VALLEY"
    })
    void aHalfHourBelongsToItsStartAndNotToItsEnd(LocalTime time, PriceLevel level) {
        assertThat(TWO_LEVELS.levelAt(time)).isEqualTo(level);
    }

    @Test
    void theDayIsToldInPeriods() {
        assertThat(TWO_LEVELS.periods())
                .containsExactly(
                        new Tariff.Period(LocalTime.MIDNIGHT, LocalTime.of(8, 0), PriceLevel.VALLEY, VALLEY),
                        new Tariff.Period(LocalTime.of(8, 0), LocalTime.of(22, 0), PriceLevel.PEAK, PEAK),
                        new Tariff.Period(LocalTime.of(22, 0), LocalTime.MIDNIGHT, PriceLevel.VALLEY, VALLEY));
    }

    @Test
    void theNextChangeMayBeTomorrow() {
        assertThat(TWO_LEVELS.nextChange(LocalTime.of(7, 59)))
                .contains(new Tariff.PriceChange(LocalTime.of(8, 0), false, PriceLevel.PEAK, PEAK));
        assertThat(TWO_LEVELS.nextChange(LocalTime.of(22, 0)))
                .contains(new Tariff.PriceChange(LocalTime.of(8, 0), true, PriceLevel.PEAK, PEAK));
    }

    @Test
    void anotherLevelAtTheSamePriceIsNoChange() {
        assertThat(Tariffs.peakFrom8To22(PEAK, PEAK).nextChange(LocalTime.NOON)).isEmpty();
        assertThat(Tariffs.peakFrom8To22(PEAK, PEAK).isFlat()).isTrue();
        assertThat(TWO_LEVELS.isFlat()).isFalse();
    }

    @Test
    void aFlatTariffHasOnePriceAllDayAndAtEveryLevel() {
        Tariff flat = Tariff.flat(PEAK);

        assertThat(flat.isFlat()).isTrue();
        assertThat(flat.nextChange(LocalTime.NOON)).isEmpty();
        assertThat(flat.periods()).hasSize(1);
        assertThat(PriceLevel.values())
                .allSatisfy(level -> assertThat(flat.priceOf(level)).contains(PEAK));
    }

    @Test
    void aTariffHas48HalfHoursAndAPriceForEach() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tariff(Collections.nCopies(47, PriceLevel.PEAK), Map.of(PriceLevel.PEAK, PEAK)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tariff(Collections.nCopies(48, PriceLevel.FLAT), Map.of(PriceLevel.PEAK, PEAK)));
    }

    @Test
    void aDraftWithoutFaultBecomesTheTariffItDescribes() {
        TariffDraft draft = draft(
                period("00:00", "08:00", PriceLevel.VALLEY),
                period("22:00", "00:00", PriceLevel.VALLEY),
                period("08:00", "22:00", PriceLevel.PEAK));

        assertThat(TariffRules.check(draft)).isEmpty();
        assertThat(draft.toTariff()).isEqualTo(TWO_LEVELS);
    }

    @Test
    void oneDayAtOnePriceIsADraftToo() {
        assertThat(draft(period("00:00", "00:00", PriceLevel.PEAK)).toTariff().isFlat())
                .isTrue();
    }

    @Test
    void gapsAreNamedWithTheirHalfHour() {
        assertThat(TariffRules.check(
                        draft(period("00:00", "08:00", PriceLevel.VALLEY), period("09:00", "00:00", PriceLevel.PEAK))))
                .containsExactly(new TariffViolation(Rule.GAP, "08:00"), new TariffViolation(Rule.GAP, "08:30"));
    }

    @Test
    void overlapsAreNamedWithTheirHalfHour() {
        assertThat(TariffRules.check(
                        draft(period("00:00", "08:30", PriceLevel.VALLEY), period("08:00", "00:00", PriceLevel.PEAK))))
                .containsExactly(new TariffViolation(Rule.OVERLAP, "08:00"));
    }

    @Test
    void aBoundaryOffTheHalfHourIsRefused() {
        assertThat(TariffRules.check(
                        draft(period("00:00", "08:10", PriceLevel.VALLEY), period("08:10", "00:00", PriceLevel.PEAK))))
                .extracting(TariffViolation::rule)
                .containsOnly(Rule.BOUNDARY_OFF_THE_HALF_HOUR);
    }

    @Test
    void aPeriodThatEndsBeforeItBeginsIsRefused() {
        assertThat(TariffRules.check(draft(period("22:00", "08:00", PriceLevel.VALLEY))))
                .contains(new TariffViolation(Rule.PERIOD_WITHOUT_TIME, "22:00-08:00"));
    }

    @Test
    void aLevelWithoutAPriceIsRefused() {
        assertThat(TariffRules.check(draft(period("00:00", "00:00", PriceLevel.SHARP))))
                .containsExactly(new TariffViolation(Rule.LEVEL_WITHOUT_PRICE, "SHARP"));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> draft(period("00:00", "00:00", PriceLevel.SHARP)).toTariff());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "999, 0, PRICE_TOO_LOW",
                "600, 400, -",
                "600000, 400000, -",
                "600000, 400001, PRICE_TOO_HIGH",
                "4294967295, 4294967295, PRICE_TOO_HIGH"
            })
    void electricityAndServiceTogetherStayPlausible(long electricity, long service, @Nullable Rule rule) {
        Price price = new Price(new UnitPrice(electricity), new UnitPrice(service));

        assertThat(TariffRules.check(Tariffs.peakFrom8To22(PEAK, price)))
                .isEqualTo(rule == null ? List.of() : List.of(new TariffViolation(rule, "VALLEY")));
    }

    private static TariffDraft draft(TariffDraft.Period... periods) {
        return new TariffDraft(List.of(periods), Map.of(PriceLevel.PEAK, PEAK, PriceLevel.VALLEY, VALLEY));
    }

    private static TariffDraft.Period period(String from, String to, PriceLevel level) {
        return new TariffDraft.Period(LocalTime.parse(from), LocalTime.parse(to), level);
    }
}
