package io.ohmgate.api.store;

import io.ohmgate.billing.Money;
import io.ohmgate.billing.ledger.Driver;
import io.ohmgate.billing.ledger.Entry;
import io.ohmgate.billing.ledger.Journal;
import io.ohmgate.billing.wallet.Hold;
import io.ohmgate.billing.wallet.HoldState;
import io.ohmgate.billing.wallet.Wallet;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderTerms;
import io.ohmgate.gateway.record.Posting;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * An order locked for the rest of the transaction, with its hold and its driver's wallet, each null if there is none. Locks
 * go in this order: order, hold, wallet. {@code owed} is what the driver owes in all; {@code alone} whether no other gun
 * that charges the same vehicle may still need the hold.
 */
record LockedOrder(
        @Nullable ChargingOrder order,
        @Nullable HoldRow hold,
        @Nullable WalletRow wallet,
        Money owed,
        boolean alone) {
    static final LockedOrder NONE = new LockedOrder(null, null, null, Money.ZERO, true);

    /** Locks what belongs to an order whose own row is locked already. */
    static Mono<LockedOrder> of(DatabaseClient sql, ChargingOrder order, Instant now) {
        return HoldRow.lock(sql, SharedHold.idOf(order))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(hold -> withWallet(sql, order, hold.orElse(null), now));
    }

    private static Mono<LockedOrder> withWallet(
            DatabaseClient sql, ChargingOrder order, @Nullable HoldRow hold, Instant now) {
        OrderTerms terms = order.terms();
        Long driverId = terms.driverId();
        if (driverId == null) {
            return Mono.just(new LockedOrder(order, hold, null, Money.ZERO, true));
        }
        Driver driver = new Driver(terms.tenantId(), driverId);
        return WalletRow.lock(sql, driver, now)
                .flatMap(wallet -> WalletRow.owed(sql, driver)
                        .flatMap(owed -> SharedHold.freed(sql, order)
                                .map(alone -> new LockedOrder(order, hold, wallet, owed, alone))));
    }

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

    Money receivable() {
        return owed.negated();
    }

    /** Books the journals and ends the hold. Wallet first, then the receivable: the order of their ids. */
    Mono<Void> pay(DatabaseClient sql, Posting posting, String bookedBy, @Nullable String reason, Instant at) {
        WalletRow purse = wallet;
        if (purse == null) {
            return posting.journals().isEmpty()
                    ? Mono.empty()
                    : Mono.error(new IllegalStateException("a bill without a driver cannot be paid"));
        }
        Money paid = posting.walletChange(driver()).negated();
        Money held = held();
        // What a first bill took from a shared hold, the bill that replaces it does not take again.
        Money taken = posting.billNo() == 1 ? posting.fromWallet().min(held) : Money.ZERO;
        Money released = alone ? held : taken;
        Mono<Void> moved = paid.isZero() && released.isZero()
                ? Mono.empty()
                : LedgerRows.spend(sql, purse.accountId(), paid, released);
        HoldRow open = hold;
        if (open != null && open.open() && !alone) {
            moved = moved.then(open.takeOut(sql, released, at));
        } else if (open != null && open.open()) {
            boolean nothing = posting.bill().payable().isZero();
            Money posted = posting.fromWallet().min(held);
            moved = moved.then(open.end(sql, nothing ? HoldState.VOIDED : HoldState.POSTED, posted, at));
        }
        for (Journal journal : posting.journals()) {
            moved = moved.then(book(sql, journal, bookedBy, reason, at));
        }
        Money owes = posting.receivableChange(driver());
        return owes.isZero() ? moved : moved.then(Mono.defer(() -> addToReceivable(sql, owes, at)));
    }

    private static Mono<Void> book(
            DatabaseClient sql, Journal journal, String bookedBy, @Nullable String reason, Instant at) {
        return Mono.defer(() -> LedgerRows.ids(
                        sql, journal.entries().stream().map(Entry::account).toList(), at)
                .flatMap(ids -> LedgerRows.insert(sql, journal, ids, reason, bookedBy, at)));
    }

    private Mono<Void> addToReceivable(DatabaseClient sql, Money change, Instant at) {
        Driver driver = driver();
        return LedgerRows.ids(sql, List.of(driver.receivable()), at)
                .flatMap(ids -> LedgerRows.add(sql, Objects.requireNonNull(ids.get(driver.receivable())), change));
    }
}
