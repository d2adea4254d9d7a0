package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import java.util.Collection;
import java.util.Map;
import reactor.core.publisher.Mono;

/** How many guns stations have that are in service; asked for a whole list of stations at once. */
public final class GunCounts {
    private static final String COUNT = """
            SELECT p.station_id, CAST(SUM(p.guns) AS SIGNED) AS guns FROM pile p
             WHERE p.tenant_id = :tenantId AND p.station_id IN (:stationIds) AND p.enabled
             GROUP BY p.station_id
            """;

    private final Database general;

    public GunCounts(Database general) {
        this.general = general;
    }

    /** Stations without any are not in the answer. */
    public Mono<Map<Long, Integer>> ofStations(Scope scope, Collection<Long> stationIds) {
        if (stationIds.isEmpty()) {
            return Mono.just(Map.of());
        }
        return general.sql()
                .sql(COUNT)
                .bind("tenantId", scope.tenantId())
                .bind("stationIds", stationIds)
                .map(row -> Map.entry(Columns.number(row, "station_id"), Columns.integer(row, "guns")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
