package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.pile.TradeNo;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Work orders (工单): one for each fault of each gun, for ever. A fault that comes again is another occurrence of it and
 * reopens it; it is never a second one.
 */
public final class WorkOrderTables {
    /** What is not urgent becomes somebody's work when it comes twice within this time. */
    public static final Duration REPEATED_WITHIN = Duration.ofHours(24);

    static final int EVENTS_MAX = 200;

    private static final String SELECT = """
        SELECT w.id, w.tenant_id, w.station_id, w.gun_id, w.fault_list, w.fault_code, w.state, w.occurrences, w.reopened,
               w.first_at, w.last_at, w.assigned_to, w.closed_at, s.username AS assignee
          FROM work_order w LEFT JOIN staff_user s ON s.id = w.assigned_to
        """;

    private static final String INSERT = """
        INSERT INTO work_order
               (tenant_id, station_id, gun_id, fault_list, fault_code, state, occurrences, reopened, first_at, last_at)\
        """;

    private static final String INSERT_EVENT =
            "INSERT INTO work_order_event (tenant_id, work_order_id, kind, trade_no, actor, note, at)";

    private static final String PLATFORM = "platform";

    private final Database general;
    private final InstantSource clock;

    public WorkOrderTables(Database general, InstantSource clock) {
        this.general = general;
        this.clock = clock;
    }

    /** Where a work order stands. */
    public enum State {
        /** Seen once, and not urgent: shown to nobody until it comes again. */
        WATCHED,
        OPEN,
        ASSIGNED,
        CLOSED
    }

    /** What can happen to one. The names are stored. */
    public enum Kind {
        OCCURRED,
        REOPENED,
        ASSIGNED,
        CLOSED
    }

    /** A fault that came up. {@code urgent} makes work of the first one. */
    public record Occurrence(
            long tenantId,
            long stationId,
            String gunId,
            String list,
            int code,
            boolean urgent,
            @Nullable String tradeNo,
            Instant at) {}

    public record WorkOrder(
            long id,
            long tenantId,
            long stationId,
            String gunId,
            String list,
            int code,
            State state,
            int occurrences,
            int reopened,
            Instant firstAt,
            Instant lastAt,
            @Nullable String assignee,
            @Nullable Instant closedAt) {
        /** Where it stands after it came again. Late news of before its closing reopen nothing. */
        State after(Occurrence again) {
            boolean repeated = !again.at().isAfter(lastAt.plus(REPEATED_WITHIN));
            return switch (state) {
                case WATCHED -> again.urgent() || repeated ? State.OPEN : State.WATCHED;
                case OPEN, ASSIGNED -> state;
                case CLOSED -> closedAt != null && again.at().isAfter(closedAt) ? State.OPEN : State.CLOSED;
            };
        }
    }

    public record Event(
            Kind kind,
            @Nullable String tradeNo,
            String actor,
            @Nullable String note,
            Instant at) {}

    /** A code that an order ended with, and its list. */
    public record EndCode(String list, int code) {}

    /** Notes an occurrence. */
    public Mono<Void> occurred(Occurrence seen) {
        Mono<Void> work = locked(seen)
                .flatMap(known -> again(known, seen).thenReturn(known))
                .switchIfEmpty(Mono.defer(() -> first(seen).then(Mono.empty())))
                .then();
        return general.detached(general.transaction("note fault", work))
                // Two nodes saw it first: the second of them finds what the first has written.
                .onErrorResume(
                        DuplicateKeyException.class,
                        raced -> general.detached(general.transaction("note fault", work)));
    }

    private Mono<WorkOrder> locked(Occurrence seen) {
        return general.sql()
                .sql(SELECT + " WHERE w.gun_id = :gunId AND w.fault_list = :list AND w.fault_code = :code FOR UPDATE")
                .bind("gunId", seen.gunId())
                .bind("list", seen.list())
                .bind("code", seen.code())
                .map(WorkOrderTables::read)
                .one();
    }

    private Mono<Void> first(Occurrence seen) {
        return Rows.of(INSERT)
                .add(
                        seen.tenantId(),
                        seen.stationId(),
                        seen.gunId(),
                        seen.list(),
                        seen.code(),
                        seen.urgent() ? State.OPEN : State.WATCHED,
                        1,
                        0,
                        seen.at(),
                        seen.at())
                .insertForId(general.sql())
                .flatMap(id -> event(seen.tenantId(), id, Kind.OCCURRED, seen.tradeNo(), PLATFORM, null, seen.at()));
    }

    private Mono<Void> again(WorkOrder known, Occurrence seen) {
        State next = known.after(seen);
        boolean reopens = known.state() == State.CLOSED && next == State.OPEN;
        return general.sql()
                .sql("UPDATE work_order SET occurrences = occurrences + 1, reopened = reopened + :reopened, state ="
                        + " :state, last_at = GREATEST(last_at, :at) WHERE id = :id")
                .bind("reopened", reopens ? 1 : 0)
                .bind("state", next.name())
                .bind("at", Columns.storable(seen.at()))
                .bind("id", known.id())
                .then()
                .then(event(
                        known.tenantId(),
                        known.id(),
                        reopens ? Kind.REOPENED : Kind.OCCURRED,
                        seen.tradeNo(),
                        PLATFORM,
                        null,
                        seen.at()));
    }

    private Mono<Void> event(
            long tenantId,
            long id,
            Kind kind,
            @Nullable String tradeNo,
            String actor,
            @Nullable String note,
            Instant at) {
        return Rows.of(INSERT_EVENT)
                .add(tenantId, id, kind, tradeNo, actor, note, at)
                .insert(general.sql())
                .then();
    }

    /** What the record of an ended order, or the pile's refusal, names as its reason. */
    public Flux<EndCode> codesOf(OrderId orderId, TradeNo tradeNo) {
        DatabaseClient sql = general.sql();
        return Flux.concat(
                sql.sql("SELECT stop_reason_code AS code FROM txn_record WHERE trade_no = :tradeNo ORDER BY id LIMIT 1")
                        .bind("tradeNo", tradeNo.digits())
                        .map(row -> new EndCode("STOP_REASON", Columns.integer(row, "code")))
                        .all(),
                sql.sql("SELECT end_code AS code FROM charging_order WHERE id = :id AND end_reason = 'REFUSED_BY_PILE'"
                                + " AND end_code IS NOT NULL")
                        .bind("id", orderId.text())
                        .map(row -> new EndCode("START_REFUSAL", Columns.integer(row, "code")))
                        .all());
    }

    /** The newest first; of one state, or all that are shown to people. */
    public Mono<Page<WorkOrder>> list(Scope.Operator scope, @Nullable State state, @Nullable String cursor, int limit) {
        Page.checked(limit);
        return general.sql()
                .sql(SELECT
                        + " WHERE w.tenant_id = :tenantId AND w.id < :before AND w.state IN (:states) ORDER BY"
                        + " w.id DESC LIMIT :limit")
                .bind("tenantId", scope.tenantId())
                .bind("before", Page.number(cursor, Long.MAX_VALUE))
                .bind("states", state == null ? List.of("OPEN", "ASSIGNED", "CLOSED") : List.of(state.name()))
                .bind("limit", limit + 1)
                .map(WorkOrderTables::read)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, limit, row -> Long.toString(row.id())));
    }

    public Mono<WorkOrder> get(Scope.Operator scope, long id) {
        return general.sql()
                .sql(SELECT + " WHERE w.id = :id AND w.tenant_id = :tenantId")
                .bind("id", id)
                .bind("tenantId", scope.tenantId())
                .map(WorkOrderTables::read)
                .one();
    }

    /** What happened to it, the newest first, at most {@link #EVENTS_MAX}. */
    public Flux<Event> events(Scope.Operator scope, long id) {
        return general.sql()
                .sql("SELECT kind, trade_no, actor, note, at FROM work_order_event"
                        + " WHERE work_order_id = :id AND tenant_id = :tenantId ORDER BY id DESC LIMIT " + EVENTS_MAX)
                .bind("id", id)
                .bind("tenantId", scope.tenantId())
                .map(row -> new Event(
                        Columns.constant(row, "kind", Kind.class),
                        Columns.textOrNull(row, "trade_no"),
                        Columns.text(row, "actor"),
                        Columns.textOrNull(row, "note"),
                        Columns.instant(row, "at")))
                .all();
    }

    /** Gives it to one of the tenant's people; empty if there is no such open work order or no such person. */
    public Mono<WorkOrder> assign(Scope.Operator scope, long id, String username, String note) {
        Mono<Long> changed = general.sql()
                .sql("SELECT id FROM staff_user WHERE tenant_id = :tenantId AND username = :username")
                .bind("tenantId", scope.tenantId())
                .bind("username", username)
                .map(row -> Columns.number(row, "id"))
                .one()
                .flatMap(assignee -> general.sql()
                        .sql("UPDATE work_order SET assigned_to = :assignee, state = 'ASSIGNED'"
                                + " WHERE id = :id AND tenant_id = :tenantId AND state IN ('OPEN', 'ASSIGNED')")
                        .bind("assignee", assignee)
                        .bind("id", id)
                        .bind("tenantId", scope.tenantId())
                        .fetch()
                        .rowsUpdated())
                .defaultIfEmpty(0L);
        return changedThen(scope, id, changed, Kind.ASSIGNED, note);
    }

    /** Closes it with what was done; empty if it is not open. */
    public Mono<WorkOrder> close(Scope.Operator scope, long id, String note) {
        Mono<Long> changed = Mono.defer(() -> general.sql()
                .sql("UPDATE work_order SET state = 'CLOSED', closed_at = :now"
                        + " WHERE id = :id AND tenant_id = :tenantId AND state IN ('OPEN', 'ASSIGNED')")
                .bind("now", Columns.storable(clock.instant()))
                .bind("id", id)
                .bind("tenantId", scope.tenantId())
                .fetch()
                .rowsUpdated());
        return changedThen(scope, id, changed, Kind.CLOSED, note);
    }

    private Mono<WorkOrder> changedThen(Scope.Operator scope, long id, Mono<Long> changed, Kind kind, String note) {
        Mono<WorkOrder> work = changed.filter(rows -> rows > 0)
                .flatMap(rows -> event(scope.tenantId(), id, kind, null, scope.actor(), note, clock.instant())
                        .then(get(scope, id)));
        return general.detached(general.transaction("change work order", work));
    }

    private static WorkOrder read(Readable row) {
        return new WorkOrder(
                Columns.number(row, "id"),
                Columns.number(row, "tenant_id"),
                Columns.number(row, "station_id"),
                Columns.text(row, "gun_id"),
                Columns.text(row, "fault_list"),
                Columns.integer(row, "fault_code"),
                Columns.constant(row, "state", State.class),
                Columns.integer(row, "occurrences"),
                Columns.integer(row, "reopened"),
                Columns.instant(row, "first_at"),
                Columns.instant(row, "last_at"),
                Columns.textOrNull(row, "assignee"),
                Columns.instantOrNull(row, "closed_at"));
    }
}
