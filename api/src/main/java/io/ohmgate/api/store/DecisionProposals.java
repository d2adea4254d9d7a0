package io.ohmgate.api.store;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.bench.Bench;
import io.ohmgate.gateway.bench.BenchChoice;
import io.ohmgate.gateway.bench.BenchRefusal;
import io.ohmgate.gateway.bench.BenchStore.Proposal;
import io.ohmgate.gateway.bench.BenchVerdict;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Decisions that wait for a second person (双人复核, invariants F3), one an order at a time. Whoever writes here has the order's
 * row locked.
 */
public final class DecisionProposals {
    private static final int REASON_MAX = 400;
    private static final int SHOWN_MAX = 50;

    private static final String COLUMNS = """
        SELECT id, order_id, decision_key, kind, choice_number, reason, stake_fen, state, proposed_by, proposed_at,
               closed_by, closed_at
          FROM decision_proposal
        """;

    private static final String INSERT = """
        INSERT INTO decision_proposal
               (tenant_id, order_id, decision_key, kind, choice_number, reason, stake_fen, state, waiting_order,
                proposed_by, proposed_at)\
        """;

    private static final String CLOSE =
            "UPDATE decision_proposal SET state = :state, waiting_order = NULL, closed_by = :by, closed_at = :at";

    private DecisionProposals() {}

    /** How a proposal stands. The names are stored. */
    public enum State {
        WAITING,
        APPROVED,
        REJECTED,
        /** Something else was decided, or it can no longer be done as it was proposed. */
        OVERTAKEN
    }

    /** A proposal as staff see it. */
    public record Shown(
            long id,
            BenchChoice.Kind kind,
            @Nullable Long number,
            String reason,
            Money stake,
            State state,
            String proposedBy,
            Instant proposedAt,
            @Nullable String closedBy,
            @Nullable Instant closedAt) {}

    record Row(long id, String key, State state, Proposal proposal) {
        boolean waits() {
            return state == State.WAITING;
        }
    }

    static Flux<Shown> of(DatabaseClient sql, long tenantId, OrderId orderId) {
        return sql.sql(COLUMNS + " WHERE tenant_id = :tenantId AND order_id = :orderId ORDER BY id LIMIT :limit")
                .bind("tenantId", tenantId)
                .bind("orderId", orderId.text())
                .bind("limit", SHOWN_MAX)
                .map(row -> new Shown(
                        Columns.number(row, "id"),
                        Columns.constant(row, "kind", BenchChoice.Kind.class),
                        Columns.numberOrNull(row, "choice_number"),
                        Columns.text(row, "reason"),
                        new Money(Columns.number(row, "stake_fen")),
                        Columns.constant(row, "state", State.class),
                        Columns.text(row, "proposed_by"),
                        Columns.instant(row, "proposed_at"),
                        Columns.textOrNull(row, "closed_by"),
                        Columns.instantOrNull(row, "closed_at")))
                .all();
    }

    static Mono<Row> find(DatabaseClient sql, long tenantId, OrderId orderId, long id) {
        return sql.sql(COLUMNS + " WHERE tenant_id = :tenantId AND order_id = :orderId AND id = :id")
                .bind("tenantId", tenantId)
                .bind("orderId", orderId.text())
                .bind("id", id)
                .map(DecisionProposals::row)
                .one();
    }

    private static Row row(Readable row) {
        BenchChoice choice = BenchChoice.of(
                        Columns.constant(row, "kind", BenchChoice.Kind.class),
                        Columns.numberOrNull(row, "choice_number"))
                .orElseThrow(() -> new IllegalStateException("a proposal of no choice"));
        return new Row(
                Columns.number(row, "id"),
                Columns.text(row, "decision_key"),
                Columns.constant(row, "state", State.class),
                new Proposal(
                        choice,
                        Columns.text(row, "proposed_by"),
                        Columns.text(row, "reason"),
                        new Money(Columns.number(row, "stake_fen"))));
    }

    /** What a call comes to while another decision waits, or if its key has proposed before; empty if neither. */
    static Mono<BenchVerdict> waiting(DatabaseClient sql, ChargingOrder order, Bench.Call call, BenchChoice choice) {
        return sql.sql(COLUMNS + " WHERE tenant_id = :tenantId AND (decision_key = :key OR waiting_order = :orderId)"
                        + " ORDER BY decision_key = :key DESC LIMIT 1")
                .bind("tenantId", order.terms().tenantId())
                .bind("key", call.key())
                .bind("orderId", order.id().text())
                .<BenchVerdict>map(row -> {
                    if (!Columns.text(row, "decision_key").equals(call.key())) {
                        return new BenchVerdict.Refused(BenchRefusal.PROPOSAL_WAITS);
                    }
                    Row same = row(row);
                    boolean repeated =
                            Columns.text(row, "order_id").equals(order.id().text())
                                    && same.proposal().choice().equals(choice)
                                    && same.proposal().reason().equals(Words.shortened(call.reason(), REASON_MAX));
                    return repeated
                            ? new BenchVerdict.Proposed(same.proposal().stake())
                            : new BenchVerdict.Refused(BenchRefusal.KEY_REUSED);
                })
                .one();
    }

    static Mono<Void> insert(DatabaseClient sql, Bench.Call call, BenchChoice choice, Money stake, Instant at) {
        return Rows.of(INSERT)
                .add(
                        call.tenantId(),
                        call.orderId().text(),
                        call.key(),
                        choice.kind(),
                        choice.number(),
                        Words.shortened(call.reason(), REASON_MAX),
                        stake,
                        State.WAITING,
                        call.orderId().text(),
                        call.by(),
                        at)
                .insert(sql)
                .then();
    }

    static Mono<Void> close(DatabaseClient sql, long id, State state, String by, Instant at) {
        return sql.sql(CLOSE + " WHERE id = :id")
                .bind("id", id)
                .bind("state", state.name())
                .bind("by", by)
                .bind("at", Columns.storable(at))
                .then();
    }

    /** What waits about an order that was decided otherwise. */
    static Mono<Void> overtake(DatabaseClient sql, OrderId orderId, String by, Instant at) {
        return sql.sql(CLOSE + " WHERE waiting_order = :orderId")
                .bind("orderId", orderId.text())
                .bind("state", State.OVERTAKEN.name())
                .bind("by", by)
                .bind("at", Columns.storable(at))
                .then();
    }
}
