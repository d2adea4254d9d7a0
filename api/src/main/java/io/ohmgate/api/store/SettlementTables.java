package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.billing.BillLine;
import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.ledger.Driver;
import io.ohmgate.billing.ledger.Entry;
import io.ohmgate.billing.ledger.Journal;
import io.ohmgate.billing.wallet.Hold;
import io.ohmgate.billing.wallet.HoldState;
import io.ohmgate.billing.wallet.Wallet;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderTerms;
import io.ohmgate.gateway.record.InboxState;
import io.ohmgate.gateway.record.PendingRecord;
import io.ohmgate.gateway.record.SettlementDecision;
import io.ohmgate.gateway.record.SettlementFacts;
import io.ohmgate.gateway.record.SettlementStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
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
         WHERE state = 'PENDING' AND next_try_at <= :now ORDER BY record_id LIMIT :limit
        """;

    private static final String LOCK_INBOX = "SELECT state FROM record_inbox WHERE record_id = :id FOR UPDATE";

    private static final String LOCK_ORDER = OrderRows.SELECT
            + " WHERE o.trade_no = (SELECT r.trade_no FROM txn_record r WHERE r.id = :recordId) FOR UPDATE";

    private static final String INSERT_BILL = """
        INSERT INTO charging_bill
               (tenant_id, order_id, trade_no, record_id, tariff_version_id, energy_1e4_kwh, electricity_1e4,
                total_1e4, payable_fen, electricity_fen, rounding_1e4, paid_fen, unpaid_fen, pile_amount_1e4,
                flags, created_at)\
        """;

    private static final String INSERT_LINE = """
        INSERT INTO charging_bill_line
               (bill_id, line_no, tenant_id, level, energy_1e4_kwh, electricity_1e5, service_1e5,
                electricity_1e4, total_1e4, electricity_fen, service_fen)\
        """;

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

    private final Database critical;
    private final TariffTables tariffs;
    private final InstantSource clock;
    private final OfflineOrders offline;

    public SettlementTables(Database critical, TariffTables tariffs, OfflineOrders offline, InstantSource clock) {
        this.offline = offline;
        this.critical = critical;
        this.tariffs = tariffs;
        this.clock = clock;
    }

    @Override
    public Flux<PendingRecord> pending(Instant now, int limit) {
        return critical.sql()
                .sql(PENDING)
                .bind("now", now)
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

    private Mono<Locked> lockRows(long recordId) {
        DatabaseClient sql = critical.sql();
        return sql.sql(LOCK_ORDER)
                .bind("recordId", recordId)
                .map(OrderRows::read)
                .one()
                .switchIfEmpty(Mono.defer(() -> offline.orderOf(sql, recordId, clock.instant())))
                .flatMap(order -> HoldRow.lock(sql, SharedHold.idOf(order))
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .flatMap(hold -> lockWallet(order.terms())
                                .flatMap(wallet -> SharedHold.freed(sql, order)
                                        .map(alone ->
                                                new Locked(order, hold.orElse(null), wallet.orElse(null), alone)))))
                .defaultIfEmpty(new Locked(null, null, null, true));
    }

    private Mono<Optional<WalletRow>> lockWallet(OrderTerms terms) {
        Long driverId = terms.driverId();
        return driverId == null
                ? Mono.just(Optional.empty())
                : WalletRow.lock(critical.sql(), new Driver(terms.tenantId(), driverId), clock.instant())
                        .map(Optional::of);
    }

    private Mono<SettlementFacts> facts(long recordId, Locked locked) {
        return tariffOf(locked.order())
                .flatMap(tariff -> RecordRow.read(critical.sql(), recordId)
                        .map(record -> new SettlementFacts(
                                recordId,
                                record.fields(),
                                record.receivedAt(),
                                record.first(),
                                record.billed(),
                                locked.order(),
                                tariff.orElse(null),
                                locked.theHold(),
                                locked.theWallet(),
                                record.place())));
    }

    private Mono<Optional<Tariff>> tariffOf(@Nullable ChargingOrder order) {
        Long versionId = order == null ? null : order.terms().tariffVersionId();
        return versionId == null
                ? Mono.just(Optional.empty())
                : tariffs.find(critical.sql(), versionId).map(Optional::of).defaultIfEmpty(Optional.empty());
    }

    private Mono<Void> write(SettlementFacts facts, Locked locked, SettlementDecision decision) {
        return switch (decision) {
            case SettlementDecision.Bill bill -> writeBill(facts, locked, bill);
            case SettlementDecision.Review review -> writeReview(facts, locked, review);
            case SettlementDecision.Orphan orphan -> writeOrphan(facts, orphan);
            case SettlementDecision.Quarantine quarantine ->
                closeInbox(
                        facts.recordId(),
                        quarantine.inbox(),
                        quarantine.reason(),
                        locked.order() == null ? null : locked.order().id(),
                        clock.instant());
        };
    }

    private Mono<Void> writeBill(SettlementFacts facts, Locked locked, SettlementDecision.Bill decision) {
        DatabaseClient sql = critical.sql();
        ChargingOrder order = decision.step().order();
        Instant at = decision.step().transition().at();
        return OrderSteps.write(sql, locked.theOrder(), decision.step())
                .then(insertBill(facts, order, decision, at))
                .then(pay(locked, decision, at))
                .then(closeInbox(facts.recordId(), decision.inbox(), null, order.id(), at));
    }

    private Mono<Void> insertBill(
            SettlementFacts facts, ChargingOrder order, SettlementDecision.Bill decision, Instant at) {
        ChargingBill bill = decision.bill();
        OrderTerms terms = order.terms();
        return Rows.of(INSERT_BILL)
                .add(
                        terms.tenantId(),
                        order.id().text(),
                        terms.tradeNo().digits(),
                        facts.recordId(),
                        terms.tariffVersionId(),
                        bill.energy(),
                        bill.electricity(),
                        bill.total(),
                        bill.payable(),
                        bill.payableElectricity(),
                        bill.roundingDifference(),
                        decision.fromWallet(),
                        decision.owed(),
                        facts.record().pileAmount(),
                        joined(decision.flags(), FLAGS_MAX),
                        at)
                .insertForId(critical.sql())
                .flatMap(billId -> insertLines(billId, terms.tenantId(), bill.lines()));
    }

    private Mono<Void> insertLines(long billId, long tenantId, List<BillLine> lines) {
        Rows rows = Rows.of(INSERT_LINE);
        for (int lineNo = 0; lineNo < lines.size(); lineNo++) {
            BillLine line = lines.get(lineNo);
            rows.add(
                    billId,
                    lineNo,
                    tenantId,
                    line.level(),
                    line.energy(),
                    line.price().electricity(),
                    line.price().service(),
                    line.electricity(),
                    line.total(),
                    line.payableElectricity(),
                    line.payableService());
        }
        return rows.insert(critical.sql()).then();
    }

    /** Wallet first, then the receivable: the order of their ids. */
    private Mono<Void> pay(Locked locked, SettlementDecision.Bill decision, Instant at) {
        WalletRow wallet = locked.wallet();
        Journal journal = decision.journal();
        if (wallet == null) {
            return journal == null
                    ? Mono.empty()
                    : Mono.error(new IllegalStateException("a bill without a driver cannot be paid"));
        }
        DatabaseClient sql = critical.sql();
        HoldRow hold = locked.hold();
        Money held = locked.held();
        Money paid = decision.fromWallet();
        Money released = locked.alone() ? held : paid.min(held);
        Mono<Void> moved = paid.isZero() && released.isZero()
                ? Mono.empty()
                : LedgerRows.spend(sql, wallet.accountId(), paid, released);
        if (hold != null && hold.open() && !locked.alone()) {
            moved = moved.then(hold.takeOut(sql, released, at));
        } else if (hold != null && hold.open()) {
            boolean nothing = decision.bill().payable().isZero();
            moved = moved.then(hold.end(sql, nothing ? HoldState.VOIDED : HoldState.POSTED, paid.min(held), at));
        }
        return journal == null ? moved : moved.then(book(journal, decision.owed(), locked.driver(), at));
    }

    private Mono<Void> book(Journal journal, Money owed, Driver driver, Instant at) {
        DatabaseClient sql = critical.sql();
        return LedgerRows.ids(
                        sql, journal.entries().stream().map(Entry::account).toList(), at)
                .flatMap(ids -> {
                    Mono<Void> booked = LedgerRows.insert(sql, journal, ids, null, "platform", at);
                    return owed.isZero()
                            ? booked
                            : booked.then(LedgerRows.add(
                                    sql, Objects.requireNonNull(ids.get(driver.receivable())), owed.negated()));
                });
    }

    private Mono<Void> writeReview(SettlementFacts facts, Locked locked, SettlementDecision.Review decision) {
        DatabaseClient sql = critical.sql();
        ChargingOrder order = decision.step().order();
        Instant at = decision.step().transition().at();
        HoldRow hold = locked.hold();
        Mono<Void> lowered =
                hold == null || !locked.alone() ? Mono.empty() : hold.lowerTo(sql, decision.keepHeld(), at);
        return OrderSteps.write(sql, locked.theOrder(), decision.step())
                .then(insertReview(facts.recordId(), order, decision, at))
                .then(lowered)
                .then(closeInbox(
                        facts.recordId(), decision.inbox(), joined(decision.reasons(), REASON_MAX), order.id(), at));
    }

    private Mono<Void> insertReview(
            long recordId, ChargingOrder order, SettlementDecision.Review decision, Instant at) {
        ChargingBill bill = decision.proposal();
        return Rows.of(INSERT_REVIEW)
                .add(
                        recordId,
                        order.terms().tenantId(),
                        order.id().text(),
                        joined(decision.reasons(), FLAGS_MAX),
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
        spec = Columns.bind(spec, "reason", reason == null ? null : shortened(reason, REASON_MAX));
        spec = Columns.bind(spec, "orderId", orderId == null ? null : orderId.text());
        return UnexpectedRowsException.unlessOne("inbox", spec.fetch().rowsUpdated());
    }

    @Override
    public Mono<Void> postpone(long recordId, Instant nextTryAt, String reason) {
        return critical.detached(critical.sql()
                .sql(POSTPONE)
                .bind("id", recordId)
                .bind("nextTryAt", Columns.storable(nextTryAt))
                .bind("reason", shortened(reason, REASON_MAX))
                .then());
    }

    private static String joined(List<String> words, int max) {
        return shortened(String.join(",", words), max);
    }

    private static String shortened(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }

    /** What the transaction has locked, each null if there is none. */
    private record Locked(
            @Nullable ChargingOrder order,
            @Nullable HoldRow hold,
            @Nullable WalletRow wallet,
            boolean alone) {
        ChargingOrder theOrder() {
            return Objects.requireNonNull(order, "a decision about an order that is not there");
        }

        Driver driver() {
            OrderTerms terms = theOrder().terms();
            return new Driver(terms.tenantId(), Objects.requireNonNull(terms.driverId()));
        }

        Money held() {
            return hold != null && hold.open() ? hold.amount() : Money.ZERO;
        }

        @Nullable
        Hold theHold() {
            return hold == null ? null : hold.hold();
        }

        @Nullable
        Wallet theWallet() {
            return wallet == null ? null : wallet.wallet();
        }
    }

    /** No failure: it only ends the chain, and the transaction with it. */
    private static final class NotPending extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotPending() {
            super("not pending", null, false, false);
        }
    }
}
