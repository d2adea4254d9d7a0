package io.ohmgate.api.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ohmgate.api.db.Database;
import io.ohmgate.billing.Tariff;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.order.TariffVersions;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Tariffs and their versions. A version is never changed, so it is read once and then remembered. */
public final class TariffTables implements TariffVersions {
    private static final int REMEMBERED_MAX = 10_000;

    private static final String INSERT_TARIFF = "INSERT INTO tariff (tenant_id, name, created_at)";

    private static final String INSERT_VERSION = """
            INSERT INTO tariff_version
                   (tenant_id, tariff_id, version_no, model_no, slots, sharp_electricity, sharp_service,
                    peak_electricity, peak_service, flat_electricity, flat_service, valley_electricity,
                    valley_service, created_by, created_at)""";

    private static final String SELECT = "SELECT v.id, v.tariff_id, t.name, v.version_no, v.model_no, v.created_by,"
            + " v.created_at, " + TariffRows.COLUMNS + " FROM tariff_version v JOIN tariff t ON t.id = v.tariff_id";

    private static final String NEWEST =
            SELECT + " WHERE v.version_no = (SELECT MAX(n.version_no) FROM tariff_version n WHERE n.tariff_id = t.id)";

    /** The tenant's row is the queue in which its versions stand, so that no two get one number. */
    private static final String QUEUE = "SELECT id FROM tenant WHERE id = :tenantId FOR UPDATE";

    private static final String NEXT_NUMBERS = """
            SELECT (SELECT COALESCE(MAX(v.model_no), 0) FROM tariff_version v WHERE v.tenant_id = :tenantId) AS model_no,
                   (SELECT COALESCE(MAX(v.version_no), 0) FROM tariff_version v WHERE v.tariff_id = :tariffId) AS version_no
            """;

    private final Database general;
    private final InstantSource clock;
    private final Cache<Long, Tariff> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).build();

    public TariffTables(Database general, InstantSource clock) {
        this.general = general;
        this.clock = clock;
    }

    /** One published version of a tariff. */
    public record TariffVersion(
            long id,
            long tariffId,
            String name,
            int versionNo,
            int modelNo,
            String createdBy,
            Instant createdAt,
            Tariff tariff) {
        public PileTariff forPile() {
            return new PileTariff(id, modelNo, tariff);
        }
    }

    @Override
    public Mono<Tariff> find(long tariffVersionId) {
        return find(general.sql(), tariffVersionId);
    }

    /** As {@link #find(long)}, on a connection that the caller already has. */
    Mono<Tariff> find(DatabaseClient sql, long tariffVersionId) {
        Tariff known = remembered.getIfPresent(tariffVersionId);
        return known != null
                ? Mono.just(known)
                : sql.sql("SELECT " + TariffRows.COLUMNS + " FROM tariff_version v WHERE v.id = :id")
                        .bind("id", tariffVersionId)
                        .map(TariffRows::read)
                        .one()
                        .doOnNext(tariff -> remembered.put(tariffVersionId, tariff));
    }

    /**
     * A new tariff with its first version.
     *
     * @return {@link ConflictException} if the tenant has a tariff of this name, or no model number left
     */
    public Mono<TariffVersion> create(Scope.Operator scope, String name, Tariff tariff) {
        Instant now = clock.instant();
        Mono<TariffVersion> work = queue(scope)
                .then(Rows.of(INSERT_TARIFF).add(scope.tenantId(), name, now).insertForId(general.sql()))
                .onErrorMap(
                        DuplicateKeyException.class,
                        taken -> new ConflictException(ConflictException.Kind.TARIFF_NAME_TAKEN))
                .flatMap(tariffId -> addVersion(scope, tariffId, name, tariff, now));
        return general.detachedTransaction("create tariff", work);
    }

    /** A new version of a tariff; empty if the tenant has no such tariff. */
    public Mono<TariffVersion> publish(Scope.Operator scope, long tariffId, Tariff tariff) {
        Instant now = clock.instant();
        Mono<TariffVersion> work = queue(scope)
                .then(general.sql()
                        .sql("SELECT name FROM tariff WHERE id = :id AND tenant_id = :tenantId")
                        .bind("id", tariffId)
                        .bind("tenantId", scope.tenantId())
                        .map(row -> Columns.text(row, "name"))
                        .one())
                .flatMap(name -> addVersion(scope, tariffId, name, tariff, now));
        return general.detachedTransaction("publish tariff", work);
    }

    private Mono<TariffVersion> addVersion(
            Scope.Operator scope, long tariffId, String name, Tariff tariff, Instant now) {
        return general.sql()
                .sql(NEXT_NUMBERS)
                .bind("tenantId", scope.tenantId())
                .bind("tariffId", tariffId)
                .map(row -> new TariffVersion(
                        0,
                        tariffId,
                        name,
                        Columns.integer(row, "version_no") + 1,
                        Columns.integer(row, "model_no") + 1,
                        scope.actor(),
                        now,
                        tariff))
                .one()
                .flatMap(version -> version.modelNo() > PileTariff.MODEL_NO_MAX
                        ? Mono.error(new ConflictException(ConflictException.Kind.MODEL_NUMBERS_USED_UP))
                        : insert(scope.tenantId(), version));
    }

    /** Before anything is inserted: a row that refers to the tenant already holds a shared lock on it. */
    private Mono<Long> queue(Scope.Operator scope) {
        return general.sql()
                .sql(QUEUE)
                .bind("tenantId", scope.tenantId())
                .map(row -> Columns.number(row, "id"))
                .one();
    }

    private Mono<TariffVersion> insert(long tenantId, TariffVersion version) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(tenantId);
        values.add(version.tariffId());
        values.add(version.versionNo());
        values.add(version.modelNo());
        values.addAll(TariffRows.values(version.tariff()));
        values.add(version.createdBy());
        values.add(version.createdAt());
        return Rows.of(INSERT_VERSION)
                .add(values.toArray())
                .insertForId(general.sql())
                .map(id -> new TariffVersion(
                        id,
                        version.tariffId(),
                        version.name(),
                        version.versionNo(),
                        version.modelNo(),
                        version.createdBy(),
                        version.createdAt(),
                        version.tariff()));
    }

    /** The newest version of each tariff, the newest tariff first. */
    public Mono<Page<TariffVersion>> list(Scope.Operator scope, @Nullable String cursor, int limit) {
        return general.sql()
                .sql(NEWEST + " AND t.tenant_id = :tenantId AND t.id < :before ORDER BY t.id DESC LIMIT :limit")
                .bind("tenantId", scope.tenantId())
                .bind("before", Page.number(cursor, Long.MAX_VALUE))
                .bind("limit", Page.checked(limit) + 1)
                .map(TariffTables::read)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, limit, last -> Long.toString(last.tariffId())));
    }

    /** All versions of one tariff, the newest first; an empty page if the tenant has no such tariff. */
    public Mono<Page<TariffVersion>> history(Scope.Operator scope, long tariffId, @Nullable String cursor, int limit) {
        return general.sql()
                .sql(SELECT + " WHERE v.tenant_id = :tenantId AND v.tariff_id = :tariffId AND v.version_no < :before"
                        + " ORDER BY v.version_no DESC LIMIT :limit")
                .bind("tenantId", scope.tenantId())
                .bind("tariffId", tariffId)
                .bind("before", Page.number(cursor, Integer.MAX_VALUE))
                .bind("limit", Page.checked(limit) + 1)
                .map(TariffTables::read)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, limit, last -> Integer.toString(last.versionNo())));
    }

    /** One version, whatever its tariff. Drivers may see it as well: it is the price on their bill. */
    public Mono<TariffVersion> version(Scope scope, long tariffVersionId) {
        return general.sql()
                .sql(SELECT + " WHERE v.id = :id AND v.tenant_id = :tenantId")
                .bind("id", tariffVersionId)
                .bind("tenantId", scope.tenantId())
                .map(TariffTables::read)
                .one();
    }

    private static TariffVersion read(Readable row) {
        return new TariffVersion(
                Columns.number(row, "id"),
                Columns.number(row, "tariff_id"),
                Columns.text(row, "name"),
                Columns.integer(row, "version_no"),
                Columns.integer(row, "model_no"),
                Columns.text(row, "created_by"),
                Columns.instant(row, "created_at"),
                TariffRows.read(row));
    }
}
