package io.ohmgate.api.store;

import io.ohmgate.billing.Money;
import io.ohmgate.billing.wallet.Hold;
import io.ohmgate.billing.wallet.HoldState;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** The hold of one order, locked for the rest of the transaction. It ends once: every way out starts from OPEN. */
record HoldRow(long id, long accountId, Hold hold) {
    private static final String INSERT =
            "INSERT INTO wallet_hold (tenant_id, order_id, account_id, amount_fen, state, created_at)";

    private static final String LOCK =
            "SELECT id, account_id, order_id, amount_fen, posted_fen, state FROM wallet_hold WHERE order_id = :orderId"
                    + " FOR UPDATE";

    private static final String END = """
        UPDATE wallet_hold SET state = :state, posted_fen = :posted, ended_at = :at
         WHERE id = :id AND state = 'OPEN'
        """;

    private static final String LOWER =
            "UPDATE wallet_hold SET amount_fen = :amount WHERE id = :id AND state = 'OPEN' AND amount_fen >= :amount";

    private static final String RAISE =
            "UPDATE wallet_hold SET amount_fen = amount_fen + :more WHERE id = :id AND state = 'OPEN'";

    static Mono<Void> insert(DatabaseClient sql, ChargingOrder order, long accountId) {
        return Rows.of(INSERT)
                .add(
                        order.terms().tenantId(),
                        order.id().text(),
                        accountId,
                        order.terms().hold(),
                        HoldState.OPEN,
                        order.terms().createdAt())
                .insert(sql)
                .then();
    }

    static Mono<HoldRow> lock(DatabaseClient sql, OrderId orderId) {
        return sql.sql(LOCK)
                .bind("orderId", orderId.text())
                .map(row -> new HoldRow(Columns.number(row, "id"), Columns.number(row, "account_id"), hold(row)))
                .one();
    }

    /** Time alone ends no hold: it stays until the record comes or a person decides. */
    private static Hold hold(Readable row) {
        Long posted = Columns.numberOrNull(row, "posted_fen");
        return new Hold(
                Columns.text(row, "order_id"),
                new Money(Columns.number(row, "amount_fen")),
                Instant.MAX,
                Columns.constant(row, "state", HoldState.class),
                posted == null ? Money.ZERO : new Money(posted));
    }

    boolean open() {
        return hold.isOpen();
    }

    Money amount() {
        return hold.amount();
    }

    /** Gives the whole of it back; nothing happens if it has ended. */
    Mono<Void> giveBack(DatabaseClient sql, Instant at) {
        return open()
                ? end(sql, HoldState.VOIDED, Money.ZERO, at).then(LedgerRows.release(sql, accountId, amount()))
                : Mono.empty();
    }

    /** Ends it; what was held on the account is the caller's. */
    Mono<Void> end(DatabaseClient sql, HoldState state, Money posted, Instant at) {
        return UnexpectedRowsException.unlessOne(
                "hold end",
                sql.sql(END)
                        .bind("id", id)
                        .bind("state", state.name())
                        .bind("posted", posted.fen())
                        .bind("at", Columns.storable(at))
                        .fetch()
                        .rowsUpdated());
    }

    /** Holds more of the wallet for it. The caller has seen under the wallet's lock that there is as much. */
    Mono<Void> raiseBy(DatabaseClient sql, Money more) {
        return LedgerRows.hold(sql, accountId, more)
                .filter(Boolean::booleanValue)
                .switchIfEmpty(
                        Mono.error(() -> new IllegalStateException("the wallet has less than was seen under its lock")))
                .then(UnexpectedRowsException.unlessOne(
                        "hold raised",
                        sql.sql(RAISE)
                                .bind("id", id)
                                .bind("more", more.fen())
                                .fetch()
                                .rowsUpdated()));
    }

    /** Takes out what was paid and stays open for the rest; with nothing left it has ended. */
    Mono<Void> takeOut(DatabaseClient sql, Money paid, Instant at) {
        if (paid.isZero()) {
            return Mono.empty();
        }
        return paid.compareTo(amount()) >= 0
                ? end(sql, HoldState.POSTED, amount(), at)
                : UnexpectedRowsException.unlessOne(
                        "hold used",
                        sql.sql(LOWER)
                                .bind("id", id)
                                .bind("amount", amount().minus(paid).fen())
                                .fetch()
                                .rowsUpdated());
    }

    /** Keeps it open for less; for nothing, gives it back. */
    Mono<Void> lowerTo(DatabaseClient sql, Money kept, Instant at) {
        if (!open() || kept.compareTo(amount()) >= 0) {
            return Mono.empty();
        }
        return kept.isZero()
                ? giveBack(sql, at)
                : UnexpectedRowsException.unlessOne(
                                "hold lowered",
                                sql.sql(LOWER)
                                        .bind("id", id)
                                        .bind("amount", kept.fen())
                                        .fetch()
                                        .rowsUpdated())
                        .then(LedgerRows.release(sql, accountId, amount().minus(kept)));
    }
}
