package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.record.InboxState;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Counts what is open in the tables, for the metrics; each question is answered from an index. */
public final class Census {
    /** States that an order should leave again, by frames, timers or a person. */
    public static final List<OrderState> COUNTED = Arrays.stream(OrderState.values())
            .filter(state -> state != OrderState.SETTLED && state != OrderState.START_FAILED)
            .toList();

    public static final List<InboxState> WAITING =
            List.of(InboxState.PENDING, InboxState.IN_REVIEW, InboxState.QUARANTINED);

    private static final String ORDERS =
            """
            SELECT s.state, s.n, o.created_at AS since
              FROM (SELECT state, COUNT(*) AS n, MIN(id) AS first_id FROM charging_order
                     WHERE state IN %s GROUP BY state) s
              JOIN charging_order o ON o.id = s.first_id
            """.formatted(OrderRows.quoted(COUNTED.stream().map(Enum::name).toList()));

    private static final String RECORDS =
            """
            SELECT s.state, s.n, r.received_at AS since
              FROM (SELECT state, COUNT(*) AS n, MIN(record_id) AS first_id FROM record_inbox
                     WHERE state IN %s GROUP BY state) s
              JOIN txn_record r ON r.id = s.first_id
            """.formatted(OrderRows.quoted(WAITING.stream().map(Enum::name).toList()));

    private static final String STOPS = """
        SELECT COUNT(*) AS n, MIN(stop_requested_at) AS since FROM charging_order
         WHERE state = 'STOPPING' AND stop_confirmed_at IS NULL
        """;

    private static final String TIMERS =
            "SELECT COUNT(*) AS n, MIN(due_at) AS since FROM order_timer WHERE due_at <= :now";

    private static final String HOLDS =
            "SELECT COUNT(*) AS n, MIN(created_at) AS since FROM wallet_hold WHERE state = 'OPEN'";

    private static final String JOURNALS =
            "SELECT COUNT(*) AS n, MAX(id) AS last_id FROM ledger_journal WHERE id > :after";

    private static final String LAST_JOURNAL = "SELECT COALESCE(MAX(id), 0) AS last_id FROM ledger_journal";

    private static final String SUSPENSE = """
        SELECT CAST(COALESCE(SUM(e.amount_fen), 0) AS SIGNED) AS fen
          FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id
         WHERE a.kind = 'SUSPENSE'
        """;

    private final Database general;

    public Census(Database general) {
        this.general = general;
    }

    /** How many there are, and since when the oldest; null if there is none. */
    public record Count(long number, @Nullable Instant oldest) {
        public static final Count NONE = new Count(0, null);
    }

    /** All that is open at about one moment. */
    public record Result(
            Map<OrderState, Count> orders,
            Map<InboxState, Count> records,
            Count unprovenStops,
            Count overdueTimers,
            Count openHolds,
            long suspenseFen) {}

    /** Journals written after {@code last}, and the last of them. */
    public record Journals(long number, long last) {}

    /** @param now what is due before it counts as overdue */
    public Mono<Result> take(Instant now) {
        Mono<Map<OrderState, Count>> orders = byState(ORDERS, OrderState.class);
        Mono<Map<InboxState, Count>> records = byState(RECORDS, InboxState.class);
        return orders.flatMap(open -> records.flatMap(waiting -> count(STOPS)
                .flatMap(stops -> overdue(now)
                        .flatMap(timers -> count(HOLDS)
                                .flatMap(holds -> suspense()
                                        .map(fen -> new Result(open, waiting, stops, timers, holds, fen)))))));
    }

    /** What was booked since the last time; nothing but where the books stand, the first time. */
    public Mono<Journals> journalsAfter(@Nullable Long last) {
        if (last == null) {
            return general.sql()
                    .sql(LAST_JOURNAL)
                    .map(row -> new Journals(0, Columns.number(row, "last_id")))
                    .one();
        }
        return general.sql()
                .sql(JOURNALS)
                .bind("after", last)
                .map(row -> {
                    Long newest = Columns.numberOrNull(row, "last_id");
                    return new Journals(Columns.number(row, "n"), newest == null ? last : newest);
                })
                .one();
    }

    private <E extends Enum<E>> Mono<Map<E, Count>> byState(String question, Class<E> type) {
        return general.sql()
                .sql(question)
                .map(row -> Map.entry(
                        Columns.constant(row, "state", type),
                        new Count(Columns.number(row, "n"), Columns.instantOrNull(row, "since"))))
                .all()
                .collect(
                        () -> new EnumMap<E, Count>(type),
                        (found, entry) -> found.put(entry.getKey(), entry.getValue()))
                .map(found -> found);
    }

    private Mono<Count> count(String question) {
        return general.sql()
                .sql(question)
                .map(row -> new Count(Columns.number(row, "n"), Columns.instantOrNull(row, "since")))
                .one();
    }

    private Mono<Count> overdue(Instant now) {
        return general.sql()
                .sql(TIMERS)
                .bind("now", now)
                .map(row -> new Count(Columns.number(row, "n"), Columns.instantOrNull(row, "since")))
                .one();
    }

    private Mono<Long> suspense() {
        return general.sql()
                .sql(SUSPENSE)
                .map(row -> Columns.number(row, "fen"))
                .one();
    }
}
