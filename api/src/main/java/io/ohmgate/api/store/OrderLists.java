package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.BillLine;
import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderState;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Orders and their bills, for people to read. A driver sees their own, an operator those of the tenant. */
public final class OrderLists {
    private static final String BILL = """
        SELECT b.order_id, b.tariff_version_id, b.electricity_1e4, b.total_1e4, b.payable_fen,
                   b.electricity_fen, b.paid_fen, b.unpaid_fen, b.pile_amount_1e4, b.flags, b.created_at, b.origin,
                   IF(b.unpaid_fen = 0, 0,
                      (SELECT -a.balance_fen FROM ledger_account a
                        WHERE a.tenant_id = b.tenant_id AND a.kind = 'DRIVER_RECEIVABLE'
                          AND a.owner_id = o.driver_id)) AS owed_fen,
                   IF(b.unpaid_fen = 0, 0,
                      (SELECT CAST(COALESCE(SUM(n.unpaid_fen), 0) AS SIGNED)
                         FROM charging_order p JOIN charging_bill n ON n.order_id = p.id
                        WHERE p.driver_id = o.driver_id AND n.unpaid_fen > 0 AND n.id > b.id
                          AND n.bill_no = (SELECT MAX(m.bill_no) FROM charging_bill m
                                            WHERE m.order_id = n.order_id))) AS newer_unpaid_fen
              FROM charging_bill b JOIN charging_order o ON o.id = b.order_id
             WHERE b.order_id = :orderId ORDER BY b.bill_no DESC LIMIT 1
        """;

    private static final String OTHER_GUNS =
            "SELECT id, state FROM charging_order WHERE parallel_main = :orderId AND id <> :orderId ORDER BY id";

    private static final String LINES = """
        SELECT l.level, l.energy_1e4_kwh, l.electricity_1e5, l.service_1e5, l.electricity_1e4, l.total_1e4,
               l.electricity_fen, l.service_fen
          FROM charging_bill b JOIN charging_bill_line l ON l.bill_id = b.id
         WHERE b.order_id = :orderId
           AND b.bill_no = (SELECT MAX(m.bill_no) FROM charging_bill m WHERE m.order_id = b.order_id)
         ORDER BY l.line_no
        """;

    private static final String HISTORY = """
        SELECT order_version, kind, from_state, to_state, detail, at
          FROM order_event WHERE order_id = :orderId ORDER BY order_version LIMIT :limit
        """;

    /** An order's life has some twenty steps; a history longer than this would be a fault of ours. */
    private static final int HISTORY_MAX = 500;

    private final Database general;

    public OrderLists(Database general) {
        this.general = general;
    }

    /**
     * The bill that counts with what became of it and what the pile itself would have charged. {@code unpaid} is what is
     * still owed on it now: payments of debts settle the oldest bill first.
     */
    public record SettledBill(
            OrderId orderId,
            @Nullable Long tariffVersionId,
            ChargingBill bill,
            Money paid,
            Money unpaid,
            Amount pileAmount,
            List<String> flags,
            Instant settledAt,
            List<SettledBill> otherGuns) {
        public SettledBill {
            flags = List.copyOf(flags);
            otherGuns = List.copyOf(otherGuns);
        }

        /** For one gun. */
        public SettledBill(
                OrderId orderId,
                @Nullable Long tariffVersionId,
                ChargingBill bill,
                Money paid,
                Money unpaid,
                Amount pileAmount,
                List<String> flags,
                Instant settledAt) {
            this(orderId, tariffVersionId, bill, paid, unpaid, pileAmount, flags, settledAt, List.of());
        }

        private SettledBill with(List<SettledBill> others) {
            return new SettledBill(orderId, tariffVersionId, bill, paid, unpaid, pileAmount, flags, settledAt, others);
        }
    }

    /** Which orders a list shows; null for all. */
    public record Filter(
            @Nullable OrderState state,
            @Nullable Long stationId,
            @Nullable Long driverId) {
        public static final Filter ALL = new Filter(null, null, null);
    }

    /** A line of an order's history; {@code from} is null for the first. */
    public record HistoryLine(
            long version,
            String event,
            @Nullable OrderState from,
            OrderState to,
            @Nullable String detail,
            Instant at) {}

    /** Empty if there is no such order within the scope. */
    public Mono<ChargingOrder> get(Scope scope, OrderId id) {
        return bindScope(
                        general.sql()
                                .sql(OrderRows.SELECT + " WHERE o.id = :id AND " + within(scope))
                                .bind("id", id.text()),
                        scope)
                .map(OrderRows::read)
                .one();
    }

    /** The newest first; the cursor is the last id seen. */
    public Mono<Page<ChargingOrder>> list(Scope scope, Filter filter, @Nullable String cursor, int limit) {
        StringBuilder where =
                new StringBuilder(OrderRows.SELECT).append(" WHERE ").append(within(scope));
        // A second gun of one vehicle is no order of its own for its driver.
        where.append(scope instanceof Scope.Driver ? " AND (o.parallel_main IS NULL OR o.parallel_main = o.id)" : "");
        where.append(cursor == null ? "" : " AND o.id < :before");
        where.append(filter.state() == null ? "" : " AND o.state = :state");
        where.append(filter.stationId() == null ? "" : " AND o.station_id = :stationId");
        where.append(filter.driverId() == null ? "" : " AND o.driver_id = :ofDriver");
        DatabaseClient.GenericExecuteSpec spec = bindScope(
                        general.sql().sql(where + " ORDER BY o.id DESC LIMIT :limit"), scope)
                .bind("limit", Page.checked(limit) + 1);
        spec = cursor == null ? spec : spec.bind("before", cursor);
        spec = filter.state() == null ? spec : spec.bind("state", filter.state().name());
        spec = filter.stationId() == null ? spec : spec.bind("stationId", filter.stationId());
        spec = filter.driverId() == null ? spec : spec.bind("ofDriver", filter.driverId());
        return spec.map(OrderRows::read)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, limit, last -> last.id().text()));
    }

    /** The driver's orders that hold a gun now. */
    public Flux<ChargingOrder> active(Scope.Driver scope) {
        return bindScope(
                        general.sql().sql(OrderRows.SELECT + " WHERE o.active_gun IS NOT NULL AND " + within(scope)),
                        scope)
                .map(OrderRows::read)
                .all();
    }

    /**
     * The bill of an order that is settled; empty if it is not, or not within the scope. Guns that charged one vehicle
     * have one receipt, so there is none before the last of them is settled.
     */
    public Mono<SettledBill> bill(Scope scope, OrderId id) {
        return get(scope, id)
                .flatMap(order -> bill(order.id())
                        .flatMap(own -> order.terms().source().parallel() == null
                                ? Mono.just(own)
                                : otherGuns(order.id()).map(own::with)));
    }

    private Mono<SettledBill> bill(OrderId id) {
        return lines(id)
                .flatMap(lines -> general.sql()
                        .sql(BILL)
                        .bind("orderId", id.text())
                        .map(row -> settled(row, lines))
                        .one());
    }

    private Mono<List<SettledBill>> otherGuns(OrderId main) {
        return general.sql()
                .sql(OTHER_GUNS)
                .bind("orderId", main.text())
                .map(row -> new OtherGun(
                        new OrderId(Columns.text(row, "id")), Columns.constant(row, "state", OrderState.class)))
                .all()
                .collectList()
                .filter(others -> others.stream().allMatch(OtherGun::decided))
                .flatMap(others -> Flux.fromIterable(others)
                        .concatMap(other -> bill(other.id()))
                        .collectList());
    }

    private record OtherGun(OrderId id, OrderState state) {
        boolean decided() {
            return state == OrderState.SETTLED || state == OrderState.START_FAILED;
        }
    }

    /** What happened to the order, in order; empty if it is not within the scope. */
    public Flux<HistoryLine> history(Scope.Operator scope, OrderId id) {
        return get(scope, id)
                .flatMapMany(order -> general.sql()
                        .sql(HISTORY)
                        .bind("orderId", order.id().text())
                        .bind("limit", HISTORY_MAX)
                        .map(row -> new HistoryLine(
                                Columns.number(row, "order_version"),
                                Columns.text(row, "kind"),
                                Columns.constantOrNull(row, "from_state", OrderState.class),
                                Columns.constant(row, "to_state", OrderState.class),
                                Columns.textOrNull(row, "detail"),
                                Columns.instant(row, "at")))
                        .all());
    }

    private Mono<List<BillLine>> lines(OrderId orderId) {
        return general.sql()
                .sql(LINES)
                .bind("orderId", orderId.text())
                .map(row -> new BillLine(
                        Columns.constant(row, "level", PriceLevel.class),
                        new Energy(Columns.number(row, "energy_1e4_kwh")),
                        new Price(
                                new UnitPrice(Columns.number(row, "electricity_1e5")),
                                new UnitPrice(Columns.number(row, "service_1e5"))),
                        new Amount(Columns.number(row, "electricity_1e4")),
                        new Amount(Columns.number(row, "total_1e4")),
                        new Money(Columns.number(row, "electricity_fen")),
                        new Money(Columns.number(row, "service_fen"))))
                .all()
                .collectList();
    }

    private static SettledBill settled(Readable row, List<BillLine> lines) {
        String flags = Columns.text(row, "flags");
        Money payable = new Money(Columns.number(row, "payable_fen"));
        Money unpaid = stillOwed(row);
        return new SettledBill(
                new OrderId(Columns.text(row, "order_id")),
                Columns.numberOrNull(row, "tariff_version_id"),
                new ChargingBill(
                        lines,
                        new Amount(Columns.number(row, "electricity_1e4")),
                        new Amount(Columns.number(row, "total_1e4")),
                        payable,
                        new Money(Columns.number(row, "electricity_fen"))),
                payable.minus(unpaid),
                unpaid,
                new Amount(Columns.number(row, "pile_amount_1e4")),
                flags.isEmpty() ? List.of() : Arrays.asList(flags.split(",")),
                Columns.instant(row, "created_at"));
    }

    /** Of all that the driver owes, what newer bills do not account for, and no more than this bill left unpaid. */
    private static Money stillOwed(Readable row) {
        Long owed = Columns.numberOrNull(row, "owed_fen");
        long older = (owed == null ? 0 : owed) - Columns.number(row, "newer_unpaid_fen");
        return new Money(Math.clamp(older, 0, Columns.number(row, "unpaid_fen")));
    }

    /** The condition that keeps a query on {@code charging_order o} within a scope. */
    static String within(Scope scope) {
        return switch (scope) {
            case Scope.Driver driver -> "o.tenant_id = :tenantId AND o.driver_id = :driverId";
            case Scope.Operator operator -> "o.tenant_id = :tenantId";
        };
    }

    static DatabaseClient.GenericExecuteSpec bindScope(DatabaseClient.GenericExecuteSpec spec, Scope scope) {
        DatabaseClient.GenericExecuteSpec bound = spec.bind("tenantId", scope.tenantId());
        return scope instanceof Scope.Driver driver ? bound.bind("driverId", driver.driverId()) : bound;
    }
}
