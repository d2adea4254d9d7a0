package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.ledger.Driver;
import io.ohmgate.billing.ledger.Entry;
import io.ohmgate.billing.ledger.Journal;
import io.ohmgate.billing.ledger.Journals;
import io.ohmgate.billing.wallet.Wallet;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Drivers' wallets: what is in them, what went in and out, and money that staff put in. */
public final class WalletTables {
    private static final String BALANCES = """
            SELECT COALESCE(SUM(IF(kind = 'DRIVER_WALLET', balance_fen, 0)), 0) AS balance_fen,
                   COALESCE(SUM(held_fen), 0) AS held_fen,
                   COALESCE(SUM(IF(kind = 'DRIVER_WALLET', credit_limit_fen, 0)), 0) AS credit_limit_fen,
                   COALESCE(SUM(IF(kind = 'DRIVER_RECEIVABLE', balance_fen, 0)), 0) AS receivable_fen
              FROM ledger_account
             WHERE tenant_id = :tenantId AND kind IN ('DRIVER_WALLET', 'DRIVER_RECEIVABLE') AND owner_id = :driverId
            """;

    private static final String ENTRIES = """
            SELECT e.id, j.kind, j.business_key, j.reason, e.amount_fen, j.at
              FROM ledger_entry e
              JOIN ledger_journal j ON j.id = e.journal_id
             WHERE e.account_id = (SELECT a.id FROM ledger_account a
                                    WHERE a.tenant_id = :tenantId AND a.kind = 'DRIVER_WALLET'
                                      AND a.owner_id = :driverId)
               AND e.id < :before
             ORDER BY e.id DESC LIMIT :limit
            """;

    private static final String BOOKED = """
            SELECT a.owner_id, e.amount_fen
              FROM ledger_journal j
              JOIN ledger_entry e ON e.journal_id = j.id
              JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'DRIVER_WALLET'
             WHERE j.kind = 'TEST_CREDIT' AND j.business_key = :key AND j.tenant_id = :tenantId
            """;

    private final Database critical;
    private final Database general;
    private final InstantSource clock;

    public WalletTables(Database critical, Database general, InstantSource clock) {
        this.critical = critical;
        this.general = general;
        this.clock = clock;
    }

    /** A wallet and what its driver owes for unpaid orders. */
    public record WalletView(Wallet wallet, Money owed) {}

    /** One movement of a wallet. */
    public record WalletEntry(
            long id,
            Journal.Kind kind,
            String businessKey,
            @Nullable String reason,
            Money change,
            Instant at) {}

    /** The driver's own wallet; empty purses exist too. */
    public Mono<WalletView> wallet(Scope.Driver scope) {
        return wallet(new Driver(scope.tenantId(), scope.driverId()));
    }

    /** Any driver's wallet of the tenant. The caller has made sure that the driver is one of the tenant's. */
    public Mono<WalletView> wallet(Scope.Operator scope, long driverId) {
        return wallet(new Driver(scope.tenantId(), driverId));
    }

    private Mono<WalletView> wallet(Driver driver) {
        return general.sql()
                .sql(BALANCES)
                .bind("tenantId", driver.tenantId())
                .bind("driverId", driver.driverId())
                .map(row -> new WalletView(
                        new Wallet(
                                new Money(Columns.number(row, "balance_fen")),
                                new Money(Columns.number(row, "held_fen")),
                                new Money(Columns.number(row, "credit_limit_fen"))),
                        new Money(Columns.number(row, "receivable_fen")).negated()))
                .one();
    }

    /** The newest movements first. */
    public Mono<Page<WalletEntry>> entries(Scope.Driver scope, @Nullable String cursor, int limit) {
        return entries(new Driver(scope.tenantId(), scope.driverId()), cursor, limit);
    }

    public Mono<Page<WalletEntry>> entries(Scope.Operator scope, long driverId, @Nullable String cursor, int limit) {
        return entries(new Driver(scope.tenantId(), driverId), cursor, limit);
    }

    private Mono<Page<WalletEntry>> entries(Driver driver, @Nullable String cursor, int limit) {
        return general.sql()
                .sql(ENTRIES)
                .bind("tenantId", driver.tenantId())
                .bind("driverId", driver.driverId())
                .bind("before", Page.number(cursor, Long.MAX_VALUE))
                .bind("limit", Page.checked(limit) + 1)
                .map(row -> new WalletEntry(
                        Columns.number(row, "id"),
                        Columns.constant(row, "kind", Journal.Kind.class),
                        Columns.text(row, "business_key"),
                        Columns.textOrNull(row, "reason"),
                        new Money(Columns.number(row, "amount_fen")),
                        Columns.instant(row, "at")))
                .all()
                .collectList()
                .map(rows -> Page.of(rows, limit, last -> Long.toString(last.id())));
    }

    /**
     * Test money for a driver, who thereby also pays what is owed, as far as it goes. The same key again changes nothing
     * and answers the wallet as it is.
     *
     * @return {@link ConflictException} if the key has booked another amount or for another driver; empty if the tenant
     *     has no such driver
     */
    public Mono<WalletView> credit(Scope.Operator scope, long driverId, Money money, String key, String reason) {
        Driver driver = new Driver(scope.tenantId(), driverId);
        Journal journal = Journals.testCredit(key, driver, money);
        Mono<Void> work = WalletRow.lock(critical.sql(), driver, clock.instant())
                .flatMap(wallet ->
                        book(journal, reason, scope, wallet.accountId()).then(payOwed(scope, driver, key)));
        return critical.sql()
                .sql("SELECT id FROM driver WHERE id = :id AND tenant_id = :tenantId")
                .bind("id", driverId)
                .bind("tenantId", scope.tenantId())
                .map(row -> Columns.number(row, "id"))
                .one()
                .flatMap(known -> critical.detachedTransaction("credit driver", work)
                        .onErrorResume(
                                failure -> UniqueKeys.violated(failure, UniqueKeys.JOURNAL),
                                booked -> sameAsBooked(driver, money, key))
                        .then(wallet(driver)));
    }

    private Mono<Void> book(Journal journal, String reason, Scope scope, long walletId) {
        DatabaseClient sql = critical.sql();
        Instant now = clock.instant();
        return LedgerRows.ids(
                        sql, journal.entries().stream().map(Entry::account).toList(), now)
                .flatMap(ids -> LedgerRows.insert(sql, journal, ids, reason, scope.actor(), now))
                .then(LedgerRows.add(sql, walletId, journal.entries().getFirst().change()));
    }

    /** What is owed is paid first: an unpaid order keeps a driver from starting. */
    private Mono<Void> payOwed(Scope scope, Driver driver, String key) {
        DatabaseClient sql = critical.sql();
        Instant now = clock.instant();
        return WalletRow.lock(sql, driver, now)
                .flatMap(wallet -> Receivables.pay(sql, driver, wallet, key, scope.actor(), now))
                .then();
    }

    private Mono<Void> sameAsBooked(Driver driver, Money money, String key) {
        return critical.sql()
                .sql(BOOKED)
                .bind("tenantId", driver.tenantId())
                .bind("key", key)
                .map(row -> Columns.number(row, "owner_id") == driver.driverId()
                        && Columns.number(row, "amount_fen") == money.fen())
                .one()
                .filter(same -> same)
                .switchIfEmpty(Mono.error(() -> new ConflictException(ConflictException.Kind.ALREADY_BOOKED)))
                .then();
    }
}
