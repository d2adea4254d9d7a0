package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderSource;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a driver is told of a start that their app did not make: a card or a vehicle that charges where it never did before
 * may be a copy (invariants 4.1). Written with the order, so that none is missing.
 */
public final class StartNotices {
    private static final int MAX = 100;

    private static final String INSERT = """
        INSERT INTO driver_notice (tenant_id, driver_id, kind, order_id, station_id, at)
        SELECT :tenant, :driver, :kind, :order, :station, :at FROM DUAL
         WHERE NOT EXISTS (SELECT 1 FROM charging_order o
                            WHERE o.station_id = :station AND o.id <> :order AND
        """;

    private final Database general;

    public StartNotices(Database general) {
        this.general = general;
    }

    public enum Kind {
        CARD_AT_NEW_STATION,
        VEHICLE_AT_NEW_STATION
    }

    public record Notice(Kind kind, OrderId orderId, long stationId, Instant at) {}

    /** The newest first. */
    public Flux<Notice> of(Scope.Driver scope) {
        return general.sql()
                .sql("SELECT kind, order_id, station_id, at FROM driver_notice"
                        + " WHERE driver_id = :driver AND tenant_id = :tenant ORDER BY id DESC LIMIT :limit")
                .bind("driver", scope.driverId())
                .bind("tenant", scope.tenantId())
                .bind("limit", MAX)
                .map(row -> new Notice(
                        Columns.constant(row, "kind", Kind.class),
                        new OrderId(Columns.text(row, "order_id")),
                        Columns.number(row, "station_id"),
                        Columns.instant(row, "at")))
                .all();
    }

    static Mono<Void> ofNewPlace(DatabaseClient sql, ChargingOrder order) {
        OrderSource source = order.terms().source();
        Long card = source.cardId();
        Long vehicle = source.vehicleId();
        Long which = card == null ? vehicle : card;
        Long driver = order.terms().driverId();
        if (!source.origin().atPile()
                || which == null
                || driver == null
                || order.terms().partOf(order.id())) {
            return Mono.empty();
        }
        Kind kind = card == null ? Kind.VEHICLE_AT_NEW_STATION : Kind.CARD_AT_NEW_STATION;
        return sql.sql(INSERT + (card == null ? " o.vehicle_id = :which)" : " o.card_id = :which)"))
                .bind("tenant", order.terms().tenantId())
                .bind("driver", driver)
                .bind("kind", kind.name())
                .bind("order", order.id().text())
                .bind("station", order.terms().stationId())
                .bind("at", Columns.storable(order.terms().createdAt()))
                .bind("which", which)
                .then();
    }
}
