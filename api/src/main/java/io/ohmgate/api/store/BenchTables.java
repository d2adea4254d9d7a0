package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.record.InboxState;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What waits for a person: abnormal orders (异常订单) and records in quarantine. */
public final class BenchTables {
    private static final String RECORDS = """
        SELECT r.id, r.trade_no, r.pile_no, r.gun_no, r.protocol, r.frame, r.received_at, r.energy_1e4_kwh,
               r.pile_amount_1e4, r.stop_reason_code, i.state, i.reason, i.order_id, i.attempts
          FROM record_inbox i
          JOIN txn_record r ON r.id = i.record_id
         WHERE i.tenant_id = :tenantId AND i.state = :state AND i.record_id < :before
         ORDER BY i.record_id DESC LIMIT :limit
        """;

    /** An order whose record is overdue is abnormal before anybody gives it up. */
    private static final String ORDERS = OrderRows.SELECT.replace(
                    "SELECT o.id,",
                    "SELECT w.reasons, w.payable_fen AS proposed_fen, w.record_id AS review_record_id, o.id,")
            + """
            LEFT JOIN order_review w
                           ON w.record_id = (SELECT MAX(m.record_id) FROM order_review m WHERE m.order_id = o.id)
                         JOIN (SELECT a.id FROM charging_order a
                                WHERE a.tenant_id = :tenantId
                                  AND (a.state IN ('IN_REVIEW', 'NEEDS_PERSON')
                                       OR (a.state = 'AWAITING_RECORD' AND a.ended_at < :overdue))
                               UNION
                               SELECT v.order_id FROM record_inbox i JOIN order_review v ON v.record_id = i.record_id
                                WHERE i.tenant_id = :tenantId AND i.state = 'IN_REVIEW') AS x ON x.id = o.id
                         WHERE o.tenant_id = :tenantId AND o.id < :before
                         ORDER BY o.id DESC LIMIT :limit
            """;

    private static final String ONE_ORDER = OrderRows.SELECT.replace(
                    "SELECT o.id,",
                    "SELECT w.reasons, w.payable_fen AS proposed_fen, w.record_id AS review_record_id, o.id,")
            + """
             LEFT JOIN order_review w
               ON w.record_id = (SELECT MAX(m.record_id) FROM order_review m WHERE m.order_id = o.id)
             WHERE o.tenant_id = :tenantId AND o.id = :orderId
            """;

    private static final String OF_ORDER = """
        SELECT r.id, r.trade_no, r.pile_no, r.gun_no, r.protocol, r.frame, r.received_at, r.energy_1e4_kwh,
               r.pile_amount_1e4, r.stop_reason_code, i.state, i.reason, i.order_id, i.attempts,
               w.payable_fen AS ours_fen
          FROM txn_record r
          JOIN record_inbox i ON i.record_id = r.id
          JOIN charging_order o ON o.trade_no = r.trade_no
          LEFT JOIN order_review w ON w.record_id = r.id
         WHERE o.tenant_id = :tenantId AND r.tenant_id = o.tenant_id AND o.id = :orderId ORDER BY r.id LIMIT 50
        """;

    /** Above any id. */
    private static final String FROM_THE_NEWEST = "~";

    private final Database general;
    private final Duration recordDue;
    private final InstantSource clock;

    /** @param recordDue how long after its end an order's record may take before the order is abnormal */
    public BenchTables(Database general, Duration recordDue, InstantSource clock) {
        this.general = general;
        this.recordDue = recordDue;
        this.clock = clock;
    }

    /** An order that waits for a person. {@code reasons} is empty and the rest null if no record of it was judged. */
    public record AbnormalOrder(
            ChargingOrder order,
            List<String> reasons,
            @Nullable Money proposed,
            @Nullable Long recordId) {
        public AbnormalOrder {
            reasons = List.copyOf(reasons);
        }
    }

    /** A kept record and what became of it. */
    public record KeptRecord(
            long id,
            TradeNo tradeNo,
            PileNo pileNo,
            int gunNo,
            String protocol,
            String frameHex,
            Instant receivedAt,
            Energy energy,
            Amount pileAmount,
            int stopReasonCode,
            InboxState state,
            @Nullable String reason,
            @Nullable OrderId orderId,
            int attempts) {}

    /** The newest first. */
    public Mono<Page<AbnormalOrder>> abnormalOrders(Scope.Operator scope, @Nullable String cursor, int limit) {
        return general.sql()
                .sql(ORDERS)
                .bind("tenantId", scope.tenantId())
                .bind("before", cursor == null ? FROM_THE_NEWEST : cursor)
                .bind("overdue", Columns.storable(clock.instant().minus(recordDue)))
                .bind("limit", Page.checked(limit) + 1)
                .map(BenchTables::abnormal)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, limit, last -> last.order().id().text()));
    }

    /** Any order of the tenant, with what is known of why it is, or was, abnormal. */
    public Mono<AbnormalOrder> abnormalOrder(Scope.Operator scope, OrderId id) {
        return general.sql()
                .sql(ONE_ORDER)
                .bind("tenantId", scope.tenantId())
                .bind("orderId", id.text())
                .map(BenchTables::abnormal)
                .one();
    }

    /** A record beside its order; {@code ours} is what we would bill for its energy, null if it was not judged so. */
    public record RecordOfOrder(KeptRecord record, @Nullable Money ours) {}

    /** Every record that came under the order's number, in the order they came. */
    public Flux<RecordOfOrder> recordsOf(Scope.Operator scope, OrderId id) {
        return general.sql()
                .sql(OF_ORDER)
                .bind("tenantId", scope.tenantId())
                .bind("orderId", id.text())
                .map(row -> {
                    Long ours = Columns.numberOrNull(row, "ours_fen");
                    return new RecordOfOrder(record(row), ours == null ? null : new Money(ours));
                })
                .all();
    }

    /** Records that no order could take, the newest first. */
    public Mono<Page<KeptRecord>> quarantine(Scope.Operator scope, @Nullable String cursor, int limit) {
        return records(scope, InboxState.QUARANTINED, cursor, limit);
    }

    public Mono<Page<KeptRecord>> records(Scope.Operator scope, InboxState state, @Nullable String cursor, int limit) {
        return general.sql()
                .sql(RECORDS)
                .bind("tenantId", scope.tenantId())
                .bind("state", state.name())
                .bind("before", Page.number(cursor, Long.MAX_VALUE))
                .bind("limit", Page.checked(limit) + 1)
                .map(BenchTables::record)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, limit, last -> Long.toString(last.id())));
    }

    private static AbnormalOrder abnormal(Readable row) {
        String reasons = Columns.textOrNull(row, "reasons");
        Long proposed = Columns.numberOrNull(row, "proposed_fen");
        return new AbnormalOrder(
                OrderRows.read(row),
                reasons == null || reasons.isEmpty() ? List.of() : Arrays.asList(reasons.split(",")),
                proposed == null ? null : new Money(proposed),
                Columns.numberOrNull(row, "review_record_id"));
    }

    private static KeptRecord record(Readable row) {
        String orderId = Columns.textOrNull(row, "order_id");
        return new KeptRecord(
                Columns.number(row, "id"),
                new TradeNo(Columns.text(row, "trade_no")),
                new PileNo(Columns.text(row, "pile_no")),
                Columns.integer(row, "gun_no"),
                Columns.text(row, "protocol"),
                HexFormat.of().withUpperCase().formatHex(Columns.bytes(row, "frame")),
                Columns.instant(row, "received_at"),
                new Energy(Columns.number(row, "energy_1e4_kwh")),
                new Amount(Columns.number(row, "pile_amount_1e4")),
                Columns.integer(row, "stop_reason_code"),
                Columns.constant(row, "state", InboxState.class),
                Columns.textOrNull(row, "reason"),
                orderId == null ? null : new OrderId(orderId),
                Columns.integer(row, "attempts"));
    }
}
