package io.ohmgate.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.store.BatteryTables.BatterySummary;
import io.ohmgate.ykc.words.CodeBook;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What battery and charger told during a charge, kept with its order. */
@Schema(name = "BatterySummary", description = "一次充电的电池摘要 / What the battery told during a charge")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BatterySummaryView(
        @Nullable CodeView type,
        @Nullable Integer ratedDeciAmpereHours,
        @Nullable Integer ratedDeciVolts,
        @Nullable String vendor,
        @Nullable Integer productionYear,
        @Nullable Integer chargeCount,
        @Nullable String maskedVin,
        @Nullable Integer nominalDeciKwh,
        @Nullable Integer limitDeciVolts,
        @Nullable Integer limitDeciAmperes,
        @Nullable Integer beginSocPermille,
        @Nullable Integer seenCellMaxCentiVolts,
        @Nullable Integer seenMaxCelsius,
        @Nullable Integer seenMinCelsius,
        @Nullable Integer endSocPercent,
        @Nullable Integer endCellMinCentiVolts,
        @Nullable Integer endCellMaxCentiVolts,
        @Nullable Integer endMinutes,
        @Nullable Integer endOutputDeciKwh,
        List<CodeView> troubles) {
    public static BatterySummaryView of(BatterySummary told) {
        return new BatterySummaryView(
                BatteryView.typeOf(told.number("type_code")),
                told.number("rated_deci_ampere_hours"),
                told.number("rated_deci_volts"),
                told.vendor(),
                told.number("production_year"),
                told.number("charge_count"),
                told.maskedVin(),
                told.number("nominal_deci_kwh"),
                told.number("limit_deci_volts"),
                told.number("limit_deci_amperes"),
                told.number("begin_soc_permille"),
                told.number("seen_cell_max_centi_volts"),
                told.number("seen_max_celsius"),
                told.number("seen_min_celsius"),
                told.number("end_soc_percent"),
                told.number("end_cell_min_centi_volts"),
                told.number("end_cell_max_centi_volts"),
                told.number("end_minutes"),
                told.number("end_output_deci_kwh"),
                told.troubles().stream()
                        .map(each -> CodeView.forStaff(CodeBook.of(CodeView.listOf(each.kind()), each.code())))
                        .toList());
    }
}
