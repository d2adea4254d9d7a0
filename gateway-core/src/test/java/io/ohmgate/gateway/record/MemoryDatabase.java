package io.ohmgate.gateway.record;

import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.ledger.Driver;
import io.ohmgate.billing.ledger.Entry;
import io.ohmgate.billing.ledger.Journal;
import io.ohmgate.billing.wallet.Hold;
import io.ohmgate.billing.wallet.HoldState;
import io.ohmgate.billing.wallet.Wallet;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderStore;
import io.ohmgate.gateway.order.OrderTimer;
import io.ohmgate.gateway.order.ProgressStore;
import io.ohmgate.gateway.order.StartDecision;
import io.ohmgate.gateway.order.StartFacts;
import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartRefusal;
import io.ohmgate.gateway.order.Step;
import io.ohmgate.gateway.order.StopIntent;
import io.ohmgate.gateway.order.TariffVersions;
import io.ohmgate.gateway.order.TimerChange;
import io.ohmgate.gateway.order.TimerStore;
import io.ohmgate.gateway.order.TradeNoTakenException;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The tables, in memory, with what matters of a real database: one transaction at a time, all of it or nothing, unique
 * keys, conditional updates whose rows are counted, and commits that fail or whose answer is lost.
 */
public final class MemoryDatabase
        implements OrderStore, TimerStore, ProgressStore, TariffVersions, RecordStore, SettlementStore {
    /** One committed state of all tables; a transaction works on a copy. */
    private static final class Tables {
        final Map<OrderId, ChargingOrder> orders;
        final Map<GunId, OrderId> activeGuns;
        final Map<TradeNo, OrderId> tradeNos;
        final Map<String, OrderId> taps;
        final Map<TimerKey, Instant> timers;
        final Map<OrderId, Hold> holds;
        final Map<Long, Wallet> wallets;
        final Map<Long, Money> receivables;
        final Map<TradeNo, List<Bill>> bills;
        final Map<String, Journal> journals;
        final Map<Long, Row> records;
        final List<Step.Transition> history;
        long lastRecordId;

        Tables() {
            orders = new HashMap<>();
            activeGuns = new HashMap<>();
            tradeNos = new HashMap<>();
            taps = new HashMap<>();
            timers = new HashMap<>();
            holds = new HashMap<>();
            wallets = new HashMap<>();
            receivables = new HashMap<>();
            bills = new HashMap<>();
            journals = new HashMap<>();
            records = new LinkedHashMap<>();
            history = new ArrayList<>();
        }

        Tables(Tables from) {
            orders = new HashMap<>(from.orders);
            activeGuns = new HashMap<>(from.activeGuns);
            tradeNos = new HashMap<>(from.tradeNos);
            taps = new HashMap<>(from.taps);
            timers = new HashMap<>(from.timers);
            holds = new HashMap<>(from.holds);
            wallets = new HashMap<>(from.wallets);
            receivables = new HashMap<>(from.receivables);
            bills = new HashMap<>(from.bills);
            journals = new HashMap<>(from.journals);
            records = new LinkedHashMap<>(from.records);
            history = new ArrayList<>(from.history);
            lastRecordId = from.lastRecordId;
        }
    }

    /** A bill as it was posted; {@code recordId} is null for one that rests on no record. */
    public record Bill(Posting posting, @Nullable Long recordId) {
        public ChargingBill bill() {
            return posting.bill();
        }

        public Money fromWallet() {
            return posting.fromWallet();
        }

        public Money owed() {
            return posting.owed();
        }
    }

    private record TimerKey(OrderId order, OrderTimer.Kind kind) {}

    public record Row(
            long id, IncomingRecord record, InboxState state, int attempts, Instant nextTryAt, String reason) {}

    private Tables committed = new Tables();
    public final Map<Long, Tariff> tariffs = new HashMap<>();
    public SettlementFacts.@Nullable GunPlace place = new SettlementFacts.GunPlace(1, 2, 120_000);
    private int failures;
    private int hangs;
    private int passingBeforeHang;
    private int lostAnswers;
    /** How often an order was locked to be changed. */
    public int changes;

    public int progressWrites;

    /** The next {@code n} transactions fail before they commit. */
    public synchronized void fail(int n) {
        failures = n;
    }

    /** The next {@code n} transactions commit, but their caller hears an error. */
    public synchronized void loseAnswers(int n) {
        lostAnswers = n;
    }

    public synchronized void fund(long driverId, long fen) {
        committed.wallets.put(driverId, Wallet.EMPTY.credit(new Money(fen)));
    }

    public synchronized void credit(long driverId, long fen) {
        committed.wallets.computeIfPresent(driverId, (id, wallet) -> wallet.credit(new Money(fen)));
    }

    /** As if a step to this state had been committed, and nobody had heard of it. */
    public synchronized void rewrite(OrderId id, OrderState state) {
        committed.orders.computeIfPresent(id, (same, order) -> {
            committed.activeGuns.remove(order.gun());
            return new ChargingOrder(
                    order.id(),
                    order.terms(),
                    state,
                    order.version() + 1,
                    order.times(),
                    order.stop(),
                    order.idleReports(),
                    order.progress(),
                    order.end());
        });
    }

    /** The next {@code n} transactions never answer and never commit. */
    public synchronized void hang(int n) {
        hangs = n;
    }

    /** After {@code passing} transactions more, the next {@code n} never answer and never commit. */
    public synchronized void hangAfter(int passing, int n) {
        hangs = n;
        passingBeforeHang = passing;
    }

    private <T> Mono<T> transaction(Function<Tables, @Nullable T> work) {
        return Mono.defer(() -> hangsNow() ? Mono.never() : Mono.justOrEmpty(commit(work)));
    }

    private synchronized boolean hangsNow() {
        if (passingBeforeHang > 0) {
            passingBeforeHang--;
            return false;
        }
        return hangs > 0 && hangs-- > 0;
    }

    /** A plain read: it may fail like any statement, and sees the last commit. */
    private <T> Mono<T> query(Function<Tables, @Nullable T> work) {
        return Mono.defer(() -> Mono.justOrEmpty(select(work)));
    }

    private synchronized <T> @Nullable T select(Function<Tables, @Nullable T> work) {
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("query failed");
        }
        return work.apply(committed);
    }

    private synchronized <T> @Nullable T commit(Function<Tables, @Nullable T> work) {
        Tables copy = new Tables(committed);
        T result = work.apply(copy);
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("commit failed");
        }
        committed = copy;
        if (lostAnswers > 0) {
            lostAnswers--;
            throw new IllegalStateException("connection lost after the commit");
        }
        return result;
    }

    // Orders

    @Override
    public Mono<StartOutcome> open(long driverId, String key, Function<StartFacts, StartDecision> decide) {
        return transaction(t -> {
            Wallet wallet = t.wallets.getOrDefault(driverId, Wallet.EMPTY);
            OrderId same = t.taps.get(driverId + "/" + key);
            int active = (int) t.orders.values().stream()
                    .filter(order -> order.state().active()
                            && Objects.equals(order.terms().driverId(), driverId))
                    .count();
            StartFacts facts =
                    new StartFacts(same == null ? null : t.orders.get(same), false, false, active, wallet.spendable());
            return switch (decide.apply(facts)) {
                case StartDecision.Answer answer -> answer.outcome();
                case StartDecision.Open open -> insert(t, open, driverId, wallet);
            };
        });
    }

    private static StartOutcome insert(Tables t, StartDecision.Open open, long driverId, Wallet wallet) {
        ChargingOrder order = open.order();
        if (t.activeGuns.containsKey(order.gun())
                || open.parts().stream().anyMatch(part -> t.activeGuns.containsKey(part.gun()))) {
            return new StartOutcome.Refused(StartRefusal.GUN_BUSY);
        }
        if (t.tradeNos.containsKey(order.tradeNo())) {
            throw new TradeNoTakenException();
        }
        Wallet.Change placed = wallet.place(order.id().text(), order.terms().hold(), Instant.MAX)
                .orElse(null);
        if (placed == null) {
            return new StartOutcome.Refused(StartRefusal.BALANCE_TOO_LOW);
        }
        t.wallets.put(driverId, placed.wallet());
        t.holds.put(order.id(), placed.hold());
        t.orders.put(order.id(), order);
        t.activeGuns.put(order.gun(), order.id());
        t.tradeNos.put(order.tradeNo(), order.id());
        t.taps.put(driverId + "/" + order.terms().idempotencyKey(), order.id());
        open.timers().forEach(timer -> set(t, order.id(), timer));
        for (ChargingOrder part : open.parts()) {
            t.orders.put(part.id(), part);
            t.activeGuns.put(part.gun(), part.id());
            t.tradeNos.put(part.tradeNo(), part.id());
            open.timers().forEach(timer -> set(t, part.id(), timer));
        }
        return new StartOutcome.Accepted(order, open.parts(), false);
    }

    @Override
    public Mono<Step> raiseHold(OrderId id, BiFunction<ChargingOrder, Money, Step> apply) {
        return transaction(t -> {
            ChargingOrder order = Objects.requireNonNull(t.orders.get(id));
            Long driver = Objects.requireNonNull(order.terms().driverId());
            Hold hold = t.holds.get(id);
            Wallet wallet = t.wallets.getOrDefault(driver, Wallet.EMPTY);
            if (hold == null || !hold.isOpen()) {
                return null;
            }
            Step step = write(t, order, apply.apply(order, wallet.spendable()));
            if (step instanceof Step.Changed changed) {
                Wallet.Change freed = wallet.voidHold(hold).orElseThrow();
                Wallet.Change placed = freed.wallet()
                        .place(id.text(), changed.order().terms().hold(), Instant.MAX)
                        .orElseThrow();
                t.wallets.put(driver, placed.wallet());
                t.holds.put(id, placed.hold());
            }
            return step;
        });
    }

    @Override
    public Flux<ChargingOrder> group(OrderId main) {
        return Flux.defer(() -> Flux.fromIterable(orders()))
                .filter(order -> order.terms().source().parallel() != null
                        && order.terms().source().parallel().main().equals(main));
    }

    @Override
    public Mono<Step> change(OrderId id, Function<ChargingOrder, Step> apply) {
        return transaction(t -> {
            changes++;
            ChargingOrder order = t.orders.get(id);
            return order == null ? null : write(t, order, apply.apply(order));
        });
    }

    @Override
    public Mono<Step> fire(OrderTimer timer, Function<ChargingOrder, Step> apply) {
        return transaction(t -> {
            ChargingOrder order = t.orders.get(timer.orderId());
            boolean due = t.timers.remove(new TimerKey(timer.orderId(), timer.kind()), timer.dueAt());
            return order == null || !due ? null : write(t, order, apply.apply(order));
        });
    }

    private static Step write(Tables t, ChargingOrder before, Step step) {
        if (step instanceof Step.Changed changed) {
            ChargingOrder after = changed.order();
            require(after.version() == before.version() + 1, "version");
            t.orders.put(after.id(), after);
            if (after.state().active()) {
                require(
                        Objects.requireNonNullElse(t.activeGuns.put(after.gun(), after.id()), after.id())
                                .equals(after.id()),
                        "active gun");
            } else {
                t.activeGuns.remove(after.gun(), after.id());
            }
            changed.timers().forEach(timer -> set(t, after.id(), timer));
            t.history.add(changed.transition());
            if (changed.hold() == Step.HoldChange.VOID) {
                voidHold(t, after);
            }
        }
        return step;
    }

    private static void voidHold(Tables t, ChargingOrder order) {
        Hold hold = t.holds.get(order.id());
        Long driver = order.terms().driverId();
        if (hold != null && driver != null) {
            Objects.requireNonNull(t.wallets.get(driver)).voidHold(hold).ifPresent(change -> {
                t.wallets.put(driver, change.wallet());
                t.holds.put(order.id(), change.hold());
            });
        }
    }

    private static void set(Tables t, OrderId id, TimerChange change) {
        switch (change) {
            case TimerChange.Set set -> t.timers.put(new TimerKey(id, set.kind()), set.dueAt());
            case TimerChange.Cancel cancel -> t.timers.remove(new TimerKey(id, cancel.kind()));
        }
    }

    @Override
    public Mono<Boolean> openOrphan(ChargingOrder order, Step.Transition transition) {
        return transaction(t -> {
            if (t.tradeNos.putIfAbsent(order.tradeNo(), order.id()) != null) {
                return false;
            }
            t.orders.put(order.id(), order);
            t.history.add(transition);
            return true;
        });
    }

    @Override
    public Mono<Void> lowerHold(OrderId id, Money kept, Instant at) {
        return transaction(t -> {
                    ChargingOrder order = t.orders.get(id);
                    if (order != null && order.state() == OrderState.AWAITING_RECORD) {
                        lowerHold(t, order, kept);
                    }
                    return true;
                })
                .then();
    }

    @Override
    public Mono<ChargingOrder> find(OrderId id) {
        return query(t -> t.orders.get(id));
    }

    @Override
    public Mono<ChargingOrder> find(TradeNo tradeNo) {
        return query(t -> {
            OrderId id = t.tradeNos.get(tradeNo);
            return id == null ? null : t.orders.get(id);
        });
    }

    @Override
    public Flux<ChargingOrder> unfinished() {
        return Flux.defer(() -> Flux.fromIterable(orders())).filter(MemoryDatabase::concernsFrames);
    }

    private static boolean concernsFrames(ChargingOrder order) {
        StopIntent stop = order.stop();
        return order.state().active() || order.state() == OrderState.AWAITING_RECORD || (stop != null && stop.open());
    }

    @Override
    public Flux<OrderTimer> due(Instant now, int limit) {
        return query(t -> t.timers.entrySet().stream()
                        .filter(timer -> !timer.getValue().isAfter(now))
                        .map(timer -> new OrderTimer(
                                timer.getKey().order(), timer.getKey().kind(), timer.getValue()))
                        .sorted(Comparator.comparing(OrderTimer::dueAt))
                        .limit(limit)
                        .toList())
                .flatMapIterable(found -> found);
    }

    @Override
    public Mono<Void> save(List<ProgressUpdate> updates) {
        return transaction(t -> {
                    progressWrites += updates.size();
                    for (ProgressUpdate update : updates) {
                        t.orders.computeIfPresent(
                                update.orderId(), (id, order) -> order.withProgress(update.progress()));
                    }
                    return true;
                })
                .then();
    }

    @Override
    public Mono<Tariff> find(long tariffVersionId) {
        return Mono.justOrEmpty(tariffs.get(tariffVersionId));
    }

    // Records

    @Override
    public Mono<List<Kept>> keep(List<IncomingRecord> batch) {
        return transaction(t -> batch.stream().map(record -> keep(t, record)).toList());
    }

    private static Kept keep(Tables t, IncomingRecord record) {
        List<Row> versions = t.records.values().stream()
                .filter(row -> row.record().tradeNo().equals(record.tradeNo()))
                .toList();
        for (Row row : versions) {
            if (row.record().hash().equals(record.hash())) {
                return new Kept.Repeated(row.id());
            }
        }
        long id = ++t.lastRecordId;
        t.records.put(id, new Row(id, record, InboxState.PENDING, 0, Instant.MIN, ""));
        return versions.isEmpty() ? new Kept.First(id) : new Kept.OtherContent(id);
    }

    // Settlement

    @Override
    public Flux<PendingRecord> pending(Instant now, int limit) {
        return query(t -> t.records.values().stream()
                        .filter(row -> row.state() == InboxState.PENDING
                                && !row.nextTryAt().isAfter(now))
                        .limit(limit)
                        .map(row -> new PendingRecord(row.id(), row.attempts()))
                        .toList())
                .flatMapIterable(found -> found);
    }

    @Override
    public Mono<SettlementDecision> settle(long recordId, Function<SettlementFacts, SettlementDecision> decide) {
        return transaction(t -> {
            Row row = Objects.requireNonNull(t.records.get(recordId));
            if (row.state() != InboxState.PENDING) {
                return null;
            }
            SettlementFacts facts = facts(t, row);
            SettlementDecision decision = decide.apply(facts);
            carryOut(t, facts, decision);
            t.records.put(
                    recordId,
                    new Row(
                            recordId,
                            row.record(),
                            decision.inbox(),
                            row.attempts(),
                            row.nextTryAt(),
                            reason(decision)));
            return decision;
        });
    }

    private static String reason(SettlementDecision decision) {
        return switch (decision) {
            case SettlementDecision.Bill bill -> String.join(",", bill.flags());
            case SettlementDecision.Review review -> String.join(",", review.reasons());
            case SettlementDecision.Beside beside -> String.join(",", beside.reasons());
            case SettlementDecision.Orphan unused -> "";
            case SettlementDecision.Quarantine quarantine -> quarantine.reason();
        };
    }

    private SettlementFacts facts(Tables t, Row row) {
        ChargeRecord record = row.record().raw().fields();
        OrderId id = t.tradeNos.get(record.tradeNo());
        ChargingOrder order = id == null ? null : t.orders.get(id);
        boolean first = t.records.values().stream()
                .noneMatch(other ->
                        other.id() < row.id() && other.record().tradeNo().equals(record.tradeNo()));
        Long driver = order == null ? null : order.terms().driverId();
        Long version = order == null ? null : order.terms().tariffVersionId();
        return new SettlementFacts(
                row.id(),
                record,
                row.record().receivedAt(),
                first,
                posted(t, order),
                order,
                version == null ? null : tariffs.get(version),
                id == null ? null : t.holds.get(id),
                driver == null ? null : t.wallets.get(driver),
                driver == null ? Money.ZERO : t.receivables.getOrDefault(driver, Money.ZERO),
                place);
    }

    private static void carryOut(Tables t, SettlementFacts facts, SettlementDecision decision) {
        switch (decision) {
            case SettlementDecision.Bill bill -> post(t, bill.step(), bill.posting(), facts.recordId());
            case SettlementDecision.Beside unused -> {}
            case SettlementDecision.Review review -> {
                write(
                        t,
                        Objects.requireNonNull(
                                t.orders.get(review.step().order().id())),
                        review.step());
                lowerHold(t, review.step().order(), review.keepHeld());
            }
            case SettlementDecision.Orphan orphan -> {
                require(
                        t.tradeNos.putIfAbsent(
                                        orphan.order().tradeNo(), orphan.order().id())
                                == null,
                        "trade number");
                t.orders.put(orphan.order().id(), orphan.order());
            }
            case SettlementDecision.Quarantine unused -> {}
        }
    }

    private static void post(Tables t, Step.Changed step, Posting posting, @Nullable Long recordId) {
        ChargingOrder before = Objects.requireNonNull(t.orders.get(step.order().id()));
        List<Bill> bills = new ArrayList<>(t.bills.getOrDefault(before.tradeNo(), List.of()));
        require(posting.billNo() == bills.size() + 1, "one bill a trade number and number");
        bills.add(new Bill(posting, recordId));
        t.bills.put(before.tradeNo(), List.copyOf(bills));
        Long driver = before.terms().driverId();
        if (driver != null) {
            pay(t, before, posting, driver);
        }
        for (Journal journal : posting.journals()) {
            require(t.journals.putIfAbsent(journal.kind() + journal.businessKey(), journal) == null, "journal key");
        }
        write(t, before, step);
    }

    private static void pay(Tables t, ChargingOrder order, Posting posting, long driver) {
        Wallet wallet = Objects.requireNonNull(t.wallets.get(driver));
        Driver owner = new Driver(order.terms().tenantId(), driver);
        Hold hold = t.holds.get(order.id());
        Money released = Money.ZERO;
        if (hold != null && hold.isOpen()) {
            released = hold.amount();
            boolean nothing = posting.bill().payable().isZero();
            Money posted = posting.fromWallet().min(released);
            t.holds.put(
                    order.id(),
                    new Hold(
                            hold.key(),
                            hold.amount(),
                            hold.expiresAt(),
                            nothing ? HoldState.VOIDED : HoldState.POSTED,
                            nothing ? Money.ZERO : posted));
        }
        Wallet after = new Wallet(
                wallet.balance().plus(posting.walletChange(owner)),
                wallet.held().minus(released),
                wallet.creditLimit());
        Money paid = posting.walletChange(owner).negated();
        require(paid.compareTo(released) <= 0 || !after.available().isNegative(), "nothing is spent that is not there");
        t.wallets.put(driver, after);
        t.receivables.merge(driver, posting.receivableChange(owner), Money::plus);
    }

    private static @Nullable PostedBill posted(Tables t, @Nullable ChargingOrder order) {
        List<Bill> bills = order == null ? List.of() : t.bills.getOrDefault(order.tradeNo(), List.of());
        if (order == null || bills.isEmpty()) {
            return null;
        }
        Posting last = bills.getLast().posting();
        Journal booked = t.journals.get(Journal.Kind.SETTLE_CHARGE + Posting.keyOf(order, last.billNo()));
        return new PostedBill(
                last.billNo(),
                last.origin(),
                last.bill().payable(),
                last.fromWallet(),
                last.owed(),
                bills.getLast().recordId(),
                booked);
    }

    private static void lowerHold(Tables t, ChargingOrder order, Money kept) {
        Hold hold = t.holds.get(order.id());
        Long driver = order.terms().driverId();
        if (hold == null || !hold.isOpen() || driver == null || kept.compareTo(hold.amount()) >= 0) {
            return;
        }
        Wallet wallet = Objects.requireNonNull(t.wallets.get(driver));
        Money released = hold.amount().minus(kept);
        t.wallets.put(driver, new Wallet(wallet.balance(), wallet.held().minus(released), wallet.creditLimit()));
        t.holds.put(
                order.id(),
                kept.isZero()
                        ? new Hold(hold.key(), hold.amount(), hold.expiresAt(), HoldState.VOIDED, Money.ZERO)
                        : new Hold(hold.key(), kept, hold.expiresAt(), HoldState.OPEN, Money.ZERO));
    }

    @Override
    public Mono<Void> postpone(long recordId, Instant nextTryAt, String reason) {
        return transaction(t -> t.records.computeIfPresent(
                        recordId,
                        (id, row) -> new Row(id, row.record(), row.state(), row.attempts() + 1, nextTryAt, reason)))
                .then();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("violated: " + what);
        }
    }

    // What tests look at

    private synchronized <T> T read(Supplier<T> what) {
        return what.get();
    }

    public List<ChargingOrder> orders() {
        return read(() -> List.copyOf(committed.orders.values()));
    }

    public ChargingOrder order(OrderId id) {
        return read(() -> Objects.requireNonNull(committed.orders.get(id)));
    }

    public Wallet wallet(long driverId) {
        return read(() -> committed.wallets.getOrDefault(driverId, Wallet.EMPTY));
    }

    public Hold hold(OrderId id) {
        return read(() -> Objects.requireNonNull(committed.holds.get(id)));
    }

    public List<Row> records() {
        return read(() -> List.copyOf(committed.records.values()));
    }

    public List<Bill> bills() {
        return read(
                () -> committed.bills.values().stream().flatMap(List::stream).toList());
    }

    public List<Journal> journals() {
        return read(() -> List.copyOf(committed.journals.values()));
    }

    /** The sum over all accounts. */
    public long ledgerSum() {
        return journals().stream()
                .flatMap(journal -> journal.entries().stream())
                .map(Entry::change)
                .mapToLong(Money::fen)
                .sum();
    }

    public long overdueTimers(Instant now) {
        return read(() -> committed.timers.values().stream()
                .filter(due -> due.isBefore(now))
                .count());
    }
}
