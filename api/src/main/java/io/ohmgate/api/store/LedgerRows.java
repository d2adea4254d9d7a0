package io.ohmgate.api.store;

import io.ohmgate.billing.Money;
import io.ohmgate.billing.ledger.AccountRef;
import io.ohmgate.billing.ledger.Entry;
import io.ohmgate.billing.ledger.Journal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Accounts, journals and entries as rows. A balance changes only by an {@code UPDATE} that carries its own condition and
 * whose rows are counted; nothing is read, computed and written back.
 */
final class LedgerRows {
    private static final String INSERT_ACCOUNT =
            "INSERT INTO ledger_account (tenant_id, kind, owner_id, cached, created_at)";

    private static final String INSERT_JOURNAL =
            "INSERT INTO ledger_journal (tenant_id, kind, business_key, reason, booked_by, at)";

    private static final String INSERT_ENTRY =
            "INSERT INTO ledger_entry (tenant_id, journal_id, account_id, amount_fen)";

    private static final String HOLD = """
            UPDATE ledger_account SET held_fen = held_fen + :amount
             WHERE id = :id AND balance_fen - held_fen - :amount >= -credit_limit_fen
            """;

    private static final String RELEASE =
            "UPDATE ledger_account SET held_fen = held_fen - :amount WHERE id = :id AND held_fen >= :amount";

    /** What was held for a bill may always pay it, even if the driver's credit has been lowered meanwhile. */
    private static final String SPEND = """
            UPDATE ledger_account SET balance_fen = balance_fen - :paid, held_fen = held_fen - :released
             WHERE id = :id AND held_fen >= :released
               AND (:paid <= :released
                    OR balance_fen - :paid - (held_fen - :released) >= -credit_limit_fen)
            """;

    private static final String ADD = "UPDATE ledger_account SET balance_fen = balance_fen + :change WHERE id = :id";

    private LedgerRows() {}

    /** The ids of accounts; those that are not there yet are made, in the order given. */
    static Mono<Map<AccountRef, Long>> ids(DatabaseClient sql, Collection<AccountRef> accounts, Instant now) {
        return find(sql, accounts).flatMap(found -> {
            Rows missing = Rows.of(INSERT_ACCOUNT);
            accounts.stream()
                    .filter(account -> !found.containsKey(account))
                    .forEach(account -> missing.add(
                            account.tenantId(),
                            account.kind(),
                            account.driverId(),
                            account.kind().ofDriver(),
                            now));
            return missing.isEmpty()
                    ? Mono.just(found)
                    : missing.insert(sql, "ON DUPLICATE KEY UPDATE owner_id = VALUES(owner_id)")
                            .then(find(sql, accounts));
        });
    }

    private static Mono<Map<AccountRef, Long>> find(DatabaseClient sql, Collection<AccountRef> accounts) {
        long tenantId = accounts.iterator().next().tenantId();
        List<String> wanted = new ArrayList<>();
        accounts.forEach(account ->
                wanted.add("(kind = '" + account.kind().name() + "' AND owner_id = " + account.driverId() + ")"));
        return sql.sql("SELECT id, tenant_id, kind, owner_id FROM ledger_account WHERE tenant_id = :tenantId AND ("
                        + String.join(" OR ", wanted) + ")")
                .bind("tenantId", tenantId)
                .map(row -> Map.entry(
                        new AccountRef(
                                Columns.number(row, "tenant_id"),
                                Columns.constant(row, "kind", AccountRef.Kind.class),
                                Columns.number(row, "owner_id")),
                        Columns.number(row, "id")))
                .all()
                .collect(HashMap::new, (map, entry) -> map.put(entry.getKey(), entry.getValue()));
    }

    /** The journal and its entries; cached balances are the caller's. A journal booked before is a duplicate key. */
    static Mono<Void> insert(
            DatabaseClient sql,
            Journal journal,
            Map<AccountRef, Long> ids,
            @Nullable String reason,
            String bookedBy,
            Instant at) {
        return Rows.of(INSERT_JOURNAL)
                .add(journal.tenantId(), journal.kind(), journal.businessKey(), reason, bookedBy, at)
                .insertForId(sql)
                .flatMap(id -> {
                    Rows entries = Rows.of(INSERT_ENTRY);
                    for (Entry entry : journal.entries()) {
                        entries.add(
                                journal.tenantId(),
                                id,
                                Objects.requireNonNull(ids.get(entry.account())),
                                entry.change());
                    }
                    return entries.insert(sql);
                })
                .then();
    }

    /** Sets money aside, and whether there was enough. */
    static Mono<Boolean> hold(DatabaseClient sql, long accountId, Money amount) {
        return sql.sql(HOLD)
                .bind("id", accountId)
                .bind("amount", amount.fen())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    static Mono<Void> release(DatabaseClient sql, long accountId, Money amount) {
        return UnexpectedRowsException.unlessOne(
                "wallet release",
                sql.sql(RELEASE)
                        .bind("id", accountId)
                        .bind("amount", amount.fen())
                        .fetch()
                        .rowsUpdated());
    }

    /** Takes money out of a wallet and gives back what was held for it. */
    static Mono<Void> spend(DatabaseClient sql, long accountId, Money paid, Money released) {
        return UnexpectedRowsException.unlessOne(
                "wallet payment",
                sql.sql(SPEND)
                        .bind("id", accountId)
                        .bind("paid", paid.fen())
                        .bind("released", released.fen())
                        .fetch()
                        .rowsUpdated());
    }

    /** Adds to the cached balance of an account that has no floor, or that only gains. */
    static Mono<Void> add(DatabaseClient sql, long accountId, Money change) {
        return UnexpectedRowsException.unlessOne(
                "account balance",
                sql.sql(ADD)
                        .bind("id", accountId)
                        .bind("change", change.fen())
                        .fetch()
                        .rowsUpdated());
    }
}
