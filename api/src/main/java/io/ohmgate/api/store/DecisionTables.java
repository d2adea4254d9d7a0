package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Tariff;
import io.ohmgate.gateway.bench.Bench;
import io.ohmgate.gateway.bench.BenchChoice;
import io.ohmgate.gateway.bench.BenchFacts;
import io.ohmgate.gateway.bench.BenchRefusal;
import io.ohmgate.gateway.bench.BenchStore;
import io.ohmgate.gateway.bench.BenchVerdict;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.Estimate;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.record.BillOrigin;
import io.ohmgate.gateway.record.InboxState;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Decisions about abnormal orders: each is one row, one bill and the journals that pay it, in one transaction. */
public final class DecisionTables implements BenchStore {
    private static final int REASON_MAX = 400;
    private static final long NO_RECORD = 0;

    private static final String LOCK = OrderRows.SELECT + " WHERE o.id = :id AND o.tenant_id = :tenantId FOR UPDATE";

    private static final String SAME_KEY = """
        SELECT order_id, kind, choice_number, reason, payable_fen, decided_at FROM order_decision
         WHERE tenant_id = :tenantId AND decision_key = :key
        """;

    /** The last record that was put before a person and that nobody has judged yet. */
    private static final String WAITING = """
        SELECT w.record_id FROM order_review w JOIN record_inbox i ON i.record_id = w.record_id
         WHERE w.order_id = :orderId AND i.state IN ('IN_REVIEW', 'QUARANTINED')
         ORDER BY w.record_id DESC LIMIT 1
        """;

    private static final String JUDGED = """
        UPDATE record_inbox SET state = IF(record_id = :recordId, :state, 'DECIDED'), decided_at = :at
         WHERE tenant_id = :tenantId AND order_id = :orderId
           AND state IN ('IN_REVIEW', 'QUARANTINED', 'ORPHANED')
        """;

    private static final String INSERT = """
        INSERT INTO order_decision
               (tenant_id, order_id, decision_key, kind, choice_number, reason, record_id, bill_no, payable_fen, paid_fen,
                unpaid_fen, energy_1e4_kwh, estimate_fen, decided_by, decided_at)\
        """;

    private static final String OF_ORDER = """
        SELECT kind, reason, record_id, bill_no, payable_fen, paid_fen, unpaid_fen, energy_1e4_kwh, estimate_fen,
               decided_by, decided_at
          FROM order_decision WHERE tenant_id = :tenantId AND order_id = :orderId ORDER BY id
        """;

    private final Database critical;
    private final Database general;
    private final TariffTables tariffs;
    private final InstantSource clock;

    public DecisionTables(Database critical, Database general, TariffTables tariffs, InstantSource clock) {
        this.critical = critical;
        this.general = general;
        this.tariffs = tariffs;
        this.clock = clock;
    }

    /** A decision as it was taken, with what the person then saw of the last live values. */
    public record Decision(
            BenchChoice.Kind kind,
            String reason,
            @Nullable Long recordId,
            int billNo,
            Money payable,
            Money paid,
            Money unpaid,
            @Nullable Long energy,
            @Nullable Long estimateFen,
            String by,
            Instant at) {}

    /** What was decided about an order, in order. */
    public Flux<Decision> of(Scope.Operator scope, OrderId id) {
        return general.sql()
                .sql(OF_ORDER)
                .bind("tenantId", scope.tenantId())
                .bind("orderId", id.text())
                .map(row -> new Decision(
                        Columns.constant(row, "kind", BenchChoice.Kind.class),
                        Columns.text(row, "reason"),
                        Columns.numberOrNull(row, "record_id"),
                        Columns.integer(row, "bill_no"),
                        new Money(Columns.number(row, "payable_fen")),
                        new Money(Columns.number(row, "paid_fen")),
                        new Money(Columns.number(row, "unpaid_fen")),
                        Columns.numberOrNull(row, "energy_1e4_kwh"),
                        Columns.numberOrNull(row, "estimate_fen"),
                        Columns.text(row, "decided_by"),
                        Columns.instant(row, "decided_at")))
                .all();
    }

    @Override
    public Mono<BenchVerdict> decide(Bench.Call call, BenchChoice choice, Function<BenchFacts, BenchVerdict> decide) {
        DatabaseClient sql = critical.sql();
        Mono<BenchVerdict> work = sql.sql(LOCK)
                .bind("id", call.orderId().text())
                .bind("tenantId", call.tenantId())
                .map(OrderRows::read)
                .one()
                .flatMap(order -> repeated(order, call, choice)
                        .switchIfEmpty(Mono.defer(() -> LockedOrder.of(sql, order, clock.instant())
                                .flatMap(locked -> decided(order, locked, call.key(), choice, decide)))));
        return critical.detachedTransaction("decide order", work);
    }

    /** Keys outlive the answers that are kept for them: what a key decided is compared here once more. */
    private Mono<BenchVerdict> repeated(ChargingOrder order, Bench.Call call, BenchChoice choice) {
        return critical.sql()
                .sql(SAME_KEY)
                .bind("tenantId", order.terms().tenantId())
                .bind("key", call.key())
                .<BenchVerdict>map(row -> isSame(row, call, choice)
                        ? new BenchVerdict.Repeated(
                                order,
                                choice.kind(),
                                new Money(Columns.number(row, "payable_fen")),
                                Columns.instant(row, "decided_at"))
                        : new BenchVerdict.Refused(BenchRefusal.KEY_REUSED))
                .one();
    }

    /** Decisions of before the numbers were kept are known by the rest alone. */
    private static boolean isSame(Readable row, Bench.Call call, BenchChoice choice) {
        Long number = Columns.numberOrNull(row, "choice_number");
        return Columns.text(row, "order_id").equals(call.orderId().text())
                && Columns.constant(row, "kind", BenchChoice.Kind.class) == choice.kind()
                && Columns.text(row, "reason").equals(Words.shortened(call.reason(), REASON_MAX))
                && (number == null || number.equals(choice.number()));
    }

    private Mono<BenchVerdict> decided(
            ChargingOrder order,
            LockedOrder locked,
            String key,
            BenchChoice choice,
            Function<BenchFacts, BenchVerdict> decide) {
        return facts(order, locked).map(decide).flatMap(verdict -> switch (verdict) {
            case BenchVerdict.Decided decided ->
                write(order, locked, key, choice, decided).thenReturn(verdict);
            case BenchVerdict.Repeated ignored -> Mono.just(verdict);
            case BenchVerdict.Refused ignored -> Mono.just(verdict);
        });
    }

    private Mono<BenchFacts> facts(ChargingOrder order, LockedOrder locked) {
        DatabaseClient sql = critical.sql();
        return tariffOf(order)
                .flatMap(tariff -> BillRows.current(sql, order)
                        .flatMap(posted -> waiting(order)
                                .map(review -> new BenchFacts(
                                        order,
                                        tariff.orElse(null),
                                        locked.theHold(),
                                        locked.theWallet(),
                                        locked.receivable(),
                                        posted.orElse(null),
                                        review.orElse(null)))));
    }

    private Mono<Optional<Tariff>> tariffOf(ChargingOrder order) {
        Long versionId = order.terms().tariffVersionId();
        return versionId == null
                ? Mono.just(Optional.empty())
                : tariffs.find(critical.sql(), versionId).map(Optional::of).defaultIfEmpty(Optional.empty());
    }

    private Mono<Optional<BenchFacts.Waiting>> waiting(ChargingOrder order) {
        DatabaseClient sql = critical.sql();
        return sql.sql(WAITING)
                .bind("orderId", order.id().text())
                .map(row -> Columns.number(row, "record_id"))
                .one()
                .flatMap(recordId ->
                        RecordRow.read(sql, recordId).map(row -> new BenchFacts.Waiting(recordId, row.fields())))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private Mono<Void> write(
            ChargingOrder before, LockedOrder locked, String key, BenchChoice choice, BenchVerdict.Decided decided) {
        DatabaseClient sql = critical.sql();
        ChargingOrder order = decided.step().order();
        Instant at = decided.step().transition().at();
        String reason = Words.shortened(decided.reason(), REASON_MAX);
        String journalReason = Words.shortened(decided.kind() + ": " + reason, 200);
        return OrderSteps.write(sql, before, decided.step())
                .then(BillRows.insert(sql, order, decided.posting(), decided.recordId(), Amount.ZERO, at))
                .then(Mono.defer(() -> locked.pay(sql, decided.posting(), decided.by(), journalReason, at)))
                .then(insert(order, key, choice, reason, decided, at))
                .then(judged(order, decided, at));
    }

    private Mono<Void> insert(
            ChargingOrder order,
            String key,
            BenchChoice choice,
            String reason,
            BenchVerdict.Decided decided,
            Instant at) {
        Estimate estimate = decided.estimate();
        return Rows.of(INSERT)
                .add(
                        order.terms().tenantId(),
                        order.id().text(),
                        key,
                        decided.kind(),
                        choice.number(),
                        reason,
                        decided.recordId(),
                        decided.posting().billNo(),
                        decided.posting().bill().payable(),
                        decided.posting().fromWallet(),
                        decided.posting().owed(),
                        estimate == null ? null : estimate.energy(),
                        estimate == null ? null : estimate.bill().payable(),
                        decided.by(),
                        at)
                .insert(critical.sql())
                .then();
    }

    /** The records have had their person; the one whose own energy was billed counts as settled. */
    private Mono<Void> judged(ChargingOrder order, BenchVerdict.Decided decided, Instant at) {
        InboxState state = decided.posting().origin() == BillOrigin.ACCEPTED ? InboxState.SETTLED : InboxState.DECIDED;
        Long recordId = decided.recordId();
        return critical.sql()
                .sql(JUDGED)
                .bind("tenantId", order.terms().tenantId())
                .bind("orderId", order.id().text())
                .bind("recordId", recordId == null ? NO_RECORD : recordId)
                .bind("state", state.name())
                .bind("at", Columns.storable(at))
                .then();
    }
}
