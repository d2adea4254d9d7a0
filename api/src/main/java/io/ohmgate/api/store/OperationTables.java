package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.operation.Operation;
import io.ohmgate.gateway.operation.OperationDraft;
import io.ohmgate.gateway.operation.OperationKind;
import io.ohmgate.gateway.operation.OperationOpenException;
import io.ohmgate.gateway.operation.OperationReason;
import io.ohmgate.gateway.operation.OperationStatus;
import io.ohmgate.gateway.operation.OperationStore;
import io.ohmgate.gateway.operation.OperationTask;
import io.ohmgate.gateway.pile.PileNo;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operations on piles and each of their steps. What the pile is asked for is committed before it is asked. */
public final class OperationTables implements OperationStore {
    private static final String COLUMNS = "o.id, o.tenant_id, o.pile_no, o.gun_no, o.kind, o.task, o.requested_by,"
            + " o.requested_at, o.status, o.reason, o.code, o.session_epoch, o.due_at, o.sent_at, o.acked_at,"
            + " o.finished_at, o.version";

    private static final String SELECT = "SELECT " + COLUMNS + " FROM pile_operation o";

    private static final String INSERT = """
        INSERT INTO pile_operation
               (tenant_id, pile_no, gun_no, kind, open_slot, task, campaign_id, requested_by, requested_at, status,
                due_at, version)\
        """;

    private static final String INSERT_EVENT = """
        INSERT INTO pile_operation_event
               (tenant_id, operation_id, version, from_status, to_status, reason, by_whom, at)\
        """;

    private static final String MOVE = """
        UPDATE pile_operation
           SET open_slot = :openSlot, status = :status, reason = :reason, code = :code, session_epoch = :epoch,
               due_at = :dueAt, sent_at = :sentAt, acked_at = :ackedAt, finished_at = :finishedAt,
               version = :version
         WHERE id = :id AND version = :before
        """;

    private static final String OPEN_ONE = """
        SELECT id FROM pile_operation
         WHERE pile_no = :pileNo AND gun_no = :gunNo AND kind = :kind AND open_slot = 1
        """;

    private static final String STEPS = """
        SELECT from_status, to_status, reason, by_whom, at
          FROM pile_operation_event
         WHERE operation_id = :id AND tenant_id = :tenantId
         ORDER BY version
        """;

    private static final String LAST_GOOD = SELECT
            + " WHERE o.id = (SELECT MAX(g.id) FROM pile_operation g WHERE g.tenant_id = :tenantId"
            + " AND g.pile_no = :pileNo AND g.kind = :kind AND g.status IN ('ACKED', 'DONE'))";

    private static final int OPEN = 1;

    private final Database general;

    public OperationTables(Database general) {
        this.general = general;
    }

    /** One step of an operation: from where to where, why, by whom and when. */
    public record OperationStep(
            @Nullable OperationStatus from,
            OperationStatus to,
            @Nullable OperationReason reason,
            String by,
            Instant at) {}

    /** What a list is to show; null means "any". */
    public record OperationFilter(
            @Nullable PileNo pileNo,
            @Nullable OperationKind kind,
            @Nullable OperationStatus status,
            @Nullable Long campaignId,
            boolean openOnly) {}

    @Override
    public Mono<Operation> open(OperationDraft draft, Instant now) {
        Instant at = Columns.storable(now);
        Mono<Operation> work = Mono.defer(() -> {
            Operation fresh = Operation.begin(0, draft, at);
            return Rows.of(INSERT)
                    .add(
                            fresh.tenantId(),
                            fresh.pileNo().digits(),
                            fresh.gunNo(),
                            fresh.kind(),
                            OPEN,
                            TaskJson.write(fresh.task()),
                            campaignOf(fresh.task()),
                            fresh.requestedBy(),
                            fresh.requestedAt(),
                            fresh.status(),
                            fresh.dueAt(),
                            fresh.version())
                    .insertForId(general.sql())
                    .flatMap(id -> {
                        Operation kept = Operation.begin(id, draft, at);
                        return addStep(null, kept, draft.requestedBy(), at).thenReturn(kept);
                    });
        });
        return general.detachedTransaction("open operation", work)
                .onErrorResume(
                        failure -> UniqueKeys.violated(failure, UniqueKeys.OPEN_OPERATION), failure -> isOpen(draft));
    }

    private Mono<Operation> isOpen(OperationDraft draft) {
        return general.sql()
                .sql(OPEN_ONE)
                .bind("pileNo", draft.pileNo().digits())
                .bind("gunNo", draft.gunNo())
                .bind("kind", draft.task().kind().name())
                .map(row -> Columns.number(row, "id"))
                .one()
                .defaultIfEmpty(0L)
                .flatMap(id -> Mono.error(new OperationOpenException(id)));
    }

    @Override
    public Mono<Boolean> move(Operation before, Operation after, String by, Instant now) {
        DatabaseClient.GenericExecuteSpec spec = general.sql()
                .sql(MOVE)
                .bind("id", after.id())
                .bind("before", before.version())
                .bind("version", after.version())
                .bind("status", after.status().name());
        spec = Columns.bind(spec, "openSlot", after.isOpen() ? OPEN : null);
        spec = Columns.bind(spec, "reason", after.reason());
        spec = Columns.bind(spec, "code", after.code());
        spec = Columns.bind(spec, "epoch", after.epoch());
        spec = Columns.bind(spec, "dueAt", after.dueAt());
        spec = Columns.bind(spec, "sentAt", after.sentAt());
        spec = Columns.bind(spec, "ackedAt", after.ackedAt());
        spec = Columns.bind(spec, "finishedAt", after.finishedAt());
        Mono<Boolean> work = spec.fetch().rowsUpdated().flatMap(rows -> {
            if (rows == 0) {
                return Mono.just(false);
            }
            boolean told = before.status() != after.status();
            return (told ? addStep(before, after, by, now) : Mono.empty()).thenReturn(true);
        });
        return general.detachedTransaction("move operation", work);
    }

    private Mono<Long> addStep(@Nullable Operation before, Operation after, String by, Instant now) {
        return Rows.of(INSERT_EVENT)
                .add(
                        after.tenantId(),
                        after.id(),
                        after.version(),
                        before == null ? null : before.status(),
                        after.status(),
                        after.reason(),
                        by,
                        now)
                .insert(general.sql());
    }

    @Override
    public Flux<Operation> allOpen() {
        return general.sql()
                .sql(SELECT + " WHERE o.open_slot = 1 ORDER BY o.id")
                .map(OperationTables::read)
                .all();
    }

    @Override
    public Flux<Operation> openAt(Collection<PileNo> piles) {
        if (piles.isEmpty()) {
            return Flux.empty();
        }
        return general.sql()
                .sql(SELECT + " WHERE o.open_slot = 1 AND o.pile_no IN (:piles) ORDER BY o.id")
                .bind("piles", piles.stream().map(PileNo::digits).collect(Collectors.toSet()))
                .map(OperationTables::read)
                .all();
    }

    public Mono<Operation> get(Scope.Operator scope, long id) {
        return general.sql()
                .sql(SELECT + " WHERE o.id = :id AND o.tenant_id = :tenantId")
                .bind("id", id)
                .bind("tenantId", scope.tenantId())
                .map(OperationTables::read)
                .one();
    }

    /** Every step an operation has made, the first one first. */
    public Mono<List<OperationStep>> steps(Scope.Operator scope, long id) {
        return general.sql()
                .sql(STEPS)
                .bind("id", id)
                .bind("tenantId", scope.tenantId())
                .map(row -> new OperationStep(
                        Columns.constantOrNull(row, "from_status", OperationStatus.class),
                        Columns.constant(row, "to_status", OperationStatus.class),
                        Columns.constantOrNull(row, "reason", OperationReason.class),
                        Columns.text(row, "by_whom"),
                        Columns.instant(row, "at")))
                .all()
                .collectList();
    }

    /** The last one of a kind that a pile said yes to. */
    public Mono<Operation> lastGood(Scope.Operator scope, PileNo pileNo, OperationKind kind) {
        return general.sql()
                .sql(LAST_GOOD)
                .bind("tenantId", scope.tenantId())
                .bind("pileNo", pileNo.digits())
                .bind("kind", kind.name())
                .map(OperationTables::read)
                .one();
    }

    /** The newest first. */
    public Mono<Page<Operation>> list(
            Scope.Operator scope, OperationFilter filter, @Nullable String cursor, int limit) {
        List<String> also = new ArrayList<>();
        if (filter.pileNo() != null) {
            also.add(" AND o.pile_no = :pileNo");
        }
        if (filter.kind() != null) {
            also.add(" AND o.kind = :kind");
        }
        if (filter.status() != null) {
            also.add(" AND o.status = :status");
        }
        if (filter.campaignId() != null) {
            also.add(" AND o.campaign_id = :campaignId");
        }
        if (filter.openOnly()) {
            also.add(" AND o.open_slot = 1");
        }
        DatabaseClient.GenericExecuteSpec spec = general.sql()
                .sql(SELECT + " WHERE o.tenant_id = :tenantId AND o.id < :before" + String.join("", also)
                        + " ORDER BY o.id DESC LIMIT :limit")
                .bind("tenantId", scope.tenantId())
                .bind("before", Page.number(cursor, Long.MAX_VALUE))
                .bind("limit", Page.checked(limit) + 1);
        return bound(spec, filter)
                .map(OperationTables::read)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, limit, last -> Long.toString(last.id())));
    }

    private static DatabaseClient.GenericExecuteSpec bound(
            DatabaseClient.GenericExecuteSpec spec, OperationFilter filter) {
        DatabaseClient.GenericExecuteSpec filled = spec;
        if (filter.pileNo() != null) {
            filled = filled.bind("pileNo", filter.pileNo().digits());
        }
        if (filter.kind() != null) {
            filled = filled.bind("kind", filter.kind().name());
        }
        if (filter.status() != null) {
            filled = filled.bind("status", filter.status().name());
        }
        return filter.campaignId() == null ? filled : filled.bind("campaignId", filter.campaignId());
    }

    private static @Nullable Long campaignOf(OperationTask task) {
        return task instanceof OperationTask.UpdateFirmware update ? update.campaignId() : null;
    }

    static Operation read(Readable row) {
        OperationKind kind = Columns.constant(row, "kind", OperationKind.class);
        return new Operation(
                Columns.number(row, "id"),
                Columns.number(row, "tenant_id"),
                new PileNo(Columns.text(row, "pile_no")),
                Columns.integer(row, "gun_no"),
                TaskJson.read(kind, Columns.text(row, "task")),
                Columns.text(row, "requested_by"),
                Columns.instant(row, "requested_at"),
                Columns.constant(row, "status", OperationStatus.class),
                Columns.constantOrNull(row, "reason", OperationReason.class),
                Columns.integerOrNull(row, "code"),
                Columns.numberOrNull(row, "session_epoch"),
                Columns.instantOrNull(row, "due_at"),
                Columns.instantOrNull(row, "sent_at"),
                Columns.instantOrNull(row, "acked_at"),
                Columns.instantOrNull(row, "finished_at"),
                Columns.integer(row, "version"));
    }
}
