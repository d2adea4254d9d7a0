package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.billing.Tariff;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Stations, where they are and what they charge. */
public final class StationTables {
    /** A box with more stations than these is a country, not a neighbourhood; the ones nearest to its middle are lost last. */
    static final int IN_BOX_MAX = 2_000;

    static final int RADIUS_METRES_MAX = 200_000;

    private static final String SELECT =
            "SELECT s.id, s.tenant_id, s.code, s.name, s.address, s.lon_micro, s.lat_micro,"
                    + " s.is_open, s.created_at, s.updated_at, c.tariff_version_id, c.since AS tariff_since, "
                    + TariffRows.COLUMNS
                    + " FROM station s LEFT JOIN station_tariff c ON c.station_id = s.id"
                    + " LEFT JOIN tariff_version v ON v.id = c.tariff_version_id";

    private static final String INSERT = """
            INSERT INTO station
                   (tenant_id, code, name, address, lon_micro, lat_micro, is_open, created_at, updated_at)""";

    private static final String UPDATE = """
            UPDATE station
               SET code = :code, name = :name, address = :address, lon_micro = :lonMicro, lat_micro = :latMicro,
                   is_open = :open, updated_at = :now
             WHERE id = :id AND tenant_id = :tenantId
            """;

    private static final String IN_BOX = SELECT + """
             WHERE s.tenant_id = :tenantId AND s.lat_micro BETWEEN :south AND :north
               AND s.lon_micro BETWEEN :west AND :east
             ORDER BY ABS(s.lat_micro - :lat) + ABS(s.lon_micro - :lon) LIMIT :limit
            """;

    /** The condition on the version keeps a tenant from naming another's. */
    private static final String CHARGE = """
            INSERT INTO station_tariff (station_id, tenant_id, tariff_version_id, since)
            SELECT s.id, s.tenant_id, v.id, :now FROM station s JOIN tariff_version v ON v.tenant_id = s.tenant_id
             WHERE s.id = :id AND s.tenant_id = :tenantId AND v.id = :versionId
                ON DUPLICATE KEY UPDATE
                   since = IF(station_tariff.tariff_version_id = VALUES(tariff_version_id), station_tariff.since, VALUES(since)),
                   tariff_version_id = VALUES(tariff_version_id)
            """;

    private final Database general;
    private final InstantSource clock;

    public StationTables(Database general, InstantSource clock) {
        this.general = general;
        this.clock = clock;
    }

    /** What is said of a station by those who run it. Positions are GCJ-02 in millionths of a degree. */
    public record StationDraft(String code, String name, String address, Place place, boolean open) {}

    /** A point on the map, GCJ-02 in millionths of a degree. */
    public record Place(int lonMicro, int latMicro) {
        private static final int LON_MAX = 180_000_000;
        private static final int LAT_MAX = 90_000_000;
        private static final double EARTH_METRES = 6_371_008.8;
        private static final double MICRO = 1_000_000;

        /** @throws IllegalArgumentException if it is not on the globe */
        public Place {
            if (Math.abs((long) lonMicro) > LON_MAX || Math.abs((long) latMicro) > LAT_MAX) {
                throw new IllegalArgumentException("not a place: " + lonMicro + ", " + latMicro);
            }
        }

        /** As the crow flies. */
        public int metresTo(Place other) {
            double lat1 = Math.toRadians(latMicro / MICRO);
            double lat2 = Math.toRadians(other.latMicro / MICRO);
            double dLat = Math.sin((lat2 - lat1) / 2);
            double dLon = Math.sin(Math.toRadians((other.lonMicro - lonMicro) / MICRO) / 2);
            double chord = dLat * dLat + Math.cos(lat1) * Math.cos(lat2) * dLon * dLon;
            return (int) Math.round(2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(chord))));
        }

        private int latSpan(int metres) {
            return (int) Math.ceil(Math.toDegrees(metres / EARTH_METRES) * MICRO);
        }

        /** Degrees of longitude are narrow towards the poles; beyond 85 degrees the whole circle is near. */
        private int lonSpan(int metres) {
            double narrow = Math.cos(Math.toRadians(Math.min(85, Math.abs(latMicro) / MICRO)));
            return (int) Math.ceil(Math.toDegrees(metres / EARTH_METRES / narrow) * MICRO);
        }
    }

    /** A station; {@code tariff} and what goes with it are null while none is assigned. */
    public record Station(
            long id,
            long tenantId,
            String code,
            String name,
            String address,
            Place place,
            boolean open,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Long tariffVersionId,
            @Nullable Instant tariffSince,
            @Nullable Tariff tariff) {}

    public record NearStation(Station station, int metres) {}

    /** By what a list of stations is sorted. Stations without a price come last. */
    public enum NearBy {
        DISTANCE,
        PRICE
    }

    /** @return {@link ConflictException} if the tenant has a station of this code */
    public Mono<Station> create(Scope.Operator scope, StationDraft draft) {
        Instant now = clock.instant();
        Mono<Station> work = Rows.of(INSERT)
                .add(
                        scope.tenantId(),
                        draft.code(),
                        draft.name(),
                        draft.address(),
                        draft.place().lonMicro(),
                        draft.place().latMicro(),
                        draft.open(),
                        now,
                        now)
                .insertForId(general.sql())
                .onErrorMap(DuplicateKeyException.class, StationTables::codeTaken)
                .flatMap(id -> get(scope, id));
        return general.detachedTransaction("create station", work);
    }

    /** Empty if the tenant has no such station. */
    public Mono<Station> change(Scope.Operator scope, long stationId, StationDraft draft) {
        Mono<Station> work = general.sql()
                .sql(UPDATE)
                .bind("id", stationId)
                .bind("tenantId", scope.tenantId())
                .bind("code", draft.code())
                .bind("name", draft.name())
                .bind("address", draft.address())
                .bind("lonMicro", draft.place().lonMicro())
                .bind("latMicro", draft.place().latMicro())
                .bind("open", draft.open())
                .bind("now", Columns.storable(clock.instant()))
                .fetch()
                .rowsUpdated()
                .onErrorMap(DuplicateKeyException.class, StationTables::codeTaken)
                .flatMap(rows -> rows == 0 ? Mono.empty() : get(scope, stationId));
        return general.detachedTransaction("change station", work);
    }

    /** What the station charges from now on; empty if the tenant has no such station or version. */
    public Mono<Station> charge(Scope.Operator scope, long stationId, long tariffVersionId) {
        Mono<Station> work = general.sql()
                .sql(CHARGE)
                .bind("id", stationId)
                .bind("tenantId", scope.tenantId())
                .bind("versionId", tariffVersionId)
                .bind("now", Columns.storable(clock.instant()))
                .fetch()
                .rowsUpdated()
                .then(get(scope, stationId))
                .filter(station -> Long.valueOf(tariffVersionId).equals(station.tariffVersionId()));
        return general.detachedTransaction("charge at station", work);
    }

    public Mono<Station> get(Scope scope, long stationId) {
        return general.sql()
                .sql(SELECT + " WHERE s.id = :id AND s.tenant_id = :tenantId")
                .bind("id", stationId)
                .bind("tenantId", scope.tenantId())
                .map(StationTables::read)
                .one();
    }

    /** All stations, the newest first. */
    public Mono<Page<Station>> list(Scope scope, @Nullable String cursor, int limit) {
        return general.sql()
                .sql(SELECT + " WHERE s.tenant_id = :tenantId AND s.id < :before ORDER BY s.id DESC LIMIT :limit")
                .bind("tenantId", scope.tenantId())
                .bind("before", Page.number(cursor, Long.MAX_VALUE))
                .bind("limit", Page.checked(limit) + 1)
                .map(StationTables::read)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, limit, last -> Long.toString(last.id())));
    }

    /**
     * Stations within a circle.
     *
     * @param now local time of the sites, by which a price holds now
     */
    public Mono<List<NearStation>> near(
            Scope scope, Place place, int radiusMetres, NearBy order, LocalTime now, int limit) {
        int radius = Math.min(radiusMetres, RADIUS_METRES_MAX);
        DatabaseClient.GenericExecuteSpec spec = general.sql()
                .sql(IN_BOX)
                .bind("tenantId", scope.tenantId())
                .bind("south", place.latMicro() - place.latSpan(radius))
                .bind("north", place.latMicro() + place.latSpan(radius))
                .bind("west", (long) place.lonMicro() - place.lonSpan(radius))
                .bind("east", (long) place.lonMicro() + place.lonSpan(radius))
                .bind("lat", place.latMicro())
                .bind("lon", place.lonMicro())
                .bind("limit", IN_BOX_MAX);
        return spec.map(StationTables::read)
                .all()
                .map(station -> new NearStation(station, place.metresTo(station.place())))
                .filter(near -> near.metres() <= radius)
                .sort(sorted(order, now))
                .take(Page.checked(limit))
                .collectList();
    }

    private static Comparator<NearStation> sorted(NearBy order, LocalTime now) {
        Comparator<NearStation> byDistance = Comparator.comparingInt(NearStation::metres)
                .thenComparingLong(near -> near.station().id());
        return switch (order) {
            case DISTANCE -> byDistance;
            case PRICE ->
                Comparator.<NearStation>comparingLong(near -> priceAt(near.station(), now))
                        .thenComparing(byDistance);
        };
    }

    private static long priceAt(Station station, LocalTime now) {
        Tariff tariff = station.tariff();
        return tariff == null ? Long.MAX_VALUE : tariff.priceAt(now).total().hundredThousandthsYuanPerKwh();
    }

    private static ConflictException codeTaken(DuplicateKeyException taken) {
        return new ConflictException(ConflictException.Kind.STATION_CODE_TAKEN);
    }

    private static Station read(Readable row) {
        Long versionId = Columns.numberOrNull(row, "tariff_version_id");
        return new Station(
                Columns.number(row, "id"),
                Columns.number(row, "tenant_id"),
                Columns.text(row, "code"),
                Columns.text(row, "name"),
                Columns.text(row, "address"),
                new Place(Columns.integer(row, "lon_micro"), Columns.integer(row, "lat_micro")),
                Columns.flag(row, "is_open"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"),
                versionId,
                Columns.instantOrNull(row, "tariff_since"),
                versionId == null ? null : TariffRows.read(row));
    }
}
