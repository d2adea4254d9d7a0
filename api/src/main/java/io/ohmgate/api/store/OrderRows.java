package io.ohmgate.api.store;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEnd;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderOrigin;
import io.ohmgate.gateway.order.OrderSource;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderTerms;
import io.ohmgate.gateway.order.OrderTimes;
import io.ohmgate.gateway.order.OrderTrace;
import io.ohmgate.gateway.order.ParallelGroup;
import io.ohmgate.gateway.order.Progress;
import io.ohmgate.gateway.order.StopCause;
import io.ohmgate.gateway.order.StopIntent;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** An order as rows of {@code charging_order} and {@code order_progress}, and back. */
final class OrderRows {
    /** Both rows of an order. The second is there from the first moment on, so a lock on the join locks no gap. */
    static final String SELECT = """
        SELECT o.id, o.tenant_id, o.trade_no, o.driver_id, o.station_id, o.gun_id, o.tariff_version_id,
               o.idempotency_key, o.orphan, o.hold_fen, o.limit_kind, o.limit_value, o.state, o.version,
               o.idle_reports, o.stop_cause, o.stop_requested_at, o.stop_sends, o.stop_confirmed_at,
               o.stop_alarmed_at, o.end_reason, o.end_code, o.created_at, o.start_sent_at, o.start_acked_at,
               o.charging_seen_at, o.ended_at, o.closed_at, o.origin, o.card_id, o.vehicle_id, o.parallel_no,
               o.parallel_main, o.trace_id, o.trace_span, p.energy_1e4_kwh AS progress_energy,
               p.pile_amount_1e4 AS progress_amount, p.soc_percent AS progress_soc, p.at AS progress_at
          FROM charging_order o LEFT JOIN order_progress p ON p.order_id = o.id
        """;

    private static final String INSERT = """
        INSERT INTO charging_order
               (id, tenant_id, trade_no, driver_id, station_id, pile_no, gun_id, active_gun, tariff_version_id,
                idempotency_key, orphan, hold_fen, limit_kind, limit_value, state, version, idle_reports,
                stop_cause, stop_requested_at, stop_sends, stop_confirmed_at, stop_alarmed_at, end_reason,
                end_code, created_at, start_sent_at, start_acked_at, charging_seen_at, ended_at, closed_at,
                origin, card_id, vehicle_id, parallel_no, parallel_main, trace_id, trace_span)\
        """;

    private static final String INSERT_PROGRESS =
            "INSERT INTO order_progress (order_id, tenant_id, energy_1e4_kwh, pile_amount_1e4, soc_percent, at)";

    /** Where a batch and an order's own change meet, the newer values stay. */
    private static final String NEWER_WINS = """
        ON DUPLICATE KEY UPDATE
               energy_1e4_kwh = IF(at IS NULL OR VALUES(at) > at, VALUES(energy_1e4_kwh), energy_1e4_kwh),
               pile_amount_1e4 = IF(at IS NULL OR VALUES(at) > at, VALUES(pile_amount_1e4), pile_amount_1e4),
               soc_percent = IF(at IS NULL OR VALUES(at) > at, VALUES(soc_percent), soc_percent),
               at = IF(at IS NULL OR VALUES(at) > at, VALUES(at), at)\
        """;

    private static final String UPDATE = """
        UPDATE charging_order
           SET hold_fen = :hold, active_gun = :activeGun, state = :state, version = :version, idle_reports = :idleReports,
               stop_cause = :stopCause, stop_requested_at = :stopRequestedAt, stop_sends = :stopSends,
               stop_confirmed_at = :stopConfirmedAt, stop_alarmed_at = :stopAlarmedAt,
               end_reason = :endReason, end_code = :endCode, start_sent_at = :startSentAt,
               start_acked_at = :startAckedAt, charging_seen_at = :chargingSeenAt, ended_at = :endedAt,
               closed_at = :closedAt
         WHERE id = :id AND version = :before
        """;

    /** The states that hold a gun, as a list for {@code IN}. */
    static final List<String> ACTIVE = Arrays.stream(OrderState.values())
            .filter(OrderState::active)
            .map(OrderState::name)
            .toList();

    /** The states that frames and timers can still move. */
    static final List<String> OPEN = Arrays.stream(OrderState.values())
            .filter(state -> !state.closed())
            .map(OrderState::name)
            .toList();

    private OrderRows() {}

    static ChargingOrder read(Readable row) {
        return new ChargingOrder(
                new OrderId(Columns.text(row, "id")),
                terms(row),
                Columns.constant(row, "state", OrderState.class),
                Columns.number(row, "version"),
                times(row),
                stop(row),
                Columns.integer(row, "idle_reports"),
                progress(row),
                end(row));
    }

    /** A row of {@code charging_order} and one of {@code order_progress}. */
    static Mono<Void> insert(DatabaseClient sql, ChargingOrder order) {
        return insert(sql, List.of(order));
    }

    /** The same for many, in two statements. */
    static Mono<Void> insert(DatabaseClient sql, List<ChargingOrder> orders) {
        Rows rows = Rows.of(INSERT);
        Rows progress = Rows.of(INSERT_PROGRESS);
        for (ChargingOrder order : orders) {
            add(rows, order);
            addProgress(progress, order.id(), order.terms().tenantId(), order.progress());
        }
        return rows.insert(sql).then(progress.insert(sql)).then();
    }

    private static void add(Rows rows, ChargingOrder order) {
        OrderTerms terms = order.terms();
        OrderTimes times = order.times();
        StopIntent stop = order.stop();
        OrderEnd end = order.end();
        ParallelGroup parallel = terms.source().parallel();
        OrderTrace trace = terms.trace();
        rows.add(
                order.id().text(),
                terms.tenantId(),
                terms.tradeNo().digits(),
                terms.driverId(),
                terms.stationId(),
                terms.gun().pileNo().digits(),
                terms.gun().digits(),
                activeGun(order),
                terms.tariffVersionId(),
                terms.idempotencyKey(),
                terms.orphan(),
                terms.hold(),
                limitKind(terms.limit()),
                limitValue(terms.limit()),
                order.state(),
                order.version(),
                order.idleReports(),
                stop == null ? null : stop.cause(),
                stop == null ? null : stop.requestedAt(),
                stop == null ? null : stop.sends(),
                stop == null ? null : stop.confirmedAt(),
                stop == null ? null : stop.alarmedAt(),
                end == null ? null : end.reason(),
                end == null ? null : end.code(),
                terms.createdAt(),
                times.startSentAt(),
                times.startAckedAt(),
                times.chargingSeenAt(),
                times.endedAt(),
                times.closedAt(),
                terms.source().origin(),
                terms.source().cardId(),
                terms.source().vehicleId(),
                parallel == null ? null : parallel.parallelNo(),
                parallel == null ? null : parallel.main().text(),
                trace == null ? null : trace.traceId(),
                trace == null ? null : trace.spanId());
    }

    /** Writes what can change, where the version is still that of {@code before}. */
    static Mono<Void> update(DatabaseClient sql, ChargingOrder before, ChargingOrder after) {
        OrderTimes times = after.times();
        StopIntent stop = after.stop();
        OrderEnd end = after.end();
        DatabaseClient.GenericExecuteSpec spec = sql.sql(UPDATE)
                .bind("id", after.id().text())
                .bind("before", before.version())
                .bind("version", after.version())
                .bind("state", after.state().name())
                .bind("hold", after.terms().hold().fen())
                .bind("idleReports", after.idleReports());
        spec = Columns.bind(spec, "activeGun", activeGun(after));
        spec = Columns.bind(spec, "stopCause", stop == null ? null : stop.cause());
        spec = Columns.bind(spec, "stopRequestedAt", stop == null ? null : stop.requestedAt());
        spec = Columns.bind(spec, "stopSends", stop == null ? null : stop.sends());
        spec = Columns.bind(spec, "stopConfirmedAt", stop == null ? null : stop.confirmedAt());
        spec = Columns.bind(spec, "stopAlarmedAt", stop == null ? null : stop.alarmedAt());
        spec = Columns.bind(spec, "endReason", end == null ? null : end.reason());
        spec = Columns.bind(spec, "endCode", end == null ? null : end.code());
        spec = Columns.bind(spec, "startSentAt", times.startSentAt());
        spec = Columns.bind(spec, "startAckedAt", times.startAckedAt());
        spec = Columns.bind(spec, "chargingSeenAt", times.chargingSeenAt());
        spec = Columns.bind(spec, "endedAt", times.endedAt());
        spec = Columns.bind(spec, "closedAt", times.closedAt());
        Mono<Void> written =
                UnexpectedRowsException.unlessOne("order", spec.fetch().rowsUpdated());
        Progress progress = after.progress();
        return progress == null || progress.equals(before.progress())
                ? written
                : written.then(addProgress(
                                        Rows.of(INSERT_PROGRESS),
                                        after.id(),
                                        after.terms().tenantId(),
                                        progress)
                                .insert(sql, NEWER_WINS))
                        .then();
    }

    /** Writes the newer progress of many orders in one statement; in the order of the ids, so that no two deadlock. */
    static Mono<Long> saveProgress(DatabaseClient sql, List<OrderProgress> updates) {
        Rows rows = Rows.of(INSERT_PROGRESS);
        updates.stream().sorted((a, b) -> a.id().compareTo(b.id())).forEach(update -> {
            Progress progress = update.progress();
            rows.add(
                    update.id().text(),
                    update.tenantId(),
                    progress.energy(),
                    progress.pileAmount(),
                    progress.socPercent(),
                    progress.at());
        });
        return rows.insert(sql, NEWER_WINS);
    }

    record OrderProgress(OrderId id, long tenantId, Progress progress) {}

    private static Rows addProgress(Rows row, OrderId id, long tenantId, @Nullable Progress progress) {
        return progress == null
                ? row.add(id.text(), tenantId, null, null, null, null)
                : row.add(
                        id.text(),
                        tenantId,
                        progress.energy(),
                        progress.pileAmount(),
                        progress.socPercent(),
                        progress.at());
    }

    private static @Nullable String activeGun(ChargingOrder order) {
        return order.state().active() ? order.gun().digits() : null;
    }

    private static OrderTerms terms(Readable row) {
        return new OrderTerms(
                Columns.number(row, "tenant_id"),
                Columns.number(row, "station_id"),
                GunId.parse(Columns.text(row, "gun_id")),
                new TradeNo(Columns.text(row, "trade_no")),
                Columns.numberOrNull(row, "driver_id"),
                Columns.textOrNull(row, "idempotency_key"),
                Columns.numberOrNull(row, "tariff_version_id"),
                new Money(Columns.number(row, "hold_fen")),
                limit(row),
                Columns.flag(row, "orphan"),
                Columns.instant(row, "created_at"),
                source(row),
                trace(row));
    }

    private static @Nullable OrderTrace trace(Readable row) {
        String traceId = Columns.textOrNull(row, "trace_id");
        return traceId == null ? null : new OrderTrace(traceId, Columns.text(row, "trace_span"));
    }

    private static OrderSource source(Readable row) {
        String parallelNo = Columns.textOrNull(row, "parallel_no");
        return new OrderSource(
                Columns.constant(row, "origin", OrderOrigin.class),
                Columns.numberOrNull(row, "card_id"),
                Columns.numberOrNull(row, "vehicle_id"),
                parallelNo == null
                        ? null
                        : new ParallelGroup(parallelNo, new OrderId(Columns.text(row, "parallel_main"))));
    }

    private static OrderTimes times(Readable row) {
        return new OrderTimes(
                Columns.instantOrNull(row, "start_sent_at"),
                Columns.instantOrNull(row, "start_acked_at"),
                Columns.instantOrNull(row, "charging_seen_at"),
                Columns.instantOrNull(row, "ended_at"),
                Columns.instantOrNull(row, "closed_at"));
    }

    private static @Nullable StopIntent stop(Readable row) {
        StopCause cause = Columns.constantOrNull(row, "stop_cause", StopCause.class);
        return cause == null
                ? null
                : new StopIntent(
                        cause,
                        Columns.instant(row, "stop_requested_at"),
                        Columns.integer(row, "stop_sends"),
                        Columns.instantOrNull(row, "stop_confirmed_at"),
                        Columns.instantOrNull(row, "stop_alarmed_at"));
    }

    private static @Nullable Progress progress(Readable row) {
        Instant at = Columns.instantOrNull(row, "progress_at");
        if (at == null) {
            return null;
        }
        Long amount = Columns.numberOrNull(row, "progress_amount");
        return new Progress(
                new Energy(Columns.number(row, "progress_energy")),
                amount == null ? null : new Amount(amount),
                Columns.integerOrNull(row, "progress_soc"),
                at);
    }

    private static @Nullable OrderEnd end(Readable row) {
        OrderEnd.EndReason reason = Columns.constantOrNull(row, "end_reason", OrderEnd.EndReason.class);
        return reason == null ? null : new OrderEnd(reason, Columns.integerOrNull(row, "end_code"));
    }

    private static ChargeLimit limit(Readable row) {
        String kind = Columns.text(row, "limit_kind");
        return switch (kind) {
            case "FULL" -> new ChargeLimit.Full();
            case "AMOUNT" -> new ChargeLimit.Amount(new Money(Columns.number(row, "limit_value")));
            case "ENERGY" -> new ChargeLimit.EnergyLimit(new Energy(Columns.number(row, "limit_value")));
            case "MINUTES" -> new ChargeLimit.Minutes(Columns.integer(row, "limit_value"));
            case "SOC" -> new ChargeLimit.Soc(Columns.integer(row, "limit_value"));
            default -> throw new IllegalStateException("no limit is a " + kind);
        };
    }

    private static String limitKind(ChargeLimit limit) {
        return switch (limit) {
            case ChargeLimit.Full full -> "FULL";
            case ChargeLimit.Amount amount -> "AMOUNT";
            case ChargeLimit.EnergyLimit energy -> "ENERGY";
            case ChargeLimit.Minutes minutes -> "MINUTES";
            case ChargeLimit.Soc soc -> "SOC";
        };
    }

    private static @Nullable Long limitValue(ChargeLimit limit) {
        return switch (limit) {
            case ChargeLimit.Full full -> null;
            case ChargeLimit.Amount amount -> amount.money().fen();
            case ChargeLimit.EnergyLimit energy -> energy.energy().tenThousandthsKwh();
            case ChargeLimit.Minutes minutes -> (long) minutes.minutes();
            case ChargeLimit.Soc soc -> (long) soc.percent();
        };
    }

    /** For {@code WHERE state IN (…)}: constants of ours, never text from outside. */
    static String quoted(List<String> states) {
        return states.stream().map(state -> "'" + state + "'").collect(Collectors.joining(", ", "(", ")"));
    }
}
