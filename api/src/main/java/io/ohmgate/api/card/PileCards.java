package io.ohmgate.api.card;

import io.ohmgate.api.db.Columns;
import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.card.OfflineCardStore;
import io.ohmgate.gateway.pile.PileNo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which piles keep which cards, for when they are offline. */
@Component
public class PileCards implements OfflineCardStore {
    /** Piles of the book keep some hundred; more are refused rather than half told. */
    public static final int A_PILE_MAX = 500;

    private static final String LISTED = """
        SELECT c.id, c.public_id, c.tenant_id, c.card_hash, c.card_encrypted, c.printed_encrypted, c.password_hash,
               c.driver_id, c.state, c.state_reason, c.state_since, c.daily_cap_fen, c.station_id, c.created_at,
               p.state AS pile_state, p.wanted, p.reason, p.attempts, p.changed_at
          FROM pile_card p JOIN charging_card c ON c.id = p.card_id
         WHERE p.pile_no = :pile ORDER BY p.attempts, p.card_id LIMIT :limit
        """;

    private static final String WANT = """
        INSERT INTO pile_card (pile_no, card_id, tenant_id, state, wanted, attempts, changed_at)
        SELECT p.pile_no, c.id, c.tenant_id, 'WANTED', TRUE, 0, :now
          FROM pile p JOIN charging_card c ON c.tenant_id = p.tenant_id
         WHERE p.pile_no = :pile AND p.tenant_id = :tenant AND c.public_id IN (:cards)
           AND c.state = 'ACTIVE' AND c.driver_id IS NOT NULL
        ON DUPLICATE KEY UPDATE state = IF(pile_card.state = 'ON_PILE' AND pile_card.wanted, 'ON_PILE', 'WANTED'),
               wanted = TRUE, reason = NULL, attempts = 0, changed_at = :now
        """;

    private static final String UNWANT = """
        UPDATE pile_card SET state = 'CLEARING', wanted = FALSE, reason = NULL, attempts = 0, changed_at = :now
         WHERE tenant_id = :tenant AND card_id IN (:cards)
        """;

    /** The wish is written down with the row, so before any frame: a pile that charges has its span. */
    private static final String KNOWN_FROM = """
        INSERT INTO pile_card_span (tenant_id, pile_no, card_id, known_from)
        SELECT p.tenant_id, p.pile_no, p.card_id, :now
          FROM pile_card p JOIN charging_card c ON c.id = p.card_id
         WHERE p.pile_no = :pile AND p.tenant_id = :tenant AND p.wanted AND c.public_id IN (:cards)
           AND NOT EXISTS (SELECT 1 FROM pile_card_span s
                            WHERE s.pile_no = p.pile_no AND s.card_id = p.card_id AND s.known_until IS NULL)
        """;

    private static final String KNOWN_UNTIL = """
        UPDATE pile_card_span SET known_until = :now
         WHERE pile_no = :pile AND card_id IN (:ids) AND known_until IS NULL
           AND NOT EXISTS (SELECT 1 FROM pile_card p
                            WHERE p.pile_no = pile_card_span.pile_no AND p.card_id = pile_card_span.card_id)
        """;

    private final Database general;
    private final Cards cards;
    private final InstantSource clock;

    public PileCards(Database general, Cards cards, InstantSource clock) {
        this.general = general;
        this.cards = cards;
        this.clock = clock;
    }

    /** How one card stands on one pile. */
    public record PileCard(
            Card card,
            State state,
            boolean wanted,
            @Nullable Reason reason,
            int attempts,
            Instant changedAt) {}

    /** The pile's list. The caller has made sure that the pile is the tenant's. */
    public Flux<PileCard> on(PileNo pileNo) {
        return general.sql()
                .sql(LISTED)
                .bind("pile", pileNo.digits())
                .bind("limit", A_PILE_MAX)
                .map(row -> {
                    Columns columns = new Columns(row);
                    String reason = columns.textOrNull("reason");
                    return new PileCard(
                            cards.read(row),
                            State.valueOf(columns.text("pile_state")),
                            Boolean.TRUE.equals(row.get("wanted", Boolean.class)),
                            reason == null ? null : Reason.valueOf(reason),
                            Math.toIntExact(columns.number("attempts")),
                            columns.time("changed_at"));
                })
                .all();
    }

    /** Cards that are blocked or nobody's are left out. */
    public Mono<Void> want(long tenantId, PileNo pileNo, Collection<String> publicIds) {
        Mono<Void> work = wanting(WANT, tenantId, pileNo, publicIds)
                .then(Mono.defer(() -> wanting(KNOWN_FROM, tenantId, pileNo, publicIds)));
        return general.transaction("want cards on a pile", work);
    }

    private Mono<Void> wanting(String sql, long tenantId, PileNo pileNo, Collection<String> publicIds) {
        return general.sql()
                .sql(sql)
                .bind("pile", pileNo.digits())
                .bind("tenant", tenantId)
                .bind("cards", publicIds)
                .bind("now", clock.instant())
                .then();
    }

    /** From one pile, or from all if none is named: a card that is lost must not charge anywhere. */
    public Mono<Void> unwant(long tenantId, @Nullable PileNo pileNo, Collection<String> publicIds) {
        return general.sql()
                .sql("SELECT id FROM charging_card WHERE tenant_id = :tenant AND public_id IN (:cards)")
                .bind("tenant", tenantId)
                .bind("cards", publicIds)
                .map(row -> new Columns(row).number("id"))
                .all()
                .collectList()
                .filter(ids -> !ids.isEmpty())
                .flatMap(ids -> unwant(tenantId, pileNo, ids));
    }

    private Mono<Void> unwant(long tenantId, @Nullable PileNo pileNo, List<Long> cardIds) {
        GenericExecuteSpec update = general.sql()
                .sql(UNWANT + (pileNo == null ? "" : " AND pile_no = :pile"))
                .bind("tenant", tenantId)
                .bind("cards", cardIds)
                .bind("now", clock.instant());
        return (pileNo == null ? update : update.bind("pile", pileNo.digits())).then();
    }

    @Override
    public Flux<PileNo> waiting(@Nullable PileNo after, int limit) {
        return general.sql()
                .sql("SELECT DISTINCT pile_no FROM pile_card WHERE state IN ('WANTED', 'CLEARING') AND pile_no > :after"
                        + " ORDER BY pile_no LIMIT :limit")
                .bind("after", after == null ? "" : after.digits())
                .bind("limit", limit)
                .map(row -> new PileNo(new Columns(row).text("pile_no")))
                .all();
    }

    @Override
    public Mono<List<Listed>> listed(PileNo pileNo) {
        return on(pileNo)
                .map(found -> new Listed(
                        found.card().id(), Cards.face(found.card()), found.state(), found.wanted(), found.attempts()))
                .collectList();
    }

    @Override
    public Mono<Void> mark(PileNo pileNo, Collection<Long> cardIds, State state) {
        // A card that was wanted elsewise while the frame was under way keeps its new wish.
        boolean wanted = state == State.WANTED || state == State.ON_PILE;
        return update(
                "state = :state, reason = NULL, attempts = IF(state = :state, attempts, 0), changed_at = :now",
                " AND wanted = " + (wanted ? "TRUE" : "FALSE"),
                pileNo,
                cardIds,
                spec -> spec.bind("state", state.name()).bind("now", clock.instant()));
    }

    @Override
    public Mono<Void> fail(PileNo pileNo, Collection<Long> cardIds, Reason reason) {
        return update(
                "state = 'FAILED', reason = :reason, changed_at = :now",
                " AND state IN ('WANTED', 'CLEARING')",
                pileNo,
                cardIds,
                spec -> spec.bind("reason", reason.name()).bind("now", clock.instant()));
    }

    @Override
    public Mono<Void> attempted(PileNo pileNo, Collection<Long> cardIds) {
        return update("attempts = attempts + 1", "", pileNo, cardIds, spec -> spec);
    }

    private Mono<Void> update(
            String set, String where, PileNo pileNo, Collection<Long> cardIds, UnaryOperator<GenericExecuteSpec> bind) {
        return cardIds.isEmpty()
                ? Mono.empty()
                : bind.apply(general.sql()
                                .sql("UPDATE pile_card SET " + set + " WHERE pile_no = :pile AND card_id IN (:ids)"
                                        + where)
                                .bind("pile", pileNo.digits())
                                .bind("ids", cardIds))
                        .then();
    }

    @Override
    public Mono<Void> gone(PileNo pileNo, Collection<Long> cardIds) {
        if (cardIds.isEmpty()) {
            return Mono.empty();
        }
        Mono<Void> deleted = general.sql()
                .sql("DELETE FROM pile_card WHERE pile_no = :pile AND card_id IN (:ids) AND NOT wanted")
                .bind("pile", pileNo.digits())
                .bind("ids", cardIds)
                .then();
        Mono<Void> ended = Mono.defer(() -> general.sql()
                .sql(KNOWN_UNTIL)
                .bind("pile", pileNo.digits())
                .bind("ids", cardIds)
                .bind("now", clock.instant())
                .then());
        return general.transaction("a pile forgot cards", deleted.then(ended));
    }

    @Override
    public Mono<Void> revive(Collection<PileNo> piles) {
        return general.sql()
                .sql("UPDATE pile_card SET state = IF(wanted, 'WANTED', 'CLEARING'), reason = NULL, attempts = 0"
                        + " WHERE pile_no IN (:piles) AND state = 'FAILED' AND reason = 'NO_REPLY'")
                .bind("piles", piles.stream().map(PileNo::digits).toList())
                .then();
    }
}
