package io.ohmgate.api.store;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.BillLine;
import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.ledger.AccountRef;
import io.ohmgate.billing.ledger.Entry;
import io.ohmgate.billing.ledger.Journal;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderTerms;
import io.ohmgate.gateway.record.BillOrigin;
import io.ohmgate.gateway.record.PostedBill;
import io.ohmgate.gateway.record.Posting;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Bills as rows. None is ever changed; the one with the greatest number counts. */
final class BillRows {
    private static final int FLAGS_MAX = 500;

    private static final String INSERT_BILL = """
        INSERT INTO charging_bill
               (tenant_id, order_id, trade_no, bill_no, origin, record_id, tariff_version_id, energy_1e4_kwh,
                electricity_1e4, total_1e4, payable_fen, electricity_fen, rounding_1e4, paid_fen, unpaid_fen,
                pile_amount_1e4, flags, created_at)\
        """;

    private static final String INSERT_LINE = """
        INSERT INTO charging_bill_line
               (bill_id, line_no, tenant_id, level, energy_1e4_kwh, electricity_1e5, service_1e5,
                electricity_1e4, total_1e4, electricity_fen, service_fen)\
        """;

    private static final String CURRENT = """
        SELECT b.bill_no, b.origin, b.payable_fen, b.paid_fen, b.unpaid_fen, b.record_id
          FROM charging_bill b WHERE b.order_id = :orderId ORDER BY b.bill_no DESC LIMIT 1
        """;

    private static final String JOURNAL = """
        SELECT a.tenant_id, a.kind, a.owner_id, e.amount_fen
          FROM ledger_journal j
          JOIN ledger_entry e ON e.journal_id = j.id
          JOIN ledger_account a ON a.id = e.account_id
         WHERE j.kind = 'SETTLE_CHARGE' AND j.business_key = :key ORDER BY e.id
        """;

    private BillRows() {}

    static Mono<Void> insert(
            DatabaseClient sql,
            ChargingOrder order,
            Posting posting,
            @Nullable Long recordId,
            Amount pileAmount,
            Instant at) {
        ChargingBill bill = posting.bill();
        OrderTerms terms = order.terms();
        return Rows.of(INSERT_BILL)
                .add(
                        terms.tenantId(),
                        order.id().text(),
                        terms.tradeNo().digits(),
                        posting.billNo(),
                        posting.origin(),
                        recordId,
                        terms.tariffVersionId(),
                        bill.energy(),
                        bill.electricity(),
                        bill.total(),
                        bill.payable(),
                        bill.payableElectricity(),
                        bill.roundingDifference(),
                        posting.fromWallet(),
                        posting.owed(),
                        pileAmount,
                        Words.joined(posting.flags(), FLAGS_MAX),
                        at)
                .insertForId(sql)
                .flatMap(billId -> insertLines(sql, billId, terms.tenantId(), bill.lines()));
    }

    private static Mono<Void> insertLines(DatabaseClient sql, long billId, long tenantId, List<BillLine> lines) {
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
        return rows.insert(sql).then();
    }

    /** The bill that counts now, with the journal that booked it; the caller holds the order's lock. */
    static Mono<Optional<PostedBill>> current(DatabaseClient sql, ChargingOrder order) {
        return sql.sql(CURRENT)
                .bind("orderId", order.id().text())
                .map(BillRows::posted)
                .one()
                .flatMap(bill -> journal(sql, Posting.keyOf(order, bill.no()))
                        .map(journal -> Optional.of(with(bill, journal.orElse(null)))))
                .defaultIfEmpty(Optional.empty());
    }

    private static PostedBill posted(Readable row) {
        return new PostedBill(
                Columns.integer(row, "bill_no"),
                Columns.constant(row, "origin", BillOrigin.class),
                new Money(Columns.number(row, "payable_fen")),
                new Money(Columns.number(row, "paid_fen")),
                new Money(Columns.number(row, "unpaid_fen")),
                Columns.numberOrNull(row, "record_id"),
                null);
    }

    private static PostedBill with(PostedBill bill, @Nullable Journal journal) {
        return new PostedBill(
                bill.no(), bill.origin(), bill.payable(), bill.fromWallet(), bill.owed(), bill.recordId(), journal);
    }

    /** As it was booked, not as it would be booked now. */
    private static Mono<Optional<Journal>> journal(DatabaseClient sql, String key) {
        return sql.sql(JOURNAL)
                .bind("key", key)
                .map(row -> new Entry(
                        new AccountRef(
                                Columns.number(row, "tenant_id"),
                                Columns.constant(row, "kind", AccountRef.Kind.class),
                                Columns.number(row, "owner_id")),
                        new Money(Columns.number(row, "amount_fen"))))
                .all()
                .collectList()
                .map(entries -> entries.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Journal(Journal.Kind.SETTLE_CHARGE, key, entries)));
    }
}
