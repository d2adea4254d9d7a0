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
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
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

    /** An orphan was made of its record. */
    private static final String WAITING_OF_ORPHAN = """
        SELECT i.record_id FROM record_inbox i JOIN charging_order o ON o.id = i.order_id AND o.tenant_id = i.tenant_id
         WHERE i.order_id = :orderId AND i.state IN ('IN_REVIEW', 'ORPHANED') ORDER BY i.record_id LIMIT 1
        """;

    private static final String DRIVER = "SELECT id FROM driver WHERE id = :id AND tenant_id = :tenantId";

    /** What the pile charged by then, or if it never confirmed anything, what its station charges now. */
    private static final String PRICED = """
        SELECT tariff_version_id FROM pile_tariff_held
         WHERE pile_no = :pileNo AND since <= :at ORDER BY since DESC, id DESC LIMIT 1
        """;

    private static final String STATION_PRICE =
            "SELECT tariff_version_id FROM station_tariff WHERE station_id = :station";

    private static final String ASSIGN = "UPDATE charging_order SET driver_id = :driver, tariff_version_id = :version"
            + " WHERE id = :id AND driver_id IS NULL";

    private static final String JUDGED = """
        UPDATE record_inbox SET state = IF(record_id = :recordId, :state, 'DECIDED'), decided_at = :at
         WHERE tenant_id = :tenantId AND order_id = :orderId
           AND state IN ('IN_REVIEW', 'QUARANTINED', 'ORPHANED')
        """;

    private static final String INSERT = """
        INSERT INTO order_decision
               (tenant_id, order_id, decision_key, kind, choice_number, reason, record_id, bill_no, payable_fen, paid_fen,
                unpaid_fen, energy_1e4_kwh, estimate_fen, decided_by, decided_at, approved_by)\
        """;

    private static final String OF_ORDER = """
        SELECT kind, reason, record_id, bill_no, payable_fen, paid_fen, unpaid_fen, energy_1e4_kwh, estimate_fen,
               decided_by, decided_at, approved_by
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
            Instant at,
            @Nullable String approvedBy) {}

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
                        Columns.instant(row, "decided_at"),
                        Columns.textOrNull(row, "approved_by")))
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
                        .switchIfEmpty(Mono.defer(() -> DecisionProposals.waiting(sql, order, call, choice)))
                        .switchIfEmpty(Mono.defer(() -> decided(order, call, choice, null, decide))));
        return critical.detachedTransaction("decide order", work);
    }

    @Override
    public Mono<BenchVerdict> approve(
            long tenantId,
            OrderId id,
            long proposalId,
            String by,
            BiFunction<Proposal, BenchFacts, BenchVerdict> decide) {
        DatabaseClient sql = critical.sql();
        Mono<BenchVerdict> work = sql.sql(LOCK)
                .bind("id", id.text())
                .bind("tenantId", tenantId)
                .map(OrderRows::read)
                .one()
                .flatMap(order -> DecisionProposals.find(sql, tenantId, id, proposalId)
                        .flatMap(row -> approved(order, row, by, decide)));
        return critical.detachedTransaction("approve decision", work);
    }

    private Mono<BenchVerdict> approved(
            ChargingOrder order,
            DecisionProposals.Row row,
            String by,
            BiFunction<Proposal, BenchFacts, BenchVerdict> decide) {
        Proposal proposal = row.proposal();
        if (!row.waits()) {
            return Mono.just(new BenchVerdict.Refused(BenchRefusal.PROPOSAL_CLOSED));
        }
        if (proposal.by().equals(by)) {
            return Mono.just(new BenchVerdict.Refused(BenchRefusal.SAME_PERSON));
        }
        Bench.Call call =
                new Bench.Call(order.terms().tenantId(), order.id(), row.key(), proposal.by(), proposal.reason());
        return DecisionProposals.close(critical.sql(), row.id(), DecisionProposals.State.APPROVED, by, clock.instant())
                .then(decided(order, call, proposal.choice(), by, facts -> decide.apply(proposal, facts)))
                .flatMap(verdict -> verdict instanceof BenchVerdict.Decided
                        ? Mono.just(verdict)
                        : DecisionProposals.close(
                                        critical.sql(),
                                        row.id(),
                                        DecisionProposals.State.OVERTAKEN,
                                        by,
                                        clock.instant())
                                .thenReturn(verdict));
    }

    @Override
    public Mono<Boolean> reject(long tenantId, OrderId id, long proposalId, String by) {
        DatabaseClient sql = critical.sql();
        Mono<Boolean> work = sql.sql(LOCK)
                .bind("id", id.text())
                .bind("tenantId", tenantId)
                .map(OrderRows::read)
                .one()
                .flatMap(order -> DecisionProposals.find(sql, tenantId, id, proposalId))
                .flatMap(row -> row.waits()
                        ? DecisionProposals.close(sql, row.id(), DecisionProposals.State.REJECTED, by, clock.instant())
                                .thenReturn(true)
                        : Mono.just(false));
        return critical.detachedTransaction("reject decision", work);
    }

    /** What was proposed about an order, in order. */
    public Flux<DecisionProposals.Shown> proposalsOf(Scope.Operator scope, OrderId id) {
        return DecisionProposals.of(general.sql(), scope.tenantId(), id);
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
            Bench.Call call,
            BenchChoice choice,
            @Nullable String approvedBy,
            Function<BenchFacts, BenchVerdict> decide) {
        return payer(order, choice)
                .flatMap(payer -> LockedOrder.of(critical.sql(), payer, clock.instant())
                        .flatMap(locked -> decided(order, locked, call, choice, approvedBy, decide)))
                .defaultIfEmpty(new BenchVerdict.Refused(BenchRefusal.DRIVER_UNKNOWN));
    }

    /** The order with whoever is to pay it; empty if that is no driver of the tenant. */
    private Mono<ChargingOrder> payer(ChargingOrder order, BenchChoice choice) {
        if (!(choice instanceof BenchChoice.AssignDriver assign)
                || order.terms().driverId() != null) {
            return Mono.just(order);
        }
        DatabaseClient sql = critical.sql();
        return sql.sql(DRIVER)
                .bind("id", assign.driverId())
                .bind("tenantId", order.terms().tenantId())
                .map(row -> Columns.number(row, "id"))
                .one()
                .flatMap(driver -> sql.sql(PRICED)
                        .bind("pileNo", order.gun().pileNo().digits())
                        .bind("at", order.terms().createdAt())
                        .map(row -> Columns.number(row, "tariff_version_id"))
                        .one()
                        .switchIfEmpty(Mono.defer(() -> sql.sql(STATION_PRICE)
                                .bind("station", order.terms().stationId())
                                .map(row -> Columns.number(row, "tariff_version_id"))
                                .one()))
                        .map(version -> order.assignedTo(driver, version))
                        .defaultIfEmpty(order.assignedTo(driver, null)));
    }

    private Mono<BenchVerdict> decided(
            ChargingOrder before,
            LockedOrder locked,
            Bench.Call call,
            BenchChoice choice,
            @Nullable String approvedBy,
            Function<BenchFacts, BenchVerdict> decide) {
        ChargingOrder order = locked.theOrder();
        boolean assigned = before.terms().driverId() == null && order.terms().driverId() != null;
        return facts(order, locked, assigned).map(decide).flatMap(verdict -> switch (verdict) {
            case BenchVerdict.Decided decided ->
                (assigned ? assign(order) : Mono.<Void>empty())
                        .then(Mono.defer(() -> write(before, locked, call.key(), choice, approvedBy, decided)))
                        .thenReturn(verdict);
            case BenchVerdict.Proposed proposed ->
                DecisionProposals.insert(critical.sql(), call, choice, proposed.stake(), clock.instant())
                        .thenReturn(verdict);
            case BenchVerdict.Repeated ignored -> Mono.just(verdict);
            case BenchVerdict.Refused ignored -> Mono.just(verdict);
        });
    }

    private Mono<Void> assign(ChargingOrder order) {
        DatabaseClient.GenericExecuteSpec spec = critical.sql()
                .sql(ASSIGN)
                .bind("id", order.id().text())
                .bind("driver", Objects.requireNonNull(order.terms().driverId()));
        return UnexpectedRowsException.unlessOne(
                "order assigned",
                Columns.bind(spec, "version", order.terms().tariffVersionId())
                        .fetch()
                        .rowsUpdated());
    }

    private Mono<BenchFacts> facts(ChargingOrder order, LockedOrder locked, boolean assigned) {
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
                                        review.orElse(null),
                                        assigned))));
    }

    private Mono<Optional<Tariff>> tariffOf(ChargingOrder order) {
        Long versionId = order.terms().tariffVersionId();
        return versionId == null
                ? Mono.just(Optional.empty())
                : tariffs.find(critical.sql(), versionId).map(Optional::of).defaultIfEmpty(Optional.empty());
    }

    private Mono<Optional<BenchFacts.Waiting>> waiting(ChargingOrder order) {
        DatabaseClient sql = critical.sql();
        return sql.sql(order.terms().orphan() ? WAITING_OF_ORPHAN : WAITING)
                .bind("orderId", order.id().text())
                .map(row -> Columns.number(row, "record_id"))
                .one()
                .flatMap(recordId ->
                        RecordRow.read(sql, recordId).map(row -> new BenchFacts.Waiting(recordId, row.fields())))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private Mono<Void> write(
            ChargingOrder before,
            LockedOrder locked,
            String key,
            BenchChoice choice,
            @Nullable String approvedBy,
            BenchVerdict.Decided decided) {
        DatabaseClient sql = critical.sql();
        ChargingOrder order = decided.step().order();
        Instant at = decided.step().transition().at();
        String reason = Words.shortened(decided.reason(), REASON_MAX);
        String journalReason = Words.shortened(decided.kind() + ": " + reason, 200);
        return OrderSteps.write(sql, before, decided.step())
                .then(BillRows.insert(sql, order, decided.posting(), decided.recordId(), Amount.ZERO, at))
                .then(Mono.defer(() -> locked.pay(sql, decided.posting(), decided.by(), journalReason, at)))
                .then(insert(order, key, choice, reason, approvedBy, decided, at))
                .then(DecisionProposals.overtake(sql, order.id(), decided.by(), at))
                .then(judged(order, decided, at));
    }

    private Mono<Void> insert(
            ChargingOrder order,
            String key,
            BenchChoice choice,
            String reason,
            @Nullable String approvedBy,
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
                        at,
                        approvedBy)
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
