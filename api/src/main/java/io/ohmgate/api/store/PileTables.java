package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.billing.Tariff;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileCatalogue;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import io.ohmgate.gateway.trust.Trust;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The register of piles and guns. A pile once registered is never deleted, only disabled. */
public final class PileTables implements PileCatalogue {
    /** Rows of one import statement: a few milliseconds of locks, and few enough round trips for 100,000 piles. */
    public static final int BATCH_MAX = 500;

    private static final String SELECT = """
        SELECT p.pile_no, p.tenant_id, p.station_id, s.code AS station_code, s.name AS station_name,
               s.is_open AS station_open, p.name, p.kind, p.guns, p.rated_watts, p.enabled, p.protocol_version,
               p.firmware, p.last_login_at, c.tariff_version_id AS wanted_version_id,
               t.confirmed_version_id, t.confirmed_model_no, t.confirmed_at
          FROM pile p
          JOIN station s ON s.id = p.station_id
          LEFT JOIN station_tariff c ON c.station_id = p.station_id
          LEFT JOIN pile_tariff_state t ON t.pile_no = p.pile_no
        """;

    private static final String CATALOGUE = "SELECT p.pile_no, p.tenant_id, p.station_id, s.is_open, p.enabled, p.kind,"
            + " p.guns, p.rated_watts, s.minimum_trust,"
            + " (SELECT GROUP_CONCAT(d.option_name) FROM pile_dialect d WHERE d.pile_no = p.pile_no) AS dialect,"
            + " v.id AS version_id, v.model_no, "
            + TariffRows.COLUMNS
            + " FROM pile p JOIN station s ON s.id = p.station_id"
            + " LEFT JOIN station_tariff c ON c.station_id = p.station_id"
            + " LEFT JOIN tariff_version v ON v.id = c.tariff_version_id";

    private static final String INSERT_PILE = """
        INSERT INTO pile
               (pile_no, tenant_id, station_id, name, kind, rated_watts, guns, enabled, created_at, updated_at)\
        """;

    /** The tenant never changes: should another one register the number at the same moment, the first keeps it. */
    private static final String PILE_AGAIN = """
        ON DUPLICATE KEY UPDATE
               station_id = IF(tenant_id = VALUES(tenant_id), VALUES(station_id), station_id),
               name = IF(tenant_id = VALUES(tenant_id), VALUES(name), name),
               kind = IF(tenant_id = VALUES(tenant_id), VALUES(kind), kind),
               rated_watts = IF(tenant_id = VALUES(tenant_id), VALUES(rated_watts), rated_watts),
               guns = IF(tenant_id = VALUES(tenant_id), VALUES(guns), guns),
               updated_at = IF(tenant_id = VALUES(tenant_id), VALUES(updated_at), updated_at)\
        """;

    private static final String INSERT_GUN = "INSERT INTO gun (gun_id, tenant_id, pile_no, gun_no, enabled)";

    private static final String GUN_AGAIN = "ON DUPLICATE KEY UPDATE enabled = VALUES(enabled)";

    private static final String FEWER_GUNS = "UPDATE gun SET enabled = FALSE"
            + " WHERE tenant_id = :tenantId AND gun_no > :guns AND pile_no IN (:pileNos)";

    private static final String OWNERS = "SELECT pile_no, tenant_id FROM pile WHERE pile_no IN (:pileNos)";

    private static final String STATIONS =
            "SELECT id, code FROM station WHERE tenant_id = :tenantId AND code IN (:codes)";

    private final Database general;
    private final InstantSource clock;

    public PileTables(Database general, InstantSource clock) {
        this.general = general;
        this.clock = clock;
    }

    /** What is said of a pile by those who run it. {@code line} is where it stands in the file it came from. */
    public record PileDraft(
            long line, PileNo pileNo, String stationCode, String name, PileKind kind, int guns, int ratedWatts) {
        /** @throws IllegalArgumentException if there is no gun, or more than a gun number can name, or no power */
        public PileDraft {
            if (guns < 1 || guns > GunId.GUN_NO_MAX || ratedWatts < 1) {
                throw new IllegalArgumentException("a pile has 1 to 99 guns and some power");
            }
        }
    }

    /** Why a line was not imported. */
    public record Rejection(long line, Reason reason) {
        public enum Reason {
            /** The tenant has no station of this code. */
            STATION_UNKNOWN,
            /** The number is registered, for somebody else. */
            PILE_OF_ANOTHER,
            /** An earlier line of the batch has the same number. */
            REPEATED_IN_FILE
        }
    }

    public record ImportResult(int imported, List<Rejection> rejected) {
        public ImportResult {
            rejected = List.copyOf(rejected);
        }
    }

    /** A pile as it is registered, with what it last said of itself and which tariff it holds. */
    public record Pile(
            PileNo pileNo,
            long tenantId,
            long stationId,
            String stationCode,
            String stationName,
            boolean stationOpen,
            String name,
            PileKind kind,
            int guns,
            int ratedWatts,
            boolean enabled,
            @Nullable String protocolVersion,
            @Nullable String firmware,
            @Nullable Instant lastLoginAt,
            @Nullable Long wantedTariffVersionId,
            @Nullable Long confirmedTariffVersionId,
            @Nullable Integer confirmedModelNo,
            @Nullable Instant confirmedAt) {}

    @Override
    public Flux<PileEntry> all() {
        return Flux.defer(() -> {
            Map<Long, PileTariff> tariffs = new HashMap<>();
            return general.sql().sql(CATALOGUE).map(row -> entry(row, tariffs)).all();
        });
    }

    /** The lines of the allow-list for some piles, as they stand now: to be pushed into the directory after a change. */
    public Flux<PileEntry> entries(Scope.Operator scope, Set<PileNo> pileNos) {
        if (pileNos.isEmpty()) {
            return Flux.empty();
        }
        return Flux.defer(() -> {
            Map<Long, PileTariff> tariffs = new HashMap<>();
            return general.sql()
                    .sql(CATALOGUE + " WHERE p.tenant_id = :tenantId AND p.pile_no IN (:pileNos)")
                    .bind("tenantId", scope.tenantId())
                    .bind("pileNos", digits(pileNos))
                    .map(row -> entry(row, tariffs))
                    .all();
        });
    }

    /** The same for all piles of a station. */
    public Flux<PileEntry> entriesOfStation(Scope.Operator scope, long stationId) {
        return Flux.defer(() -> {
            Map<Long, PileTariff> tariffs = new HashMap<>();
            return general.sql()
                    .sql(CATALOGUE + " WHERE p.tenant_id = :tenantId AND p.station_id = :stationId")
                    .bind("tenantId", scope.tenantId())
                    .bind("stationId", stationId)
                    .map(row -> entry(row, tariffs))
                    .all();
        });
    }

    public Mono<Pile> get(Scope scope, PileNo pileNo) {
        return general.sql()
                .sql(SELECT + " WHERE p.pile_no = :pileNo AND p.tenant_id = :tenantId")
                .bind("pileNo", pileNo.digits())
                .bind("tenantId", scope.tenantId())
                .map(PileTables::read)
                .one();
    }

    /** Piles by number, of one station or of all; the cursor is the last number seen. */
    public Mono<Page<Pile>> list(Scope.Operator scope, @Nullable Long stationId, @Nullable String cursor, int limit) {
        DatabaseClient.GenericExecuteSpec spec = general.sql()
                .sql(SELECT + " WHERE p.tenant_id = :tenantId AND p.pile_no > :after"
                        + (stationId == null ? "" : " AND p.station_id = :stationId")
                        + " ORDER BY p.pile_no LIMIT :limit")
                .bind("tenantId", scope.tenantId())
                .bind("after", cursor == null ? "" : cursor)
                .bind("limit", Page.checked(limit) + 1);
        return (stationId == null ? spec : spec.bind("stationId", stationId))
                .map(PileTables::read)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, limit, last -> last.pileNo().digits()));
    }

    /** All piles of one station, by number. */
    public Flux<Pile> ofStation(Scope scope, long stationId) {
        return general.sql()
                .sql(SELECT + " WHERE p.station_id = :stationId AND p.tenant_id = :tenantId ORDER BY p.pile_no")
                .bind("stationId", stationId)
                .bind("tenantId", scope.tenantId())
                .map(PileTables::read)
                .all();
    }

    /** Empty if the tenant has no such pile. */
    public Mono<Pile> setEnabled(Scope.Operator scope, PileNo pileNo, boolean enabled) {
        Mono<Pile> work = general.sql()
                .sql("UPDATE pile SET enabled = :enabled, updated_at = :now"
                        + " WHERE pile_no = :pileNo AND tenant_id = :tenantId")
                .bind("enabled", enabled)
                .bind("now", Columns.storable(clock.instant()))
                .bind("pileNo", pileNo.digits())
                .bind("tenantId", scope.tenantId())
                .fetch()
                .rowsUpdated()
                .then(get(scope, pileNo));
        return general.detachedTransaction("enable pile", work);
    }

    /**
     * Registers piles or changes what is said of them, up to {@link #BATCH_MAX} in one transaction. A line that cannot be
     * is rejected by itself; the others stand.
     */
    public Mono<ImportResult> save(Scope.Operator scope, List<PileDraft> drafts) {
        if (drafts.size() > BATCH_MAX) {
            throw new IllegalArgumentException("a batch has at most 500 piles, not " + drafts.size());
        }
        if (drafts.isEmpty()) {
            return Mono.just(new ImportResult(0, List.of()));
        }
        Mono<ImportResult> work = stationIds(scope, drafts)
                .flatMap(stations -> owners(drafts).flatMap(owners -> {
                    Sorted sorted = sort(scope.tenantId(), drafts, stations, owners);
                    return write(scope.tenantId(), sorted.accepted().values(), stations)
                            .thenReturn(new ImportResult(sorted.accepted().size(), sorted.rejected()));
                }));
        return general.detachedTransaction("save piles", work);
    }

    private Mono<Void> write(long tenantId, Iterable<PileDraft> accepted, Map<String, Long> stations) {
        Instant now = clock.instant();
        Rows piles = Rows.of(INSERT_PILE);
        List<Rows> guns = new ArrayList<>(List.of(Rows.of(INSERT_GUN)));
        Map<Integer, List<String>> byGuns = new TreeMap<>();
        for (PileDraft draft : accepted) {
            String pileNo = draft.pileNo().digits();
            byGuns.computeIfAbsent(draft.guns(), count -> new ArrayList<>()).add(pileNo);
            piles.add(
                    pileNo,
                    tenantId,
                    stations.get(draft.stationCode()),
                    draft.name(),
                    draft.kind(),
                    draft.ratedWatts(),
                    draft.guns(),
                    true,
                    now,
                    now);
            for (int gunNo = 1; gunNo <= draft.guns(); gunNo++) {
                if (guns.getLast().isFull()) {
                    guns.add(Rows.of(INSERT_GUN));
                }
                guns.getLast().add(draft.pileNo().gun(gunNo).digits(), tenantId, pileNo, gunNo, true);
            }
        }
        if (byGuns.isEmpty()) {
            return Mono.empty();
        }
        DatabaseClient sql = general.sql();
        return piles.insert(sql, PILE_AGAIN)
                .thenMany(Flux.fromIterable(guns).concatMap(some -> some.insert(sql, GUN_AGAIN)))
                .thenMany(Flux.fromIterable(byGuns.entrySet())
                        .concatMap(some -> sql.sql(FEWER_GUNS)
                                .bind("tenantId", tenantId)
                                .bind("guns", some.getKey())
                                .bind("pileNos", some.getValue())
                                .then()))
                .then();
    }

    private static Sorted sort(
            long tenantId, List<PileDraft> drafts, Map<String, Long> stations, Map<String, Long> owners) {
        Set<PileNo> seen = new HashSet<>();
        // By number, so that two imports of the same piles take their locks in the same order.
        Map<String, PileDraft> accepted = new TreeMap<>();
        List<Rejection> rejected = new ArrayList<>();
        for (PileDraft draft : drafts) {
            Rejection.Reason reason = null;
            if (!seen.add(draft.pileNo())) {
                reason = Rejection.Reason.REPEATED_IN_FILE;
            } else if (!stations.containsKey(draft.stationCode())) {
                reason = Rejection.Reason.STATION_UNKNOWN;
            } else if (owners.getOrDefault(draft.pileNo().digits(), tenantId) != tenantId) {
                reason = Rejection.Reason.PILE_OF_ANOTHER;
            }
            if (reason == null) {
                accepted.put(draft.pileNo().digits(), draft);
            } else {
                rejected.add(new Rejection(draft.line(), reason));
            }
        }
        rejected.sort(Comparator.comparingLong(Rejection::line));
        return new Sorted(accepted, rejected);
    }

    private Mono<Map<String, Long>> stationIds(Scope.Operator scope, List<PileDraft> drafts) {
        return general.sql()
                .sql(STATIONS)
                .bind("tenantId", scope.tenantId())
                .bind("codes", drafts.stream().map(PileDraft::stationCode).collect(Collectors.toSet()))
                .map(row -> Map.entry(Columns.text(row, "code"), Columns.number(row, "id")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Mono<Map<String, Long>> owners(List<PileDraft> drafts) {
        return general.sql()
                .sql(OWNERS)
                .bind(
                        "pileNos",
                        drafts.stream().map(draft -> draft.pileNo().digits()).collect(Collectors.toSet()))
                .map(row -> Map.entry(Columns.text(row, "pile_no"), Columns.number(row, "tenant_id")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Set<String> digits(Set<PileNo> pileNos) {
        return pileNos.stream().map(PileNo::digits).collect(Collectors.toSet());
    }

    private static PileEntry entry(Readable row, Map<Long, PileTariff> tariffs) {
        Long versionId = Columns.numberOrNull(row, "version_id");
        return new PileEntry(
                new PileNo(Columns.text(row, "pile_no")),
                Columns.number(row, "tenant_id"),
                Columns.number(row, "station_id"),
                Columns.flag(row, "is_open"),
                Columns.flag(row, "enabled"),
                Columns.constant(row, "kind", PileKind.class),
                Columns.integer(row, "guns"),
                Columns.integer(row, "rated_watts"),
                versionId == null ? null : tariffs.computeIfAbsent(versionId, id -> tariff(row, id)),
                Trust.ofLevel(Columns.integer(row, "minimum_trust")),
                names(Columns.textOrNull(row, "dialect")));
    }

    private static Set<String> names(@Nullable String joined) {
        return joined == null ? Set.of() : Set.of(joined.split(",", -1));
    }

    private static PileTariff tariff(Readable row, long versionId) {
        Tariff tariff = TariffRows.read(row);
        return new PileTariff(versionId, Columns.integer(row, "model_no"), tariff);
    }

    private static Pile read(Readable row) {
        return new Pile(
                new PileNo(Columns.text(row, "pile_no")),
                Columns.number(row, "tenant_id"),
                Columns.number(row, "station_id"),
                Columns.text(row, "station_code"),
                Columns.text(row, "station_name"),
                Columns.flag(row, "station_open"),
                Columns.text(row, "name"),
                Columns.constant(row, "kind", PileKind.class),
                Columns.integer(row, "guns"),
                Columns.integer(row, "rated_watts"),
                Columns.flag(row, "enabled"),
                Columns.textOrNull(row, "protocol_version"),
                Columns.textOrNull(row, "firmware"),
                Columns.instantOrNull(row, "last_login_at"),
                Columns.numberOrNull(row, "wanted_version_id"),
                Columns.numberOrNull(row, "confirmed_version_id"),
                Columns.integerOrNull(row, "confirmed_model_no"),
                Columns.instantOrNull(row, "confirmed_at"));
    }

    private record Sorted(Map<String, PileDraft> accepted, List<Rejection> rejected) {}
}
