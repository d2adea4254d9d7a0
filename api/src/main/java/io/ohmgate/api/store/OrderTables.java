package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.ledger.Driver;
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
import io.ohmgate.gateway.order.TimerStore;
import io.ohmgate.gateway.order.TradeNoTakenException;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Orders in {@code charging_order} with their timers, history, progress and holds. Rows are locked in this order: order,
 * hold, wallet; a start locks the wallet first, but its order is not there for anybody else to lock.
 */
public final class OrderTables implements OrderStore, TimerStore, ProgressStore {
    /** Only another tap with the same key can make a start be decided again, and that tap then has its order. */
    private static final int SAME_KEY_RACES_MAX = 3;

    private static final String PLATFORM = "platform";

    private static final String TENANT = "SELECT tenant_id FROM driver WHERE id = :driverId";

    private static final String FACTS = """
        SELECT (SELECT d.barred_at IS NOT NULL FROM driver d WHERE d.id = :driverId) AS barred,
               (SELECT COUNT(*) FROM charging_order o
                 WHERE o.driver_id = :driverId AND o.active_gun IS NOT NULL) AS active_orders
        """;

    private static final String SAME_KEY =
            OrderRows.SELECT + " WHERE o.driver_id = :driverId AND o.idempotency_key = :key";

    private static final String LOCK = OrderRows.SELECT + " WHERE o.id = :id FOR UPDATE";

    private static final String UNFINISHED = OrderRows.SELECT + " WHERE o.state IN " + OrderRows.quoted(OrderRows.OPEN);

    private static final String UNSTOPPED = OrderRows.SELECT + """
         JOIN order_timer t ON t.order_id = o.id AND t.kind = 'STOP_RESEND'
         WHERE o.stop_requested_at IS NOT NULL AND o.stop_confirmed_at IS NULL AND o.state NOT IN
        """ + OrderRows.quoted(OrderRows.OPEN);

    private static final String DUE =
            "SELECT order_id, kind, due_at FROM order_timer WHERE due_at <= :now ORDER BY due_at, order_id LIMIT"
                    + " :limit";

    private static final String STILL_OPEN = "SELECT id, tenant_id FROM charging_order WHERE id IN (:ids) AND state IN "
            + OrderRows.quoted(OrderRows.OPEN);

    private final Database critical;
    private final Database general;
    private final InstantSource clock;

    public OrderTables(Database critical, Database general, InstantSource clock) {
        this.critical = critical;
        this.general = general;
        this.clock = clock;
    }

    @Override
    public Mono<StartOutcome> open(long driverId, String idempotencyKey, Function<StartFacts, StartDecision> decide) {
        DatabaseClient sql = critical.sql();
        Mono<StartOutcome> work = sql.sql(TENANT)
                .bind("driverId", driverId)
                .map(row -> Columns.number(row, "tenant_id"))
                .one()
                .switchIfEmpty(Mono.error(() -> new IllegalArgumentException("no such driver")))
                .map(tenantId -> new Driver(tenantId, driverId))
                .flatMap(driver -> WalletRow.lock(sql, driver, clock.instant())
                        .flatMap(wallet -> owedPaid(driver, wallet))
                        .flatMap(paid -> facts(driver, idempotencyKey, paid)
                                .map(decide)
                                .flatMap(decision -> carryOut(decision, paid.wallet()))));
        return critical.detachedTransaction("open order", work)
                .retryWhen(Retry.max(SAME_KEY_RACES_MAX)
                        .filter(failure -> UniqueKeys.violated(failure, UniqueKeys.ORDER_IDEMPOTENCY))
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()))
                .onErrorResume(
                        failure -> UniqueKeys.violated(failure, UniqueKeys.ACTIVE_GUN),
                        taken -> Mono.just(new StartOutcome.Refused(StartRefusal.GUN_BUSY)))
                .onErrorMap(
                        failure -> UniqueKeys.violated(failure, UniqueKeys.TRADE_NO),
                        taken -> new TradeNoTakenException());
    }

    /** Stays paid if the rules then refuse the start. The account and the moment, under its lock, key the payment. */
    private Mono<Receivables.Paid> owedPaid(Driver driver, WalletRow wallet) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return Receivables.pay(critical.sql(), driver, wallet, wallet.accountId() + "@" + now, PLATFORM, now);
        });
    }

    private Mono<StartFacts> facts(Driver driver, String idempotencyKey, Receivables.Paid paid) {
        DatabaseClient sql = critical.sql();
        Mono<List<ChargingOrder>> sameKey = sql.sql(SAME_KEY)
                .bind("driverId", driver.driverId())
                .bind("key", idempotencyKey)
                .map(OrderRows::read)
                .all()
                .collectList();
        return sameKey.flatMap(same -> sql.sql(FACTS)
                .bind("driverId", driver.driverId())
                .map(row -> new StartFacts(
                        same.isEmpty() ? null : same.getFirst(),
                        Columns.number(row, "barred") != 0,
                        paid.owed().compareTo(Money.ZERO) > 0,
                        Columns.integer(row, "active_orders"),
                        paid.wallet().wallet().spendable()))
                .one());
    }

    private Mono<StartOutcome> carryOut(StartDecision decision, WalletRow wallet) {
        return switch (decision) {
            case StartDecision.Answer answer -> Mono.just(answer.outcome());
            case StartDecision.Open open -> insert(open, wallet);
        };
    }

    private Mono<StartOutcome> insert(StartDecision.Open open, WalletRow wallet) {
        DatabaseClient sql = critical.sql();
        ChargingOrder order = open.order();
        Mono<Void> parts = Flux.fromIterable(open.parts())
                .concatMap(part -> insert(part, open))
                .then();
        return LedgerRows.hold(sql, wallet.accountId(), order.terms().hold())
                .flatMap(enough -> !enough
                        ? Mono.just(new StartOutcome.Refused(StartRefusal.BALANCE_TOO_LOW))
                        : insert(order, open)
                                .then(HoldRow.insert(sql, order, wallet.accountId()))
                                .then(parts)
                                .thenReturn(new StartOutcome.Accepted(order, open.parts(), false)));
    }

    private Mono<Void> insert(ChargingOrder order, StartDecision.Open open) {
        DatabaseClient sql = critical.sql();
        return OrderRows.insert(sql, order)
                .then(OrderSteps.timers(sql, order, open.timers()))
                .then(OrderSteps.opened(sql, order, "OPENED", order.terms().createdAt()))
                .then(StartNotices.ofNewPlace(sql, order));
    }

    @Override
    public Mono<Step> raiseHold(OrderId id, BiFunction<ChargingOrder, Money, Step> apply) {
        DatabaseClient sql = critical.sql();
        Mono<Step> work = locked(id)
                .flatMap(order -> HoldRow.lock(sql, id).filter(HoldRow::open).flatMap(hold -> {
                    Long driverId = order.terms().driverId();
                    return driverId == null
                            ? Mono.<Step>empty()
                            : WalletRow.lock(sql, new Driver(order.terms().tenantId(), driverId), clock.instant())
                                    .flatMap(wallet -> raised(order, hold, wallet, apply));
                }));
        return critical.detachedTransaction("raise hold", work);
    }

    private Mono<Step> raised(
            ChargingOrder order, HoldRow hold, WalletRow wallet, BiFunction<ChargingOrder, Money, Step> apply) {
        Step step = apply.apply(order, wallet.wallet().spendable());
        if (!(step instanceof Step.Changed changed)) {
            return Mono.just(step);
        }
        Money more = changed.order().terms().hold().minus(order.terms().hold());
        return OrderSteps.write(critical.sql(), order, changed)
                .then(hold.raiseBy(critical.sql(), more))
                .thenReturn(changed);
    }

    @Override
    public Flux<ChargingOrder> group(OrderId main) {
        return critical.sql()
                .sql(OrderRows.SELECT + " WHERE o.parallel_main = :main ORDER BY o.id")
                .bind("main", main.text())
                .map(OrderRows::read)
                .all();
    }

    @Override
    public Mono<Step> change(OrderId id, Function<ChargingOrder, Step> apply) {
        return critical.detachedTransaction(
                "change order", locked(id).flatMap(before -> write(before, apply.apply(before))));
    }

    @Override
    public Mono<Step> fire(OrderTimer timer, Function<ChargingOrder, Step> apply) {
        Mono<Step> work = locked(timer.orderId())
                .flatMap(before -> OrderSteps.delete(critical.sql(), timer.orderId(), timer.kind(), timer.dueAt())
                        .flatMap(rows -> rows == 1 ? write(before, apply.apply(before)) : Mono.empty()));
        return critical.detachedTransaction("fire timer", work);
    }

    private Mono<ChargingOrder> locked(OrderId id) {
        return critical.sql()
                .sql(LOCK)
                .bind("id", id.text())
                .map(OrderRows::read)
                .one();
    }

    private Mono<Step> write(ChargingOrder before, Step step) {
        return switch (step) {
            case Step.Ignored ignored -> Mono.just(ignored);
            case Step.Changed changed ->
                OrderSteps.write(critical.sql(), before, changed)
                        .then(holdChange(changed))
                        .thenReturn(changed);
        };
    }

    private Mono<Void> holdChange(Step.Changed step) {
        return switch (step.hold()) {
            case KEEP -> Mono.empty();
            case VOID ->
                SharedHold.freed(critical.sql(), step.order())
                        .filter(Boolean::booleanValue)
                        .flatMap(free -> HoldRow.lock(critical.sql(), SharedHold.idOf(step.order())))
                        .flatMap(hold ->
                                hold.giveBack(critical.sql(), step.transition().at()));
        };
    }

    @Override
    public Mono<Boolean> openOrphan(ChargingOrder order, Step.Transition transition) {
        DatabaseClient sql = critical.sql();
        return critical.detachedTransaction(
                        "open orphan",
                        OrderRows.insert(sql, order)
                                .then(OrderSteps.history(sql, order, transition))
                                .thenReturn(true))
                .onErrorResume(failure -> UniqueKeys.violated(failure, UniqueKeys.TRADE_NO), taken -> Mono.just(false));
    }

    @Override
    public Mono<Void> lowerHold(OrderId id, Money kept, Instant at) {
        DatabaseClient sql = critical.sql();
        return critical.detachedTransaction(
                "lower hold",
                locked(id)
                        .filter(order -> order.state() == OrderState.AWAITING_RECORD)
                        .filter(order -> order.terms().source().parallel() == null)
                        .flatMap(order -> HoldRow.lock(sql, id))
                        .flatMap(hold -> hold.lowerTo(sql, kept, at)));
    }

    @Override
    public Mono<ChargingOrder> find(OrderId id) {
        return critical.sql()
                .sql(OrderRows.SELECT + " WHERE o.id = :id")
                .bind("id", id.text())
                .map(OrderRows::read)
                .one();
    }

    @Override
    public Mono<ChargingOrder> find(TradeNo tradeNo) {
        return critical.sql()
                .sql(OrderRows.SELECT + " WHERE o.trade_no = :tradeNo")
                .bind("tradeNo", tradeNo.digits())
                .map(OrderRows::read)
                .one();
    }

    @Override
    public Flux<ChargingOrder> unfinished() {
        return Flux.concat(
                general.sql().sql(UNFINISHED).map(OrderRows::read).all(),
                general.sql().sql(UNSTOPPED).map(OrderRows::read).all());
    }

    @Override
    public Flux<ChargingOrder> unfinished(Collection<PileNo> piles) {
        if (piles.isEmpty()) {
            return Flux.empty();
        }
        Set<String> numbers = piles.stream().map(PileNo::digits).collect(Collectors.toSet());
        return Flux.concat(
                critical.sql()
                        .sql(UNFINISHED + " AND o.pile_no IN (:piles)")
                        .bind("piles", numbers)
                        .map(OrderRows::read)
                        .all(),
                critical.sql()
                        .sql(UNSTOPPED + " AND o.pile_no IN (:piles)")
                        .bind("piles", numbers)
                        .map(OrderRows::read)
                        .all());
    }

    @Override
    public Flux<PileNo> pilesOf(long driverId) {
        return general.sql()
                .sql("SELECT DISTINCT pile_no FROM charging_order WHERE driver_id = :driverId"
                        + " AND active_gun IS NOT NULL")
                .bind("driverId", driverId)
                .map(row -> new PileNo(Columns.text(row, "pile_no")))
                .all();
    }

    /** Whose piles' orders they are. */
    public Mono<Map<OrderId, PileNo>> pilesOf(Set<OrderId> orders) {
        return critical.sql()
                .sql("SELECT id, pile_no FROM charging_order WHERE id IN (:ids)")
                .bind("ids", orders.stream().map(OrderId::text).collect(Collectors.toSet()))
                .map(row -> Map.entry(new OrderId(Columns.text(row, "id")), new PileNo(Columns.text(row, "pile_no"))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    @Override
    public Flux<OrderTimer> due(Instant now, int limit) {
        return critical.sql()
                .sql(DUE)
                .bind("now", now)
                .bind("limit", limit)
                .map(row -> new OrderTimer(
                        new OrderId(Columns.text(row, "order_id")),
                        Columns.constant(row, "kind", OrderTimer.Kind.class),
                        Columns.instant(row, "due_at")))
                .all();
    }

    /**
     * Looks first which of the orders still run, without a lock, and then writes to {@code order_progress} alone: a batch
     * never waits for an order that is being changed, nor the other way round for longer than one statement.
     */
    @Override
    public Mono<Void> save(List<ProgressUpdate> updates) {
        if (updates.isEmpty()) {
            return Mono.empty();
        }
        Map<String, ProgressUpdate> byId = updates.stream()
                .collect(Collectors.toMap(
                        update -> update.orderId().text(),
                        Function.identity(),
                        (a, b) -> b.progress().at().isAfter(a.progress().at()) ? b : a));
        DatabaseClient sql = general.sql();
        return sql.sql(STILL_OPEN)
                .bind("ids", byId.keySet())
                .map(row -> progress(
                        Columns.number(row, "tenant_id"), Objects.requireNonNull(byId.get(Columns.text(row, "id")))))
                .all()
                .buffer(Rows.ROWS_MAX)
                .concatMap(batch -> OrderRows.saveProgress(sql, batch))
                .then();
    }

    private static OrderRows.OrderProgress progress(long tenantId, ProgressUpdate update) {
        return new OrderRows.OrderProgress(update.orderId(), tenantId, update.progress());
    }
}
