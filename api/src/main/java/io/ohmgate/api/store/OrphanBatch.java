package io.ohmgate.api.store;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.record.InboxState;
import io.ohmgate.gateway.record.SettlementDecision;
import io.ohmgate.gateway.record.SettlementFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Records of charges that no order asked for, many in one transaction: a pile that comes back with a year of its own records
 * must not hold up everybody else's bills. An order that appears meanwhile violates the unique trade number, and the whole
 * batch is rolled back and settled one by one.
 */
final class OrphanBatch {
    private static final String LOCK = """
        SELECT record_id, tenant_id FROM record_inbox
         WHERE record_id IN (:ids) AND state = :state ORDER BY record_id FOR UPDATE
        """;

    private static final String CLOSE =
            "INSERT INTO record_inbox (record_id, tenant_id, state, next_try_at, order_id, decided_at)";

    /** The rows are there and locked, so each is updated. */
    private static final String EACH_IS_THERE = """
        ON DUPLICATE KEY UPDATE
               state = VALUES(state), reason = NULL, order_id = VALUES(order_id), decided_at = VALUES(decided_at)\
        """;

    Mono<Map<SettlementFacts, SettlementDecision>> settle(
            DatabaseClient sql, List<Long> recordIds, Function<SettlementFacts, SettlementDecision> decide) {
        return sql.sql(LOCK)
                .bind("ids", recordIds)
                .bind("state", InboxState.PENDING.name())
                .map(row -> Map.entry(Columns.number(row, "record_id"), Columns.number(row, "tenant_id")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .flatMap(tenants -> tenants.isEmpty() ? Mono.just(Map.of()) : settle(sql, tenants, decide));
    }

    private Mono<Map<SettlementFacts, SettlementDecision>> settle(
            DatabaseClient sql, Map<Long, Long> tenants, Function<SettlementFacts, SettlementDecision> decide) {
        return RecordRow.unclaimed(sql, List.copyOf(tenants.keySet()))
                .map(OrphanBatch::facts)
                .collectList()
                .flatMap(all -> {
                    Map<SettlementFacts, SettlementDecision> decided = decided(all, decide);
                    return write(sql, tenants, decided).thenReturn(decided);
                });
    }

    private static SettlementFacts facts(RecordRow row) {
        return new SettlementFacts(
                row.recordId(),
                row.fields(),
                row.receivedAt(),
                row.first(),
                null,
                null,
                null,
                null,
                null,
                Money.ZERO,
                row.place());
    }

    /** Two piles may tell one number: then the second is not unclaimed any more. */
    private static Map<SettlementFacts, SettlementDecision> decided(
            List<SettlementFacts> all, Function<SettlementFacts, SettlementDecision> decide) {
        Set<TradeNo> taken = new HashSet<>();
        Map<SettlementFacts, SettlementDecision> decided = new LinkedHashMap<>();
        for (SettlementFacts facts : all) {
            if (taken.add(facts.record().tradeNo())
                    && decide.apply(facts) instanceof SettlementDecision.Orphan orphan) {
                decided.put(facts, orphan);
            }
        }
        return decided;
    }

    private static Mono<Void> write(
            DatabaseClient sql, Map<Long, Long> tenants, Map<SettlementFacts, SettlementDecision> decided) {
        List<SettlementDecision.Orphan> orphans = new ArrayList<>();
        Rows closed = Rows.of(CLOSE);
        decided.forEach((facts, decision) -> {
            SettlementDecision.Orphan orphan = (SettlementDecision.Orphan) decision;
            orphans.add(orphan);
            closed.add(
                    facts.recordId(),
                    Objects.requireNonNull(tenants.get(facts.recordId())),
                    orphan.inbox(),
                    facts.receivedAt(),
                    orphan.order().id().text(),
                    orphan.transition().at());
        });
        List<ChargingOrder> orders =
                orphans.stream().map(SettlementDecision.Orphan::order).toList();
        return OrderRows.insert(sql, orders)
                .then(Mono.defer(() -> OrderSteps.history(sql, orphans)))
                .then(Mono.defer(() -> closed.insert(sql, EACH_IS_THERE)))
                .then();
    }
}
