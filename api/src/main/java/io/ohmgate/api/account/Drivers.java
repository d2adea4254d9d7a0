package io.ohmgate.api.account;

import io.ohmgate.api.db.Columns;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.security.RandomIds;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The drivers of a tenant; a phone is a different driver in each tenant. */
@Component
public class Drivers {
    private static final String COLUMNS =
            "id, public_id, tenant_id, phone_encrypted, barred_at, bar_reason, created_at";
    private final Database db;
    private final PersonalData personal;
    private final RandomIds ids;
    private final InstantSource clock;

    Drivers(Database general, PersonalData personal, RandomIds ids, InstantSource clock) {
        this.db = general;
        this.personal = personal;
        this.ids = ids;
        this.clock = clock;
    }

    /** The driver with this phone; the first login makes them. */
    public Mono<Driver> register(long tenantId, Phone phone) {
        return byPhone(tenantId, phone)
                .switchIfEmpty(Mono.defer(() -> create(tenantId, phone)
                        .onErrorResume(DuplicateKeyException.class, race -> Mono.empty())
                        .then(byPhone(tenantId, phone))));
    }

    private Mono<Void> create(long tenantId, Phone phone) {
        String publicId = ids.publicId();
        return db.sql()
                .sql("INSERT INTO driver (public_id, tenant_id, phone_encrypted, phone_hash, created_at)"
                        + " VALUES (:id, :tenant, :phone, :hash, :now)")
                .bind("id", publicId)
                .bind("tenant", tenantId)
                .bind("phone", personal.encrypt(phone.digits(), context(publicId)))
                .bind("hash", phoneHash(phone))
                .bind("now", clock.instant())
                .then();
    }

    private Mono<Driver> byPhone(long tenantId, Phone phone) {
        return db.sql()
                .sql("SELECT " + COLUMNS + " FROM driver WHERE tenant_id = :tenant AND phone_hash = :hash")
                .bind("tenant", tenantId)
                .bind("hash", phoneHash(phone))
                .map(this::driver)
                .one();
    }

    public Mono<Driver> find(long tenantId, String publicId) {
        return db.sql()
                .sql("SELECT " + COLUMNS + " FROM driver WHERE tenant_id = :tenant AND public_id = :id")
                .bind("tenant", tenantId)
                .bind("id", publicId)
                .map(this::driver)
                .one();
    }

    public Mono<Driver> find(long tenantId, long id) {
        return db.sql()
                .sql("SELECT " + COLUMNS + " FROM driver WHERE tenant_id = :tenant AND id = :id")
                .bind("tenant", tenantId)
                .bind("id", id)
                .map(this::driver)
                .one();
    }

    /** Oldest first; only the one with this phone if one is given. */
    public Flux<Driver> list(long tenantId, @Nullable Phone phone, long afterId, int limit) {
        if (phone != null) {
            return byPhone(tenantId, phone).flux();
        }
        return db.sql()
                .sql("SELECT " + COLUMNS + " FROM driver WHERE tenant_id = :tenant AND id > :after"
                        + " ORDER BY id LIMIT :limit")
                .bind("tenant", tenantId)
                .bind("after", afterId)
                .bind("limit", limit)
                .map(this::driver)
                .all();
    }

    /** Bars a driver from starting charges, or lifts it if there is no reason. Empty if there is no such driver. */
    public Mono<Driver> bar(long tenantId, String publicId, @Nullable String reason) {
        var update = db.sql()
                .sql("UPDATE driver SET barred_at = :at, bar_reason = :reason"
                        + " WHERE tenant_id = :tenant AND public_id = :id")
                .bind("tenant", tenantId)
                .bind("id", publicId);
        update = reason == null
                ? update.bindNull("at", Instant.class).bindNull("reason", String.class)
                : update.bind("at", clock.instant()).bind("reason", reason);
        return update.then().then(find(tenantId, publicId));
    }

    byte[] phoneHash(Phone phone) {
        return personal.hash("phone", phone.digits());
    }

    private static String context(String publicId) {
        return "driver.phone:" + publicId;
    }

    private Driver driver(Readable readable) {
        Columns row = new Columns(readable);
        String publicId = row.text("public_id");
        return new Driver(
                row.number("id"),
                publicId,
                row.number("tenant_id"),
                new Phone(personal.decrypt(row.bytes("phone_encrypted"), context(publicId))),
                row.timeOrNull("barred_at"),
                row.textOrNull("bar_reason"),
                row.time("created_at"));
    }
}
