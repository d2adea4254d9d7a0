package io.ohmgate.api.card;

import io.ohmgate.api.account.PersonalData;
import io.ohmgate.api.db.Columns;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.security.RandomIds;
import io.r2dbc.spi.Readable;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Drivers' vehicles. Several drivers may have one vehicle; only one of them can be charged for what it starts itself. */
@Component
public class Vehicles {
    public static final int A_DRIVER_MAX = 10;

    private static final String SELECT = """
        SELECT v.id, v.public_id, v.tenant_id, v.driver_id, v.vin_encrypted, v.plug_hash, v.name, v.daily_cap_fen,
               v.blocked_at, v.created_at
          FROM vehicle v
        """;

    private static final String INSERT = """
        INSERT INTO vehicle
               (tenant_id, public_id, driver_id, vin_hash, vin_encrypted, plug_hash, name, daily_cap_fen, created_at)
        VALUES (:tenant, :publicId, :driver, :hash, :vin, :plug, :name, :cap, :now)
        """;

    private static final String UPDATE = """
        UPDATE vehicle SET name = :name, daily_cap_fen = :cap, plug_hash = IF(:plug = 1, vin_hash, NULL)
         WHERE tenant_id = :tenant AND driver_id = :driver AND public_id = :id
        """;

    private final Database general;
    private final PersonalData personal;
    private final RandomIds ids;
    private final InstantSource clock;

    public Vehicles(Database general, PersonalData personal, RandomIds ids, InstantSource clock) {
        this.general = general;
        this.personal = personal;
        this.ids = ids;
        this.clock = clock;
    }

    /** What its driver may set. */
    public record Wish(
            String name, boolean plugAndCharge, @Nullable Long dailyCapFen) {}

    /** Fails with a duplicate key if the driver has it already, or another's plug-and-charge it is. */
    public Mono<Vehicle> create(long tenantId, long driverId, String vin, Wish wish) {
        String publicId = ids.publicId();
        GenericExecuteSpec insert = general.sql()
                .sql(INSERT)
                .bind("tenant", tenantId)
                .bind("publicId", publicId)
                .bind("driver", driverId)
                .bind("hash", hash(vin))
                .bind("vin", personal.encrypt(vin, context(publicId)))
                .bind("name", wish.name())
                .bind("now", clock.instant());
        insert = Cards.bind(insert, "plug", wish.plugAndCharge() ? hash(vin) : null, byte[].class);
        return Cards.bind(insert, "cap", wish.dailyCapFen(), Long.class)
                .then()
                .then(find(tenantId, driverId, publicId));
    }

    public Mono<Vehicle> update(long tenantId, long driverId, String publicId, Wish wish) {
        GenericExecuteSpec update = general.sql()
                .sql(UPDATE)
                .bind("tenant", tenantId)
                .bind("driver", driverId)
                .bind("id", publicId)
                .bind("name", wish.name())
                .bind("plug", wish.plugAndCharge() ? 1 : 0);
        return Cards.bind(update, "cap", wish.dailyCapFen(), Long.class)
                .then()
                .then(find(tenantId, driverId, publicId));
    }

    /** What it was. Its orders keep its id. */
    public Mono<Vehicle> remove(long tenantId, long driverId, String publicId) {
        return find(tenantId, driverId, publicId)
                .flatMap(vehicle -> general.sql()
                        .sql("DELETE FROM vehicle WHERE id = :id")
                        .bind("id", vehicle.id())
                        .then()
                        .thenReturn(vehicle));
    }

    /** Staff's answer to a driver who says that somebody else has entered their vehicle. */
    public Mono<Vehicle> block(long tenantId, String publicId) {
        return general.sql()
                .sql("UPDATE vehicle SET blocked_at = COALESCE(blocked_at, :now), plug_hash = NULL"
                        + " WHERE tenant_id = :tenant AND public_id = :id")
                .bind("tenant", tenantId)
                .bind("id", publicId)
                .bind("now", clock.instant())
                .then()
                .then(general.sql()
                        .sql(SELECT + " WHERE v.tenant_id = :tenant AND v.public_id = :id")
                        .bind("tenant", tenantId)
                        .bind("id", publicId)
                        .map(this::read)
                        .one());
    }

    public Mono<Vehicle> find(long tenantId, long driverId, String publicId) {
        return ofDriver(tenantId, driverId)
                .filter(vehicle -> vehicle.publicId().equals(publicId))
                .next();
    }

    public Flux<Vehicle> ofDriver(long tenantId, long driverId) {
        return general.sql()
                .sql(SELECT + " WHERE v.tenant_id = :tenant AND v.driver_id = :driver ORDER BY v.id LIMIT :limit")
                .bind("tenant", tenantId)
                .bind("driver", driverId)
                .bind("limit", A_DRIVER_MAX)
                .map(this::read)
                .all();
    }

    /** The one that may start a charge by this number. */
    Mono<Vehicle> plugged(long tenantId, String vin) {
        return general.sql()
                .sql(SELECT + " WHERE v.tenant_id = :tenant AND v.plug_hash = :hash")
                .bind("tenant", tenantId)
                .bind("hash", hash(vin))
                .map(this::read)
                .one();
    }

    private byte[] hash(String vin) {
        return personal.hash("vin", vin);
    }

    private static String context(String publicId) {
        return "vehicle:" + publicId;
    }

    private Vehicle read(Readable readable) {
        Columns row = new Columns(readable);
        String publicId = row.text("public_id");
        return new Vehicle(
                row.number("id"),
                publicId,
                row.number("tenant_id"),
                row.number("driver_id"),
                personal.decrypt(row.bytes("vin_encrypted"), context(publicId)),
                row.text("name"),
                readable.get("plug_hash", byte[].class) != null,
                row.numberOrNull("daily_cap_fen"),
                row.timeOrNull("blocked_at"),
                row.time("created_at"));
    }
}
