package io.ohmgate.api.card;

import io.ohmgate.api.db.Columns;
import io.ohmgate.api.db.Database;
import io.r2dbc.spi.Readable;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What stations accept at their piles, and how much power they may promise at once. */
@Component
public class StartRulesOfStations {
    private static final String SET = """
        INSERT INTO station_start_rule
               (station_id, tenant_id, takes_cards, takes_vehicles, capacity_watts, updated_at)
        VALUES (:station, :tenant, :cards, :vehicles, :watts, :now)
        ON DUPLICATE KEY UPDATE takes_cards = VALUES(takes_cards), takes_vehicles = VALUES(takes_vehicles),
               capacity_watts = VALUES(capacity_watts), updated_at = VALUES(updated_at)
        """;

    private final Database general;
    private final InstantSource clock;

    public StartRulesOfStations(Database general, InstantSource clock) {
        this.general = general;
        this.clock = clock;
    }

    /** {@code capacityWatts} is null for no limit. */
    public record StartRule(
            boolean takesCards,
            boolean takesVehicles,
            @Nullable Integer capacityWatts) {
        /** What holds where nobody said anything: a vehicle still needs its driver's own wish. */
        public static final StartRule DEFAULT = new StartRule(true, true, null);
    }

    public Mono<StartRule> of(long tenantId, long stationId) {
        return general.sql()
                .sql("SELECT takes_cards, takes_vehicles, capacity_watts FROM station_start_rule"
                        + " WHERE station_id = :station AND tenant_id = :tenant")
                .bind("station", stationId)
                .bind("tenant", tenantId)
                .map(StartRulesOfStations::read)
                .one()
                .defaultIfEmpty(StartRule.DEFAULT);
    }

    /** The caller has made sure that the station is the tenant's. */
    public Mono<StartRule> set(long tenantId, long stationId, StartRule rule) {
        GenericExecuteSpec set = general.sql()
                .sql(SET)
                .bind("station", stationId)
                .bind("tenant", tenantId)
                .bind("cards", rule.takesCards())
                .bind("vehicles", rule.takesVehicles())
                .bind("now", clock.instant());
        return Cards.bind(set, "watts", rule.capacityWatts(), Integer.class)
                .then()
                .thenReturn(rule);
    }

    /** All limits, by station: read once, at the start. */
    public Mono<Map<Long, Integer>> capacities() {
        return general.sql()
                .sql("SELECT station_id, capacity_watts FROM station_start_rule WHERE capacity_watts IS NOT NULL")
                .map(row -> {
                    Columns columns = new Columns(row);
                    return Map.entry(columns.number("station_id"), Math.toIntExact(columns.number("capacity_watts")));
                })
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static StartRule read(Readable row) {
        return new StartRule(
                Boolean.TRUE.equals(row.get("takes_cards", Boolean.class)),
                Boolean.TRUE.equals(row.get("takes_vehicles", Boolean.class)),
                row.get("capacity_watts", Integer.class));
    }
}
