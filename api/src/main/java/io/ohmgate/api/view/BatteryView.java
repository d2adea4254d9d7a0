package io.ohmgate.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.gateway.link.BatteryNote;
import io.ohmgate.gateway.live.BatteryLive;
import io.ohmgate.ykc.words.CodeBook;
import io.ohmgate.ykc.words.CodeList;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The vehicle's battery while it charges. What it does not tell is left out; its vehicle number is masked. */
@Schema(name = "Battery", description = "车辆电池实时信息，VIN 已脱敏 / The battery, live; the vehicle number is masked")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BatteryView(
        @Nullable CodeView type,
        @Nullable Integer ratedDeciAmpereHours,
        @Nullable Integer ratedDeciVolts,
        @Nullable Integer nominalDeciKwh,
        @Nullable String maskedVin,
        @Nullable Integer demandDeciVolts,
        @Nullable Integer demandDeciAmperes,
        @Nullable Integer measuredDeciVolts,
        @Nullable Integer measuredDeciAmperes,
        @Nullable Integer limitDeciVolts,
        @Nullable Integer limitDeciAmperes,
        @Nullable Integer cellMaxCentiVolts,
        @Nullable Integer maxCelsius,
        @Nullable Integer minCelsius,
        List<CodeView> warnings,
        List<CodeView> troubles) {
    /** Null if the battery has told nothing: an AC charge. */
    static @Nullable BatteryView of(@Nullable BatteryLive battery) {
        if (battery == null) {
            return null;
        }
        BatteryNote.Handshake hello = battery.handshake();
        BatteryNote.Limits limits = battery.limits();
        return new BatteryView(
                hello == null ? null : typeOf(hello.typeCode()),
                hello == null ? null : hello.ratedDeciAmpereHours(),
                hello == null ? null : hello.ratedDeciVolts(),
                limits == null ? null : limits.nominalDeciKwh(),
                hello == null ? null : hello.maskedVin(),
                battery.demandDeciVolts(),
                battery.demandDeciAmperes(),
                battery.measuredDeciVolts(),
                battery.measuredDeciAmperes(),
                limits == null ? null : limits.maxChargeDeciVolts(),
                limits == null ? null : limits.maxChargeDeciAmperes(),
                battery.cellMaxCentiVolts(),
                battery.maxCelsius(),
                battery.minCelsius(),
                codes(CodeList.BATTERY_WARNING, battery.warnings()),
                troubles(battery.troubles()));
    }

    static @Nullable CodeView typeOf(@Nullable Integer code) {
        return code == null ? null : CodeView.forDriver(CodeBook.of(CodeList.BATTERY_TYPE, code));
    }

    private static List<CodeView> troubles(List<BatteryNote.Troubles> told) {
        List<CodeView> views = new ArrayList<>();
        told.forEach(each -> views.addAll(codes(CodeView.listOf(each.kind()), each.codes())));
        return views;
    }

    private static List<CodeView> codes(CodeList list, List<Integer> codes) {
        return codes.stream()
                .map(code -> CodeView.forDriver(CodeBook.of(list, code)))
                .toList();
    }
}
