package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.trust.Binding;
import io.ohmgate.gateway.trust.SourceRange;
import io.ohmgate.gateway.trust.Trust;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What people decide about the trust in piles, and what was seen: bindings, locks, options, security events. What piles
 * do themselves is written by {@link PileHistory}.
 */
public final class TrustTables {
    private static final String COLUMNS = "SELECT t.pile_no, t.source_range, t.sim_no, t.confirmed, t.learnt_at,"
            + " t.decided_at, t.seen_source, t.seen_sim_no, t.seen_at, t.locked_at FROM pile_trust t";

    /** The condition on the pile keeps a tenant from binding another's. */
    private static final String BIND = """
        INSERT INTO pile_trust
               (pile_no, tenant_id, source_range, sim_no, confirmed, learnt_at, decided_at, decided_by)
        SELECT p.pile_no, p.tenant_id, :source, :simNo, TRUE, :now, :now, :actor
          FROM pile p WHERE p.pile_no = :pileNo AND p.tenant_id = :tenantId
            ON DUPLICATE KEY UPDATE
               source_range = VALUES(source_range), sim_no = VALUES(sim_no), confirmed = TRUE,
               learnt_at = COALESCE(pile_trust.learnt_at, VALUES(learnt_at)), decided_at = VALUES(decided_at),
               decided_by = VALUES(decided_by), seen_source = NULL, seen_sim_no = NULL, seen_at = NULL
        """;

    private static final String FORGET = """
        UPDATE pile_trust
           SET source_range = NULL, sim_no = NULL, confirmed = FALSE, learnt_at = NULL, decided_at = :now,
               decided_by = :actor, seen_source = NULL, seen_sim_no = NULL, seen_at = NULL
         WHERE pile_no = :pileNo AND tenant_id = :tenantId
        """;

    private static final String UNLOCK = """
        UPDATE pile_trust SET locked_at = NULL, decided_at = :now, decided_by = :actor
         WHERE pile_no = :pileNo AND tenant_id = :tenantId
        """;

    private static final String OPTION = """
        INSERT INTO pile_dialect (pile_no, option_name, tenant_id, since, set_by)
        SELECT p.pile_no, :option, p.tenant_id, :now, :actor
          FROM pile p WHERE p.pile_no = :pileNo AND p.tenant_id = :tenantId
            ON DUPLICATE KEY UPDATE set_by = pile_dialect.set_by
        """;

    private static final String EVENTS =
            "SELECT id, pile_no, kind, detail, source, at FROM security_event WHERE id < :before";

    private final Database general;
    private final InstantSource clock;

    public TrustTables(Database general, InstantSource clock) {
        this.general = general;
        this.clock = clock;
    }

    /** What is known of a pile's origin. {@code seen} is where it came from instead, last time it did. */
    public record Known(
            PileNo pileNo,
            @Nullable Binding binding,
            @Nullable Instant learntAt,
            @Nullable Instant decidedAt,
            @Nullable Seen seen,
            @Nullable Instant lockedAt) {}

    /** Where a login came from that did not fit the binding. */
    public record Seen(String source, String simNo, Instant at) {}

    /** Something a person should see. {@code pileNo} is null if no number could be read. */
    public record SecurityEvent(
            long id,
            @Nullable String pileNo,
            String kind,
            String detail,
            @Nullable String source,
            Instant at) {}

    /** Everything, for the gateway's memory at start-up. */
    public Flux<Known> all() {
        return general.sql().sql(COLUMNS).map(TrustTables::known).all();
    }

    /** Empty if nothing is known of the pile, or it is another tenant's. */
    public Mono<Known> find(Scope.Operator scope, PileNo pileNo) {
        return general.sql()
                .sql(COLUMNS + " WHERE t.pile_no = :pileNo AND t.tenant_id = :tenantId")
                .bind("pileNo", pileNo.digits())
                .bind("tenantId", scope.tenantId())
                .map(TrustTables::known)
                .one();
    }

    /** Binds the pile by a person's word; empty if the tenant has no such pile. */
    public Mono<Known> bind(Scope.Operator scope, PileNo pileNo, Binding binding) {
        DatabaseClient.GenericExecuteSpec spec = decided(BIND, scope, pileNo);
        spec = binding.source() == null
                ? spec.bindNull("source", String.class)
                : spec.bind("source", binding.source().toString());
        spec = binding.simNo() == null ? spec.bindNull("simNo", String.class) : spec.bind("simNo", binding.simNo());
        return general.detachedTransaction(
                "bind pile", spec.fetch().rowsUpdated().then(find(scope, pileNo)));
    }

    /** The next login is learnt anew. */
    public Mono<Known> forget(Scope.Operator scope, PileNo pileNo) {
        return general.detachedTransaction(
                "forget binding",
                decided(FORGET, scope, pileNo).fetch().rowsUpdated().then(find(scope, pileNo)));
    }

    public Mono<Known> unlock(Scope.Operator scope, PileNo pileNo) {
        return general.detachedTransaction(
                "unlock pile",
                decided(UNLOCK, scope, pileNo).fetch().rowsUpdated().then(find(scope, pileNo)));
    }

    /** Exactly these options are switched on from now on. */
    public Mono<Void> setDialect(Scope.Operator scope, PileNo pileNo, Set<String> options) {
        Mono<Void> drop = general.sql()
                .sql("DELETE FROM pile_dialect WHERE pile_no = :pileNo AND tenant_id = :tenantId")
                .bind("pileNo", pileNo.digits())
                .bind("tenantId", scope.tenantId())
                .then();
        Mono<Void> add = Flux.fromIterable(new TreeSet<>(options))
                .concatMap(option ->
                        decided(OPTION, scope, pileNo).bind("option", option).then())
                .then();
        return general.detachedTransaction("set dialect", drop.then(add));
    }

    /** Empty if the tenant has no such station. */
    public Mono<Trust> setMinimumTrust(Scope.Operator scope, long stationId, Trust minimum) {
        Mono<Trust> work = general.sql()
                .sql("UPDATE station SET minimum_trust = :level, updated_at = :now"
                        + " WHERE id = :id AND tenant_id = :tenantId")
                .bind("level", minimum.level())
                .bind("now", Columns.storable(clock.instant()))
                .bind("id", stationId)
                .bind("tenantId", scope.tenantId())
                .fetch()
                .rowsUpdated()
                .then(minimumTrust(scope, stationId));
        return general.detachedTransaction("set minimum trust", work);
    }

    public Mono<Trust> minimumTrust(Scope.Operator scope, long stationId) {
        return general.sql()
                .sql("SELECT minimum_trust FROM station WHERE id = :id AND tenant_id = :tenantId")
                .bind("id", stationId)
                .bind("tenantId", scope.tenantId())
                .map(row -> Trust.ofLevel(Columns.integer(row, "minimum_trust")))
                .one();
    }

    /** What happened to one pile of the tenant, the newest first. */
    public Mono<Page<SecurityEvent>> eventsOf(Scope.Operator scope, PileNo pileNo, @Nullable String cursor, int limit) {
        return page(
                general.sql()
                        .sql(EVENTS + " AND tenant_id = :tenantId AND pile_no = :pileNo ORDER BY id DESC LIMIT :limit")
                        .bind("pileNo", pileNo.digits())
                        .bind("tenantId", scope.tenantId()),
                cursor,
                limit);
    }

    /**
     * What happened to the tenant's piles and what nobody owns: numbers that are on no allow-list were tried at the port of
     * the whole platform, so every operator may see from where.
     */
    public Mono<Page<SecurityEvent>> events(Scope.Operator scope, @Nullable String cursor, int limit) {
        return page(
                general.sql()
                        .sql(EVENTS + " AND (tenant_id = :tenantId OR tenant_id IS NULL) ORDER BY id DESC LIMIT :limit")
                        .bind("tenantId", scope.tenantId()),
                cursor,
                limit);
    }

    private static Mono<Page<SecurityEvent>> page(
            DatabaseClient.GenericExecuteSpec spec, @Nullable String cursor, int limit) {
        return Mono.defer(() -> spec.bind("before", Page.number(cursor, Long.MAX_VALUE))
                .bind("limit", Page.checked(limit) + 1)
                .map(TrustTables::event)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, limit, last -> Long.toString(last.id()))));
    }

    private DatabaseClient.GenericExecuteSpec decided(String sql, Scope.Operator scope, PileNo pileNo) {
        return general.sql()
                .sql(sql)
                .bind("pileNo", pileNo.digits())
                .bind("tenantId", scope.tenantId())
                .bind("now", Columns.storable(clock.instant()))
                .bind("actor", scope.actor());
    }

    private static Known known(Readable row) {
        String source = Columns.textOrNull(row, "source_range");
        String simNo = Columns.textOrNull(row, "sim_no");
        String seenSource = Columns.textOrNull(row, "seen_source");
        Instant seenAt = Columns.instantOrNull(row, "seen_at");
        String seenSim = Columns.textOrNull(row, "seen_sim_no");
        return new Known(
                new PileNo(Columns.text(row, "pile_no")),
                source == null && simNo == null
                        ? null
                        : new Binding(
                                source == null ? null : SourceRange.parse(source),
                                simNo,
                                Columns.flag(row, "confirmed")),
                Columns.instantOrNull(row, "learnt_at"),
                Columns.instantOrNull(row, "decided_at"),
                seenSource == null || seenAt == null
                        ? null
                        : new Seen(seenSource, seenSim == null ? "" : seenSim, seenAt),
                Columns.instantOrNull(row, "locked_at"));
    }

    private static SecurityEvent event(Readable row) {
        return new SecurityEvent(
                Columns.number(row, "id"),
                Columns.textOrNull(row, "pile_no"),
                Columns.text(row, "kind"),
                Columns.text(row, "detail"),
                Columns.textOrNull(row, "source"),
                Columns.instant(row, "at"));
    }
}
