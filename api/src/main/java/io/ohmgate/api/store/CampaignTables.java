package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.campaign.Campaign;
import io.ohmgate.gateway.campaign.CampaignStatus;
import io.ohmgate.gateway.campaign.CampaignStore;
import io.ohmgate.gateway.campaign.PauseReason;
import io.ohmgate.gateway.campaign.WaveTally;
import io.ohmgate.gateway.campaign.Waves;
import io.ohmgate.gateway.operation.OperationReason;
import io.ohmgate.gateway.operation.OperationStatus;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Rollouts of firmware and their piles. How a pile fares is told by its operation. */
public final class CampaignTables implements CampaignStore {
    public static final int PILES_MAX = 20_000;

    private static final String SELECT = """
        SELECT c.id, c.tenant_id, c.name, c.file_id, c.waves, c.failures_max, c.when_idle, c.download_timeout_minutes,
               c.status, c.pause_reason, c.wave, c.forgiven, c.created_by, c.created_at, c.approved_by, c.approved_at,
               c.finished_at, c.row_version
          FROM firmware_campaign c
        """;

    private static final String INSERT = """
        INSERT INTO firmware_campaign
               (tenant_id, name, file_id, waves, failures_max, when_idle, download_timeout_minutes, status, wave,
                forgiven, created_by, created_at, row_version)\
        """;

    private static final String INSERT_PILE =
            "INSERT INTO firmware_campaign_pile (campaign_id, pile_no, tenant_id, wave)";

    private static final String INSERT_EVENT = """
        INSERT INTO firmware_campaign_event
               (tenant_id, campaign_id, row_version, to_status, wave, reason, by_whom, at)\
        """;

    private static final String MOVE = """
        UPDATE firmware_campaign
           SET status = :status, pause_reason = :reason, wave = :wave, forgiven = :forgiven,
               approved_by = :approvedBy, approved_at = :approvedAt, finished_at = :finishedAt,
               row_version = :version
         WHERE id = :id AND row_version = :before
        """;

    private static final String TALLY = """
        SELECT COALESCE(SUM(p.operation_id IS NULL), 0) AS pending,
               COALESCE(SUM(o.open_slot = 1), 0) AS still_open,
               COALESCE(SUM(o.status IN ('DONE', 'ACKED')), 0) AS done,
               COALESCE(SUM(o.status IN ('REFUSED', 'FAILED', 'EXPIRED')), 0) AS failed,
               COALESCE(SUM(o.status = 'CANCELLED'), 0) AS skipped
          FROM firmware_campaign_pile p
          LEFT JOIN pile_operation o ON o.id = p.operation_id
         WHERE p.campaign_id = :id AND p.wave = :wave
        """;

    private static final String PILES = """
        SELECT p.pile_no, p.wave, p.operation_id, o.status, o.reason, o.finished_at, r.firmware
          FROM firmware_campaign_pile p
          JOIN pile r ON r.pile_no = p.pile_no
          LEFT JOIN pile_operation o ON o.id = p.operation_id
         WHERE p.campaign_id = :id AND p.tenant_id = :tenantId AND p.pile_no > :after
         ORDER BY p.pile_no
         LIMIT :limit
        """;

    private static final String WAITING = """
        SELECT p.pile_no, p.operation_id
          FROM firmware_campaign_pile p
          JOIN pile_operation o ON o.id = p.operation_id
         WHERE p.campaign_id = :id AND o.status = 'WAITING'
         ORDER BY p.pile_no
        """;

    private static final String TARGETS = """
        SELECT p.pile_no
          FROM pile p
         WHERE p.tenant_id = :tenantId AND p.enabled = TRUE AND p.kind = :kind
           AND p.rated_watts BETWEEN :leastWatts AND :mostWatts
           AND (p.firmware IS NULL OR p.firmware <> :version)
        """;

    private final Database general;
    private final InstantSource clock;

    public CampaignTables(Database general, InstantSource clock) {
        this.general = general;
        this.clock = clock;
    }

    /** What is rolled out, how, and to which piles, the first ones first. */
    public record CampaignDraft(
            String name,
            long fileId,
            List<Integer> waves,
            int failuresMax,
            boolean whenIdle,
            int downloadTimeoutMinutes,
            List<PileNo> piles) {
        public CampaignDraft {
            waves = List.copyOf(waves);
            piles = List.copyOf(piles);
        }
    }

    /** Which piles a file is for. {@code stationId} and {@code only} narrow it down; null does not. */
    public record TargetFilter(
            PileKind kind,
            int leastWatts,
            int mostWatts,
            String version,
            @Nullable Long stationId,
            @Nullable List<PileNo> only) {}

    /** A pile of a rollout; {@code status} is null as long as it was not asked. */
    public record CampaignPile(
            PileNo pileNo,
            int wave,
            @Nullable Long operationId,
            @Nullable OperationStatus status,
            @Nullable OperationReason reason,
            @Nullable Instant finishedAt,
            @Nullable String firmware) {}

    /** The piles that fit, in the order they were named, or else by number. */
    public Mono<List<PileNo>> targets(Scope.Operator scope, TargetFilter filter) {
        List<PileNo> only = filter.only();
        DatabaseClient.GenericExecuteSpec spec = general.sql()
                .sql(TARGETS
                        + (filter.stationId() == null ? "" : " AND p.station_id = :stationId")
                        + (only == null ? "" : " AND p.pile_no IN (:only)")
                        + " ORDER BY p.pile_no LIMIT :limit")
                .bind("tenantId", scope.tenantId())
                .bind("kind", filter.kind().name())
                .bind("leastWatts", filter.leastWatts())
                .bind("mostWatts", filter.mostWatts())
                .bind("version", filter.version())
                .bind("limit", PILES_MAX);
        spec = filter.stationId() == null ? spec : spec.bind("stationId", filter.stationId());
        spec = only == null
                ? spec
                : spec.bind("only", only.stream().map(PileNo::digits).collect(Collectors.toSet()));
        return spec.map(row -> new PileNo(Columns.text(row, "pile_no")))
                .all()
                .collectList()
                .map(found -> only == null
                        ? found
                        : only.stream().filter(found::contains).distinct().toList());
    }

    public Mono<Campaign> create(Scope.Operator scope, CampaignDraft draft) {
        Instant now = Columns.storable(clock.instant());
        Mono<Campaign> work = Rows.of(INSERT)
                .add(
                        scope.tenantId(),
                        draft.name(),
                        draft.fileId(),
                        text(draft.waves()),
                        draft.failuresMax(),
                        draft.whenIdle(),
                        draft.downloadTimeoutMinutes(),
                        CampaignStatus.WAITING_APPROVAL,
                        0,
                        0,
                        scope.actor(),
                        now,
                        1)
                .insertForId(general.sql())
                .flatMap(id -> insertPiles(scope.tenantId(), id, draft)
                        .then(find(id))
                        .flatMap(kept -> addEvent(kept, scope.actor(), now).thenReturn(kept)));
        return general.detachedTransaction("create campaign", work);
    }

    private Mono<Void> insertPiles(long tenantId, long id, CampaignDraft draft) {
        List<Integer> waves = Waves.deal(draft.waves(), draft.piles().size());
        List<Rows> batches = new ArrayList<>(List.of(Rows.of(INSERT_PILE)));
        for (int i = 0; i < draft.piles().size(); i++) {
            if (batches.getLast().isFull()) {
                batches.add(Rows.of(INSERT_PILE));
            }
            batches.getLast().add(id, draft.piles().get(i).digits(), tenantId, waves.get(i));
        }
        return Flux.fromIterable(batches)
                .concatMap(batch -> batch.insert(general.sql()))
                .then();
    }

    private Mono<Campaign> find(long id) {
        return general.sql()
                .sql(SELECT + " WHERE c.id = :id")
                .bind("id", id)
                .map(CampaignTables::read)
                .one();
    }

    public Mono<Campaign> get(Scope.Operator scope, long id) {
        return find(id).filter(campaign -> campaign.tenantId() == scope.tenantId());
    }

    /** The newest first. */
    public Mono<Page<Campaign>> list(Scope.Operator scope, @Nullable String cursor, int limit) {
        return general.sql()
                .sql(SELECT + " WHERE c.tenant_id = :tenantId AND c.id < :before ORDER BY c.id DESC LIMIT :limit")
                .bind("tenantId", scope.tenantId())
                .bind("before", Page.number(cursor, Long.MAX_VALUE))
                .bind("limit", Page.checked(limit) + 1)
                .map(CampaignTables::read)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, limit, last -> Long.toString(last.id())));
    }

    public Mono<Page<CampaignPile>> piles(Scope.Operator scope, long id, @Nullable String cursor, int limit) {
        return general.sql()
                .sql(PILES)
                .bind("id", id)
                .bind("tenantId", scope.tenantId())
                .bind("after", cursor == null ? "" : cursor)
                .bind("limit", Page.checked(limit) + 1)
                .map(CampaignTables::pile)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, limit, last -> last.pileNo().digits()));
    }

    @Override
    public Flux<Campaign> running() {
        return general.sql()
                .sql(SELECT + " WHERE c.status = 'RUNNING' ORDER BY c.id")
                .map(CampaignTables::read)
                .all();
    }

    @Override
    public Mono<WaveTally> tally(Campaign campaign, int wave) {
        return general.sql()
                .sql(TALLY)
                .bind("id", campaign.id())
                .bind("wave", wave)
                .map(row -> new WaveTally(
                        Columns.integer(row, "pending"),
                        Columns.integer(row, "still_open"),
                        Columns.integer(row, "done"),
                        Columns.integer(row, "failed"),
                        Columns.integer(row, "skipped")))
                .one();
    }

    @Override
    public Mono<Boolean> hasMore(Campaign campaign) {
        return general.sql()
                .sql("SELECT COUNT(*) AS more FROM firmware_campaign_pile WHERE campaign_id = :id AND wave > :wave")
                .bind("id", campaign.id())
                .bind("wave", campaign.wave())
                .map(row -> Columns.number(row, "more") > 0)
                .one();
    }

    @Override
    public Flux<PileNo> pending(Campaign campaign, int limit) {
        return general.sql()
                .sql("SELECT pile_no FROM firmware_campaign_pile WHERE campaign_id = :id AND wave = :wave"
                        + " AND operation_id IS NULL ORDER BY pile_no LIMIT :limit")
                .bind("id", campaign.id())
                .bind("wave", campaign.wave())
                .bind("limit", limit)
                .map(row -> new PileNo(Columns.text(row, "pile_no")))
                .all();
    }

    @Override
    public Mono<Void> asked(Campaign campaign, PileNo pileNo, long operationId) {
        return general.sql()
                .sql("UPDATE firmware_campaign_pile SET operation_id = :operationId"
                        + " WHERE campaign_id = :id AND pile_no = :pileNo")
                .bind("operationId", operationId)
                .bind("id", campaign.id())
                .bind("pileNo", pileNo.digits())
                .then();
    }

    @Override
    public Flux<Waiting> waiting(Campaign campaign) {
        return general.sql()
                .sql(WAITING)
                .bind("id", campaign.id())
                .map(row -> new Waiting(new PileNo(Columns.text(row, "pile_no")), Columns.number(row, "operation_id")))
                .all();
    }

    @Override
    public Mono<Void> unasked(Campaign campaign, Waiting waiting) {
        return general.sql()
                .sql("UPDATE firmware_campaign_pile SET operation_id = NULL"
                        + " WHERE campaign_id = :id AND pile_no = :pileNo AND operation_id = :operationId")
                .bind("id", campaign.id())
                .bind("pileNo", waiting.pileNo().digits())
                .bind("operationId", waiting.operationId())
                .then();
    }

    @Override
    public Mono<Boolean> move(Campaign before, Campaign after, String by, Instant now) {
        DatabaseClient.GenericExecuteSpec spec = general.sql()
                .sql(MOVE)
                .bind("id", after.id())
                .bind("before", before.version())
                .bind("version", after.version())
                .bind("status", after.status().name())
                .bind("wave", after.wave())
                .bind("forgiven", after.forgiven());
        spec = Columns.bind(spec, "reason", after.pauseReason());
        spec = Columns.bind(spec, "approvedBy", after.approvedBy());
        spec = Columns.bind(spec, "approvedAt", after.approvedAt());
        spec = Columns.bind(spec, "finishedAt", after.finishedAt());
        Mono<Boolean> work = spec.fetch()
                .rowsUpdated()
                .flatMap(rows ->
                        rows == 0 ? Mono.just(false) : addEvent(after, by, now).thenReturn(true));
        return general.detachedTransaction("move campaign", work);
    }

    private Mono<Long> addEvent(Campaign campaign, String by, Instant now) {
        return Rows.of(INSERT_EVENT)
                .add(
                        campaign.tenantId(),
                        campaign.id(),
                        campaign.version(),
                        campaign.status(),
                        campaign.wave(),
                        campaign.pauseReason(),
                        by,
                        now)
                .insert(general.sql());
    }

    private static CampaignPile pile(Readable row) {
        return new CampaignPile(
                new PileNo(Columns.text(row, "pile_no")),
                Columns.integer(row, "wave"),
                Columns.numberOrNull(row, "operation_id"),
                Columns.constantOrNull(row, "status", OperationStatus.class),
                Columns.constantOrNull(row, "reason", OperationReason.class),
                Columns.instantOrNull(row, "finished_at"),
                Columns.textOrNull(row, "firmware"));
    }

    private static String text(List<Integer> waves) {
        return waves.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static Campaign read(Readable row) {
        return new Campaign(
                Columns.number(row, "id"),
                Columns.number(row, "tenant_id"),
                Columns.text(row, "name"),
                Columns.number(row, "file_id"),
                Arrays.stream(Columns.text(row, "waves").split(","))
                        .map(Integer::valueOf)
                        .toList(),
                Columns.integer(row, "failures_max"),
                Columns.flag(row, "when_idle"),
                Columns.integer(row, "download_timeout_minutes"),
                Columns.constant(row, "status", CampaignStatus.class),
                Columns.constantOrNull(row, "pause_reason", PauseReason.class),
                Columns.integer(row, "wave"),
                Columns.integer(row, "forgiven"),
                Columns.text(row, "created_by"),
                Columns.instant(row, "created_at"),
                Columns.textOrNull(row, "approved_by"),
                Columns.instantOrNull(row, "approved_at"),
                Columns.instantOrNull(row, "finished_at"),
                Columns.integer(row, "row_version"));
    }
}
