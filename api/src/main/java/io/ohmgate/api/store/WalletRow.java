package io.ohmgate.api.store;

import io.ohmgate.billing.Money;
import io.ohmgate.billing.ledger.AccountRef;
import io.ohmgate.billing.ledger.Driver;
import io.ohmgate.billing.wallet.Wallet;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** A driver's wallet account, locked for the rest of the transaction. */
record WalletRow(long accountId, long tenantId, Wallet wallet) {
    private static final String LOCK = """
            SELECT a.id, a.tenant_id, a.balance_fen, a.held_fen, a.credit_limit_fen
              FROM ledger_account a
             WHERE a.tenant_id = :tenantId AND a.kind = 'DRIVER_WALLET' AND a.owner_id = :driverId
               FOR UPDATE
            """;

    /** Makes the driver's two accounts if they are not there yet, the wallet first: locks go in the order of the ids. */
    static Mono<WalletRow> lock(DatabaseClient sql, Driver driver, Instant now) {
        return lockExisting(sql, driver)
                .switchIfEmpty(Mono.defer(() -> LedgerRows.ids(sql, List.of(driver.wallet(), driver.receivable()), now)
                        .then(lockExisting(sql, driver))));
    }

    private static Mono<WalletRow> lockExisting(DatabaseClient sql, Driver driver) {
        return sql.sql(LOCK)
                .bind("tenantId", driver.tenantId())
                .bind("driverId", driver.driverId())
                .map(WalletRow::read)
                .one();
    }

    private static WalletRow read(Readable row) {
        return new WalletRow(
                Columns.number(row, "id"),
                Columns.number(row, "tenant_id"),
                new Wallet(
                        new Money(Columns.number(row, "balance_fen")),
                        new Money(Columns.number(row, "held_fen")),
                        new Money(Columns.number(row, "credit_limit_fen"))));
    }

    /** What the driver owes for unpaid orders; zero if nothing. A plain read: the wallet's lock is the driver's lock. */
    static Mono<Money> owed(DatabaseClient sql, Driver driver) {
        AccountRef receivable = driver.receivable();
        return sql.sql("SELECT balance_fen FROM ledger_account"
                        + " WHERE tenant_id = :tenantId AND kind = 'DRIVER_RECEIVABLE' AND owner_id = :driverId")
                .bind("tenantId", receivable.tenantId())
                .bind("driverId", receivable.driverId())
                .map(row -> new Money(Columns.number(row, "balance_fen")).negated())
                .one()
                .defaultIfEmpty(Money.ZERO);
    }
}
