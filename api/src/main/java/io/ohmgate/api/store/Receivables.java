package io.ohmgate.api.store;

import io.ohmgate.billing.Money;
import io.ohmgate.billing.ledger.AccountRef;
import io.ohmgate.billing.ledger.Driver;
import io.ohmgate.billing.ledger.Journal;
import io.ohmgate.billing.ledger.Journals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Unpaid orders (欠费) are paid from the wallet as far as it has money that nothing else holds: by the next credit, and at
 * the next start, for a hold that was given back meanwhile may have freed enough.
 */
final class Receivables {
    private Receivables() {}

    /** The wallet, still locked, and what is owed after the payment. */
    record Paid(WalletRow wallet, Money owed) {}

    /** The caller holds the wallet's lock; {@code wallet} is as it is now. {@code key} names the payment for ever. */
    static Mono<Paid> pay(
            DatabaseClient sql, Driver driver, WalletRow wallet, String key, String bookedBy, Instant now) {
        return WalletRow.owed(sql, driver).flatMap(owed -> {
            Money payable = owed.min(wallet.wallet().available()).max(Money.ZERO);
            return payable.isZero()
                    ? Mono.just(new Paid(wallet, owed))
                    : book(sql, driver, wallet, payable, key, bookedBy, now)
                            .then(WalletRow.lock(sql, driver, now))
                            .map(after -> new Paid(after, owed.minus(payable)));
        });
    }

    private static Mono<Void> book(
            DatabaseClient sql,
            Driver driver,
            WalletRow wallet,
            Money payable,
            String key,
            String bookedBy,
            Instant now) {
        Journal journal = Journals.payReceivable(key, driver, payable);
        List<AccountRef> accounts = List.of(driver.wallet(), driver.receivable());
        return LedgerRows.spend(sql, wallet.accountId(), payable, Money.ZERO)
                .then(LedgerRows.ids(sql, accounts, now))
                .flatMap((Map<AccountRef, Long> ids) -> LedgerRows.insert(sql, journal, ids, null, bookedBy, now)
                        .then(LedgerRows.add(sql, Objects.requireNonNull(ids.get(driver.receivable())), payable)));
    }
}
