package io.ohmgate.api.store;

import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderTimer;
import io.ohmgate.gateway.order.Step;
import io.ohmgate.gateway.order.TimerChange;
import io.ohmgate.gateway.record.SettlementDecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** What a step of the order's machine writes beside the order: its timers and its line in the history. */
final class OrderSteps {
    private static final int DETAIL_MAX = 200;

    private static final String INSERT_EVENT = """
        INSERT INTO order_event
               (tenant_id, order_id, order_version, kind, from_state, to_state, detail, at)\
        """;

    private static final String INSERT_TIMER = "INSERT INTO order_timer (order_id, kind, tenant_id, due_at)";

    private OrderSteps() {}

    /** Writes a changed order, its timers and its history; the hold is the caller's. */
    static Mono<Void> write(DatabaseClient sql, ChargingOrder before, Step.Changed step) {
        ChargingOrder after = step.order();
        return OrderRows.update(sql, before, after)
                .then(timers(sql, after, step.timers()))
                .then(history(sql, after, step.transition()));
    }

    static Mono<Void> history(DatabaseClient sql, ChargingOrder order, Step.Transition transition) {
        return add(Rows.of(INSERT_EVENT), order, transition).insert(sql).then();
    }

    /** A line in the history of each of many orders. */
    static Mono<Void> history(DatabaseClient sql, List<SettlementDecision.Orphan> orphans) {
        Rows rows = Rows.of(INSERT_EVENT);
        orphans.forEach(orphan -> add(rows, orphan.order(), orphan.transition()));
        return rows.insert(sql).then();
    }

    private static Rows add(Rows rows, ChargingOrder order, Step.Transition transition) {
        return rows.add(
                order.terms().tenantId(),
                order.id().text(),
                order.version(),
                transition.event(),
                transition.from(),
                transition.to(),
                shortened(transition.detail()),
                transition.at());
    }

    /** The first line of an order's history: it came from nowhere. */
    static Mono<Void> opened(DatabaseClient sql, ChargingOrder order, String event, Instant at) {
        return Rows.of(INSERT_EVENT)
                .add(order.terms().tenantId(), order.id().text(), order.version(), event, null, order.state(), null, at)
                .insert(sql)
                .then();
    }

    /** Of several changes of one timer the last one counts. */
    static Mono<Void> timers(DatabaseClient sql, ChargingOrder order, List<TimerChange> changes) {
        Map<OrderTimer.Kind, TimerChange> last = new EnumMap<>(OrderTimer.Kind.class);
        changes.forEach(change -> last.put(change.kind(), change));
        Rows set = Rows.of(INSERT_TIMER);
        List<String> cancelled = new ArrayList<>();
        for (TimerChange change : last.values()) {
            switch (change) {
                case TimerChange.Set later ->
                    set.add(order.id().text(), later.kind(), order.terms().tenantId(), later.dueAt());
                case TimerChange.Cancel gone -> cancelled.add(gone.kind().name());
            }
        }
        return delete(sql, order.id(), cancelled)
                .then(set.insert(sql, "ON DUPLICATE KEY UPDATE due_at = VALUES(due_at)"))
                .then();
    }

    /** All in one statement: an order that ends cancels every timer it may have, with its row locked. */
    private static Mono<Void> delete(DatabaseClient sql, OrderId id, List<String> kinds) {
        if (kinds.isEmpty()) {
            return Mono.empty();
        }
        return sql.sql("DELETE FROM order_timer WHERE order_id = :id AND kind IN (:kinds)")
                .bind("id", id.text())
                .bind("kinds", kinds)
                .then();
    }

    /** @param dueAt the time it must still be due at */
    static Mono<Long> delete(DatabaseClient sql, OrderId id, OrderTimer.Kind kind, Instant dueAt) {
        return sql.sql("DELETE FROM order_timer WHERE order_id = :id AND kind = :kind AND due_at = :dueAt")
                .bind("id", id.text())
                .bind("kind", kind.name())
                .bind("dueAt", Columns.storable(dueAt))
                .fetch()
                .rowsUpdated();
    }

    private static String shortened(String detail) {
        return detail.length() <= DETAIL_MAX ? detail : detail.substring(0, DETAIL_MAX);
    }
}
