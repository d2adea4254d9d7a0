package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.link.BatteryNote;
import io.ohmgate.gateway.link.BatteryNote.Troubles;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What batteries told, a row a charge. Each kind of frame knows some columns of it and leaves the others as they are. */
public final class BatteryTables {
    private static final List<String> HANDSHAKE =
            List.of("type_code", "rated_deci_ampere_hours", "rated_deci_volts", "production_year", "charge_count");
    private static final List<String> LIMITS = List.of(
            "cell_limit_centi_volts",
            "limit_deci_amperes",
            "limit_deci_volts",
            "limit_celsius",
            "nominal_deci_kwh",
            "begin_soc_permille",
            "begin_deci_volts",
            "charger_max_deci_volts",
            "charger_min_deci_volts",
            "charger_max_deci_amperes",
            "charger_min_deci_amperes");
    private static final List<String> END = List.of(
            "end_soc_percent",
            "end_cell_min_centi_volts",
            "end_cell_max_centi_volts",
            "end_min_celsius",
            "end_max_celsius",
            "end_minutes",
            "end_output_deci_kwh");
    private static final List<String> SEEN =
            List.of("seen_cell_max_centi_volts", "seen_max_celsius", "seen_min_celsius");
    private static final List<String> NUMBERS =
            Stream.of(HANDSHAKE, LIMITS, SEEN, END).flatMap(List::stream).toList();

    private static final int TROUBLES_MAX = 400;

    private final Database general;

    public BatteryTables(Database general) {
        this.general = general;
    }

    /** A note with what its row needs besides. */
    public record Told(long tenantId, GunId gun, TradeNo tradeNo, BatteryNote note, Instant at) {}

    /** A code of one of the lists of troubles. */
    public record Trouble(Troubles.Kind kind, int code) {}

    /** A charge's battery; numbers by the name of their column. */
    public record BatterySummary(
            Map<String, Integer> numbers,
            @Nullable String vendor,
            @Nullable String maskedVin,
            List<Trouble> troubles) {
        public BatterySummary {
            numbers = Collections.unmodifiableMap(new HashMap<>(numbers));
            troubles = List.copyOf(troubles);
        }

        public @Nullable Integer number(String column) {
            return numbers.get(column);
        }
    }

    /** Writes notes in their order; writing them twice changes nothing. */
    public Mono<Void> keep(List<Told> notes) {
        Mono<Void> work = Flux.fromIterable(notes).concatMap(this::keep).then();
        return general.detached(general.transaction("write battery notes", work));
    }

    private Mono<Void> keep(Told told) {
        return switch (told.note()) {
            case BatteryNote.Handshake m ->
                write(
                        told,
                        HANDSHAKE,
                        Arrays.asList(
                                m.typeCode(),
                                m.ratedDeciAmpereHours(),
                                m.ratedDeciVolts(),
                                m.productionYear(),
                                m.chargeCount()),
                        "vendor = VALUES(vendor), masked_vin = VALUES(masked_vin)",
                        m.vendor(),
                        m.maskedVin(),
                        "");
            case BatteryNote.Limits m ->
                write(
                        told,
                        LIMITS,
                        Arrays.asList(
                                m.cellMaxCentiVolts(),
                                m.maxChargeDeciAmperes(),
                                m.maxChargeDeciVolts(),
                                m.maxCelsius(),
                                m.nominalDeciKwh(),
                                m.socPermille(),
                                m.batteryDeciVolts(),
                                m.chargerMaxDeciVolts(),
                                m.chargerMinDeciVolts(),
                                m.chargerMaxDeciAmperes(),
                                m.chargerMinDeciAmperes()),
                        "",
                        null,
                        null,
                        "");
            case BatteryNote.EndStatistics m ->
                write(
                        told,
                        END,
                        Arrays.asList(
                                m.socPercent(),
                                m.cellMinCentiVolts(),
                                m.cellMaxCentiVolts(),
                                m.minCelsius(),
                                m.maxCelsius(),
                                m.minutes(),
                                m.outputDeciKwh()),
                        "",
                        null,
                        null,
                        "");
            case BatteryNote.Readings m ->
                write(
                        told,
                        SEEN,
                        Arrays.asList(m.cellMaxCentiVolts(), m.maxCelsius(), m.minCelsius()),
                        "",
                        null,
                        null,
                        "");
            case Troubles m ->
                Flux.fromIterable(m.codes())
                        .concatMap(code -> write(told, List.of(), List.of(), "", null, null, m.kind() + ":" + code))
                        .then();
        };
    }

    private Mono<Void> write(
            Told told,
            List<String> columns,
            List<@Nullable Integer> values,
            String texts,
            @Nullable String vendor,
            @Nullable String maskedVin,
            String trouble) {
        List<String> all = new ArrayList<>(
                List.of("trade_no", "tenant_id", "gun_id", "vendor", "masked_vin", "troubles", "updated_at"));
        all.addAll(columns);
        List<@Nullable Object> row = new ArrayList<>(Arrays.asList(
                told.tradeNo().digits(),
                told.tenantId(),
                told.gun().digits(),
                cut(vendor, 8),
                maskedVin,
                trouble,
                told.at()));
        row.addAll(values);
        String changes = columns.stream().map(BatteryTables::change).collect(Collectors.joining(", "));
        String troubles = trouble.isEmpty()
                ? ""
                : "troubles = IF(FIND_IN_SET(VALUES(troubles), charge_battery.troubles), charge_battery.troubles,"
                        + " LEFT(CONCAT_WS(',', NULLIF(charge_battery.troubles, ''),"
                        + " VALUES(troubles)), " + TROUBLES_MAX + "))";
        String update = Stream.of(changes, texts, troubles, "updated_at = VALUES(updated_at)")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return Rows.of("INSERT INTO charge_battery (" + String.join(", ", all) + ")")
                .add(row.toArray())
                .insert(general.sql(), "ON DUPLICATE KEY UPDATE " + update)
                .then();
    }

    /** What was seen only grows, or falls; everything else is as it was told last. */
    private static String change(String column) {
        String old = "charge_battery." + column;
        String told = "VALUES(" + column + ")";
        if (!SEEN.contains(column)) {
            return column + " = COALESCE(" + told + ", " + old + ")";
        }
        String extreme = column.contains("min") ? "LEAST" : "GREATEST";
        return column + " = " + extreme + "(COALESCE(" + told + ", " + old + "), COALESCE(" + old + ", " + told + "))";
    }

    private static @Nullable String cut(@Nullable String text, int max) {
        return text == null || text.length() <= max ? text : text.substring(0, max);
    }

    /** Empty if the vehicle told nothing: an AC charge. What the pile tells that the number names goes first. */
    public Mono<BatterySummary> find(Scope scope, TradeNo tradeNo) {
        return general.sql()
                .sql("SELECT " + String.join(", ", NUMBERS)
                        + ", vendor, masked_vin, troubles FROM charge_battery WHERE trade_no = :tradeNo AND"
                        + " tenant_id = :tenantId ORDER BY LEFT(gun_id, 14) = LEFT(trade_no, 14) DESC LIMIT 1")
                .bind("tradeNo", tradeNo.digits())
                .bind("tenantId", scope.tenantId())
                .map(BatteryTables::read)
                .one();
    }

    private static BatterySummary read(Readable row) {
        Map<String, Integer> numbers = new HashMap<>();
        for (String column : NUMBERS) {
            Integer value = Columns.integerOrNull(row, column);
            if (value != null) {
                numbers.put(column, value);
            }
        }
        return new BatterySummary(
                numbers,
                Columns.textOrNull(row, "vendor"),
                Columns.textOrNull(row, "masked_vin"),
                troubles(Columns.text(row, "troubles")));
    }

    private static List<Trouble> troubles(String text) {
        List<Trouble> troubles = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            int colon = each.indexOf(':');
            if (colon > 0) {
                troubles.add(new Trouble(
                        Troubles.Kind.valueOf(each.substring(0, colon)), Integer.parseInt(each.substring(colon + 1))));
            }
        }
        return troubles;
    }
}
