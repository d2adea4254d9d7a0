package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.order.ChargingOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the tables know of one order beside its own history: records, money, decisions, alarms. Read only. */
public final class EvidenceTables {
    private static final int LINES_MAX = 100;
    private static final Duration AROUND = Duration.ofMinutes(5);

    private final Database general;

    public EvidenceTables(Database general) {
        this.general = general;
    }

    /** A record under the order's number and what became of it. */
    public record RecordLine(
            long id,
            Instant receivedAt,
            long energyTenThousandthsKwh,
            long pileAmountTenThousandthsYuan,
            int stopReasonCode,
            String startedBy,
            @Nullable String state,
            @Nullable String reason) {}

    public record JournalLine(
            String kind, @Nullable String reason, @Nullable String bookedBy, Instant at) {}

    public record TimerLine(String kind, Instant dueAt) {}

    public record HoldLine(
            long amountFen,
            @Nullable Long postedFen,
            String state,
            @Nullable Instant endedAt) {}

    public record ReviewLine(String reasons, @Nullable Long proposedFen, Instant openedAt) {}

    /** Something a person did to the order. */
    public record DeedLine(String action, String actor, String result, Instant at) {}

    public record SecurityLine(String kind, String detail, Instant at) {}

    public record Evidence(
            List<RecordLine> records,
            List<JournalLine> journals,
            List<TimerLine> timers,
            List<HoldLine> holds,
            List<ReviewLine> reviews,
            List<DeedLine> deeds,
            List<SecurityLine> alarms) {}

    /** @param scope the order's own, which was checked when the order was read */
    public Mono<Evidence> of(Scope scope, ChargingOrder order) {
        return Mono.zip(
                        records(scope, order).collectList(),
                        journals(scope, order).collectList(),
                        timers(scope, order).collectList(),
                        holds(scope, order).collectList(),
                        reviews(scope, order).collectList(),
                        deeds(scope, order).collectList(),
                        alarms(scope, order).collectList())
                .map(all -> new Evidence(
                        all.getT1(), all.getT2(), all.getT3(), all.getT4(), all.getT5(), all.getT6(), all.getT7()));
    }

    private Flux<RecordLine> records(Scope scope, ChargingOrder order) {
        return general.sql()
                .sql("SELECT r.id, r.received_at, r.energy_1e4_kwh, r.pile_amount_1e4, r.stop_reason_code,"
                        + " r.started_by, i.state, i.reason FROM txn_record r LEFT JOIN record_inbox i ON"
                        + " i.record_id = r.id WHERE r.trade_no = :tradeNo AND r.tenant_id = :tenantId ORDER BY"
                        + " r.id LIMIT "
                        + LINES_MAX)
                .bind("tradeNo", order.tradeNo().digits())
                .bind("tenantId", scope.tenantId())
                .map(row -> new RecordLine(
                        Columns.number(row, "id"),
                        Columns.instant(row, "received_at"),
                        Columns.number(row, "energy_1e4_kwh"),
                        Columns.number(row, "pile_amount_1e4"),
                        Columns.integer(row, "stop_reason_code"),
                        Columns.text(row, "started_by"),
                        Columns.textOrNull(row, "state"),
                        Columns.textOrNull(row, "reason")))
                .all();
    }

    private Flux<JournalLine> journals(Scope scope, ChargingOrder order) {
        return general.sql()
                .sql("SELECT kind, reason, booked_by, at FROM ledger_journal WHERE tenant_id = :tenantId AND kind IN"
                        + " ('SETTLE_CHARGE', 'PAY_RECEIVABLE') AND business_key = :orderId ORDER BY id LIMIT "
                        + LINES_MAX)
                .bind("tenantId", scope.tenantId())
                .bind("orderId", order.id().text())
                .map(row -> new JournalLine(
                        Columns.text(row, "kind"),
                        Columns.textOrNull(row, "reason"),
                        Columns.textOrNull(row, "booked_by"),
                        Columns.instant(row, "at")))
                .all();
    }

    private Flux<TimerLine> timers(Scope scope, ChargingOrder order) {
        return general.sql()
                .sql("SELECT kind, due_at FROM order_timer WHERE order_id = :orderId AND tenant_id = :tenantId")
                .bind("orderId", order.id().text())
                .bind("tenantId", scope.tenantId())
                .map(row -> new TimerLine(Columns.text(row, "kind"), Columns.instant(row, "due_at")))
                .all();
    }

    private Flux<HoldLine> holds(Scope scope, ChargingOrder order) {
        return general.sql()
                .sql("SELECT amount_fen, posted_fen, state, ended_at FROM wallet_hold"
                        + " WHERE order_id = :orderId AND tenant_id = :tenantId")
                .bind("orderId", order.id().text())
                .bind("tenantId", scope.tenantId())
                .map(row -> new HoldLine(
                        Columns.number(row, "amount_fen"),
                        Columns.numberOrNull(row, "posted_fen"),
                        Columns.text(row, "state"),
                        Columns.instantOrNull(row, "ended_at")))
                .all();
    }

    private Flux<ReviewLine> reviews(Scope scope, ChargingOrder order) {
        return general.sql()
                .sql("SELECT reasons, payable_fen, opened_at FROM order_review"
                        + " WHERE order_id = :orderId AND tenant_id = :tenantId ORDER BY record_id LIMIT " + LINES_MAX)
                .bind("orderId", order.id().text())
                .bind("tenantId", scope.tenantId())
                .map(row -> new ReviewLine(
                        Columns.text(row, "reasons"),
                        Columns.numberOrNull(row, "payable_fen"),
                        Columns.instant(row, "opened_at")))
                .all();
    }

    private Flux<DeedLine> deeds(Scope scope, ChargingOrder order) {
        return general.sql()
                .sql("SELECT a.action, a.result, a.at, s.username FROM audit_log a LEFT JOIN staff_user s ON s.id ="
                        + " a.actor_id WHERE a.tenant_id = :tenantId AND a.object_id = :orderId AND a.at >= :from"
                        + " ORDER BY a.id LIMIT "
                        + LINES_MAX)
                .bind("tenantId", scope.tenantId())
                .bind("orderId", order.id().text())
                .bind("from", Columns.storable(order.terms().createdAt()))
                .map(row -> new DeedLine(
                        Columns.text(row, "action"),
                        Objects.requireNonNullElse(Columns.textOrNull(row, "username"), "-"),
                        Columns.text(row, "result"),
                        Columns.instant(row, "at")))
                .all();
    }

    private Flux<SecurityLine> alarms(Scope scope, ChargingOrder order) {
        Instant created = order.terms().createdAt();
        Instant closed = order.times().closedAt();
        return general.sql()
                .sql("SELECT kind, detail, at FROM security_event WHERE tenant_id = :tenantId AND pile_no = :pileNo"
                        + " AND at >= :from AND at < :to ORDER BY id LIMIT " + LINES_MAX)
                .bind("tenantId", scope.tenantId())
                .bind("pileNo", order.gun().pileNo().digits())
                .bind("from", Columns.storable(created))
                .bind("to", Columns.storable((closed == null ? created.plus(Duration.ofDays(2)) : closed).plus(AROUND)))
                .map(row -> new SecurityLine(
                        Columns.text(row, "kind"), Columns.text(row, "detail"), Columns.instant(row, "at")))
                .all();
    }
}
