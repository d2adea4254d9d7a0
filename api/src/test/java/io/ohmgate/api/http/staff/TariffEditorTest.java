package io.ohmgate.api.http.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Only a whole day of at most four sane prices is a tariff; everything else has a name. */
class TariffEditorTest {
    private static final TariffPrice CHEAP = new TariffPrice(30_000, 40_000);
    private static final TariffPrice DEAR = new TariffPrice(120_000, 40_000);

    @Test
    void onePriceAllDayIsAFlatTariff() {
        Tariff tariff = TariffEditor.read(new TariffPrices(CHEAP, null, null));
        assertThat(tariff.isFlat()).isTrue();
        assertThat(tariff.priceAt(LocalTime.NOON).total().hundredThousandthsYuanPerKwh())
                .isEqualTo(70_000);
    }

    @Test
    void periodsFindTheirLevels() {
        Tariff tariff = periods(period("00:00", "08:00", CHEAP), period("08:00", "24:00", DEAR));
        assertThat(tariff.priceAt(LocalTime.of(7, 59)).electricity().hundredThousandthsYuanPerKwh())
                .isEqualTo(30_000);
        assertThat(tariff.priceAt(LocalTime.of(8, 0)).electricity().hundredThousandthsYuanPerKwh())
                .isEqualTo(120_000);
        assertThat(tariff.periods()).hasSize(2);
    }

    @Test
    void fortyEightSlotsAreADay() {
        List<TariffPrice> slots = new ArrayList<>(Collections.nCopies(48, CHEAP));
        slots.set(20, DEAR);
        Tariff tariff = TariffEditor.read(new TariffPrices(null, null, slots));
        assertThat(tariff.priceAt(LocalTime.of(10, 15)).electricity().hundredThousandthsYuanPerKwh())
                .isEqualTo(120_000);
        assertThat(refused(new TariffPrices(null, null, slots.subList(0, 47)))).isEqualTo(ProblemCode.TARIFF_GAP);
    }

    @Test
    void aLevelThatWasNamedIsKept() {
        Tariff tariff =
                periods(new TariffPeriod("00:00", "08:00", PriceLevel.VALLEY, CHEAP), period("08:00", "24:00", DEAR));
        assertThat(tariff.levelAt(LocalTime.MIDNIGHT)).isEqualTo(PriceLevel.VALLEY);
    }

    @Test
    void whatIsNoTariffHasAName() {
        assertThat(refused(period("00:00", "08:00", CHEAP), period("09:00", "24:00", DEAR)))
                .isEqualTo(ProblemCode.TARIFF_GAP);
        assertThat(refused(period("00:00", "09:00", CHEAP), period("08:00", "24:00", DEAR)))
                .isEqualTo(ProblemCode.TARIFF_OVERLAP);
        assertThat(refused(period("00:00", "08:15", CHEAP), period("08:15", "24:00", DEAR)))
                .isEqualTo(ProblemCode.TARIFF_BOUNDARY);
        assertThat(refused(period("08:00", "07:00", CHEAP), period("00:00", "24:00", DEAR)))
                .isEqualTo(ProblemCode.TARIFF_BOUNDARY);
        assertThat(refused(period("00:00", "24:00", new TariffPrice(0, 0))))
                .isEqualTo(ProblemCode.TARIFF_PRICE_OUT_OF_RANGE);
        assertThat(refused(period("00:00", "24:00", new TariffPrice(9_000_000, 0))))
                .isEqualTo(ProblemCode.TARIFF_PRICE_OUT_OF_RANGE);
    }

    @Test
    void aFifthPriceIsOneTooMany() {
        List<TariffPeriod> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String to = i == 4 ? "24:00" : "0" + (i + 1) + ":00";
            five.add(period("0" + i + ":00", to, new TariffPrice(30_000 + i, 0)));
        }
        assertThat(refused(five.toArray(TariffPeriod[]::new))).isEqualTo(ProblemCode.TARIFF_TOO_MANY_PRICES);
    }

    @Test
    void exactlyOneWayOfSayingItIsTaken() {
        assertThat(refused(new TariffPrices(null, null, null))).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refused(new TariffPrices(CHEAP, List.of(period("00:00", "24:00", CHEAP)), null)))
                .isEqualTo(ProblemCode.INVALID_REQUEST);
    }

    private static TariffPeriod period(String from, String to, TariffPrice price) {
        return new TariffPeriod(from, to, null, price);
    }

    private static Tariff periods(TariffPeriod... periods) {
        return TariffEditor.read(new TariffPrices(null, List.of(periods), null));
    }

    private static ProblemCode refused(TariffPeriod... periods) {
        return refused(new TariffPrices(null, List.of(periods), null));
    }

    private static ProblemCode refused(TariffPrices prices) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> TariffEditor.read(prices));
        assertThat(refused).isNotNull();
        return refused.code();
    }
}
