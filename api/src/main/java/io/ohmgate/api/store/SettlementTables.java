package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Tariff;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.record.InboxState;
import io.ohmgate.gateway.record.PendingRecord;
import io.ohmgate.gateway.record.PostedBill;
import io.ohmgate.gateway.record.Posting;
import io.ohmgate.gateway.record.SettlementDecision;
import io.ohmgate.gateway.record.SettlementFacts;
import io.ohmgate.gateway.record.SettlementFacts.GunPlace;
import io.ohmgate.gateway.record.SettlementStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Settlements: the one place where a record becomes a bill and money moves for it. */
public final class SettlementTables implements SettlementStore {
    private static final int ORPHAN_RACES_MAX = 3;
    private static final int REASON_MAX = 191;
    private static final int FLAGS_MAX = 500;

    private static final String PENDING = """
        SELECT record_id, attempts FROM record_inbox
         WHERE state = 'PENDING' AND next_try_at <= :now ORDER BY next_try_at, record_id LIMIT :limit
        """;

    /** What this node received, and what others received and have let lie. */
    private static final String PENDING_SHARED = """
        SELECT i.record_id, i.attempts FROM record_inbox i JOIN txn_record r ON r.id = i.record_id
         WHERE i.state = 'PENDING' AND i.next_try_at <= :now AND (r.node = :node OR r.received_at <= :leftSince)
         ORDER BY i.next_try_at, i.record_id LIMIT :limit
        """;

    private static final Duration LEFT_LYING = Duration.ofSeconds(5);

    private static final String LOCK_INBOX = "SELECT state FROM record_inbox WHERE record_id = :id FOR UPDATE";

    private static final String LOCK_ORDER = OrderRows.SELECT
            + " WHERE o.trade_no = (SELECT r.trade_no FROM txn_record r WHERE r.id = :recordId) FOR UPDATE";

    private static final String INSERT_REVIEW = """
        INSERT INTO order_review
               (record_id, tenant_id, order_id, reasons, energy_1e4_kwh, electricity_1e4, total_1e4, payable_fen,
                opened_at)\
        """;

    private static final String CLOSE_INBOX = """
        UPDATE record_inbox SET state = :state, reason = :reason, order_id = :orderId, decided_at = :at
         WHERE record_id = :id AND state = 'PENDING'
        """;

    private static final String POSTPONE = """
        UPDATE record_inbox SET attempts = attempts + 1, next_try_at = :nextTryAt, reason = :reason
         WHERE record_id = :id AND state = 'PENDING'
        """;

    private static final String PLATFORM = "platform";

    private final Database critical;
    private final TariffTables tariffs;
    private final InstantSource clock;
    private final OfflineOrders offline;
    private final OrphanBatch orphans = new OrphanBatch();
    private final @Nullable Share share;

    public SettlementTables(Database critical, TariffTables tariffs, OfflineOrders offline, InstantSource clock) {
        this(critical, tariffs, offline, clock, null);
    }

    /** Which records a node settles where there are several: its own, and those that were left lying if it may. */
    public record Share(String node, boolean leftLying) {}

    public SettlementTables(
            Database critical,
            TariffTables tariffs,
            OfflineOrders offline,
            InstantSource clock,
            @Nullable Share share) {
        this.share = share;
        this.offline = offline;
        this.critical = critical;
        this.tariffs = tariffs;
        this.clock = clock;
    }

    @Override
    public Flux<PendingRecord> pending(Instant now, int limit) {
        Share ours = share;
        DatabaseClient.GenericExecuteSpec due = ours == null
                ? critical.sql().sql(PENDING)
                : critical.sql()
                        .sql(PENDING_SHARED)
                        .bind("node", ours.node())
                        .bind("leftSince", ours.leftLying() ? now.minus(LEFT_LYING) : Instant.EPOCH);
        return due.bind("now", now)
                .bind("limit", limit)
                .map(row -> new PendingRecord(Columns.number(row, "record_id"), Columns.integer(row, "attempts")))
                .all();
    }

    @Override
    public Mono<SettlementDecision> settle(long recordId, Function<SettlementFacts, SettlementDecision> decide) {
        Mono<SettlementDecision> work = lockPending(recordId)
                .then(Mono.defer(() -> lockRows(recordId)))
                .flatMap(locked -> facts(recordId, locked).flatMap(facts -> {
                    SettlementDecision decision = decide.apply(facts);
                    return write(facts, locked, decision).thenReturn(decision);
                }))
                .onErrorResume(NotPending.class, settledBefore -> Mono.empty());
        return critical.detachedTransaction("settle record", work)
                .retryWhen(Retry.max(ORPHAN_RACES_MAX)
                        .filter(failure -> UniqueKeys.violated(failure, UniqueKeys.TRADE_NO))
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()));
    }

    @Override
    public Mono<Map<SettlementFacts, SettlementDecision>> settleUnclaimed(
            List<Long> recordIds, Function<SettlementFacts, SettlementDecision> decide) {
        return critical.detachedTransaction("settle orphans", orphans.settle(critical.sql(), recordIds, decide));
    }

    /** Errs with {@link NotPending} if there is nothing left to do, which still holds no lock on an order. */
    private Mono<Void> lockPending(long recordId) {
        return critical.sql()
                .sql(LOCK_INBOX)
                .bind("id", recordId)
                .map(row -> Columns.constant(row, "state", InboxState.class))
                .one()
                .filter(state -> state == InboxState.PENDING)
                .switchIfEmpty(Mono.error(NotPending::new))
                .then();
    }

    private Mono<LockedOrder> lockRows(long recordId) {
        DatabaseClient sql = critical.sql();
        return sql.sql(LOCK_ORDER)
                .bind("recordId", recordId)
                .map(OrderRows::read)
                .one()
                .switchIfEmpty(Mono.defer(() -> offline.orderOf(sql, recordId, clock.instant())))
                .flatMap(order -> LockedOrder.of(sql, order, clock.instant()))
                .defaultIfEmpty(LockedOrder.NONE);
    }

    private Mono<SettlementFacts> facts(long recordId, LockedOrder locked) {
        DatabaseClient sql = critical.sql();
        ChargingOrder order = locked.order();
        Mono<Optional<PostedBill>> posted = order == null ? Mono.just(Optional.empty()) : BillRows.current(sql, order);
        return tariffOf(order)
                .flatMap(tariff -> posted.flatMap(bill -> RecordRow.read(sql, recordId)
                        .flatMap(record -> offline.standing(sql, order, record)
                                .map(card -> new SettlementFacts(
                                        recordId,
                                        record.fields(),
                                        record.receivedAt(),
                                        record.first(),
                                        bill.orElse(null),
                                        order,
                                        tariff.orElse(null),
                                        locked.theHold(),
                                        locked.theWallet(),
                                        locked.receivable(),
                                        record.place(),
                                        card.orElse(null))))));
    }

    private Mono<Optional<Tariff>> tariffOf(@Nullable ChargingOrder order) {
        Long versionId = order == null ? null : order.terms().tariffVersionId();
        return versionId == null
                ? Mono.just(Optional.empty())
                : tariffs.find(critical.sql(), versionId).map(Optional::of).defaultIfEmpty(Optional.empty());
    }

    private Mono<Void> write(SettlementFacts facts, LockedOrder locked, SettlementDecision decision) {
        return switch (decision) {
            case SettlementDecision.Bill bill -> writeBill(facts, locked, bill);
            case SettlementDecision.Review review -> writeReview(facts, locked, review);
            case SettlementDecision.Beside beside -> writeBeside(facts, beside);
            case SettlementDecision.Orphan orphan -> writeOrphan(facts, orphan);
            case SettlementDecision.Quarantine quarantine ->
                closeInbox(
                        facts.recordId(),
                        quarantine.inbox(),
                        quarantine.reason(),
                        ownOrder(facts, locked),
                        clock.instant());
        };
    }

    /** An order of the tenant whose pile sent the record; another tenant's is not shown to it. */
    private static @Nullable OrderId ownOrder(SettlementFacts facts, LockedOrder locked) {
        ChargingOrder order = locked.order();
        GunPlace place = facts.place();
        return order != null
                        && place != null
                        && place.tenantId() == order.terms().tenantId()
                ? order.id()
                : null;
    }

    private Mono<Void> writeBill(SettlementFacts facts, LockedOrder locked, SettlementDecision.Bill decision) {
        DatabaseClient sql = critical.sql();
        ChargingOrder order = decision.step().order();
        Posting posting = decision.posting();
        Instant at = decision.step().transition().at();
        return OrderSteps.write(sql, locked.theOrder(), decision.step())
                .then(BillRows.insert(
                        sql, order, posting, facts.recordId(), facts.record().pileAmount(), at))
                .then(Mono.defer(() -> locked.pay(sql, posting, PLATFORM, null, at)))
                .then(closeInbox(facts.recordId(), decision.inbox(), null, order.id(), at));
    }

    private Mono<Void> writeReview(SettlementFacts facts, LockedOrder locked, SettlementDecision.Review decision) {
        DatabaseClient sql = critical.sql();
        ChargingOrder order = decision.step().order();
        Instant at = decision.step().transition().at();
        HoldRow hold = locked.hold();
        Mono<Void> lowered =
                hold == null || !locked.alone() ? Mono.empty() : hold.lowerTo(sql, decision.keepHeld(), at);
        return OrderSteps.write(sql, locked.theOrder(), decision.step())
                .then(insertReview(facts.recordId(), order, decision.reasons(), decision.proposal(), at))
                .then(lowered)
                .then(closeInbox(
                        facts.recordId(),
                        decision.inbox(),
                        Words.joined(decision.reasons(), REASON_MAX),
                        order.id(),
                        at));
    }

    private Mono<Void> writeBeside(SettlementFacts facts, SettlementDecision.Beside decision) {
        ChargingOrder order = decision.order();
        Instant at = clock.instant();
        String reasons = Words.joined(decision.reasons(), REASON_MAX);
        return insertReview(facts.recordId(), order, decision.reasons(), decision.proposal(), at)
                .then(closeInbox(facts.recordId(), decision.inbox(), reasons, order.id(), at));
    }

    private Mono<Void> insertReview(
            long recordId, ChargingOrder order, List<String> reasons, @Nullable ChargingBill bill, Instant at) {
        return Rows.of(INSERT_REVIEW)
                .add(
                        recordId,
                        order.terms().tenantId(),
                        order.id().text(),
                        Words.joined(reasons, FLAGS_MAX),
                        bill == null ? null : bill.energy(),
                        bill == null ? null : bill.electricity(),
                        bill == null ? null : bill.total(),
                        bill == null ? null : bill.payable(),
                        at)
                .insert(critical.sql())
                .then();
    }

    private Mono<Void> writeOrphan(SettlementFacts facts, SettlementDecision.Orphan decision) {
        DatabaseClient sql = critical.sql();
        ChargingOrder order = decision.order();
        return OrderRows.insert(sql, order)
                .then(OrderSteps.history(sql, order, decision.transition()))
                .then(closeInbox(
                        facts.recordId(),
                        decision.inbox(),
                        null,
                        order.id(),
                        decision.transition().at()));
    }

    private Mono<Void> closeInbox(
            long recordId, InboxState state, @Nullable String reason, @Nullable OrderId orderId, Instant at) {
        DatabaseClient.GenericExecuteSpec spec = critical.sql()
                .sql(CLOSE_INBOX)
                .bind("id", recordId)
                .bind("state", state.name())
                .bind("at", Columns.storable(at));
        spec = Columns.bind(spec, "reason", reason == null ? null : Words.shortened(reason, REASON_MAX));
        spec = Columns.bind(spec, "orderId", orderId == null ? null : orderId.text());
        return UnexpectedRowsException.unlessOne("inbox", spec.fetch().rowsUpdated());
    }

    @Override
    public Mono<Void> postpone(long recordId, Instant nextTryAt, String reason) {
        return critical.detached(critical.sql()
                .sql(POSTPONE)
                .bind("id", recordId)
                .bind("nextTryAt", Columns.storable(nextTryAt))
                .bind("reason", Words.shortened(reason, REASON_MAX))
                .then());
    }

    /** No failure: it only ends the chain, and the transaction with it. */
    private static final class NotPending extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotPending() {
            super("not pending", null, false, false);
        }
    }
}
