package io.ohmgate.api.account;

import io.ohmgate.api.db.Columns;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.security.RandomIds;
import io.ohmgate.api.security.StaffRole;
import io.r2dbc.spi.Readable;
import java.time.InstantSource;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The accounts of staff. Every reading and changing method is held to one tenant, but for the login itself. */
@Component
public class StaffUsers {
    private static final String COLUMNS = "id, public_id, tenant_id, username, role, disabled_at, created_at";
    private final Database db;
    private final RandomIds ids;
    private final InstantSource clock;

    /** What the login compares. The hash stays in here. */
    record Login(StaffUser user, String passwordHash) {
        @Override
        public String toString() {
            return "Login[" + user.id() + "]";
        }
    }

    StaffUsers(Database general, RandomIds ids, InstantSource clock) {
        this.db = general;
        this.ids = ids;
        this.clock = clock;
    }

    /** Fails with DuplicateKeyException if the name is taken, in whichever tenant. */
    public Mono<StaffUser> create(long tenantId, String username, String passwordHash, StaffRole role) {
        return Mono.defer(() -> {
            String publicId = ids.publicId();
            return db.sql()
                    .sql("INSERT INTO staff_user (public_id, tenant_id, username, password_hash, role, created_at)"
                            + " VALUES (:id, :tenant, :username, :hash, :role, :now)")
                    .bind("id", publicId)
                    .bind("tenant", tenantId)
                    .bind("username", username)
                    .bind("hash", passwordHash)
                    .bind("role", role.name())
                    .bind("now", clock.instant())
                    .then()
                    .then(find(tenantId, publicId));
        });
    }

    public Mono<StaffUser> find(long tenantId, String publicId) {
        return db.sql()
                .sql("SELECT " + COLUMNS + " FROM staff_user WHERE tenant_id = :tenant AND public_id = :id")
                .bind("tenant", tenantId)
                .bind("id", publicId)
                .map(StaffUsers::user)
                .one();
    }

    public Flux<StaffUser> list(long tenantId, long afterId, int limit) {
        return db.sql()
                .sql("SELECT " + COLUMNS + " FROM staff_user WHERE tenant_id = :tenant AND id > :after"
                        + " ORDER BY id LIMIT :limit")
                .bind("tenant", tenantId)
                .bind("after", afterId)
                .bind("limit", limit)
                .map(StaffUsers::user)
                .all();
    }

    /** Empty if there is no such user in the tenant. */
    public Mono<StaffUser> setDisabled(long tenantId, String publicId, boolean disabled) {
        var update = db.sql()
                .sql("UPDATE staff_user SET disabled_at = :at WHERE tenant_id = :tenant AND public_id = :id")
                .bind("tenant", tenantId)
                .bind("id", publicId);
        update = disabled ? update.bind("at", clock.instant()) : update.bindNull("at", java.time.Instant.class);
        return update.then().then(find(tenantId, publicId));
    }

    Mono<Login> login(String username) {
        return db.sql()
                .sql("SELECT " + COLUMNS + ", password_hash FROM staff_user WHERE username = :username")
                .bind("username", username)
                .map(row -> new Login(user(row), new Columns(row).text("password_hash")))
                .one();
    }

    Mono<Boolean> anyIn(long tenantId) {
        return list(tenantId, 0, 1).hasElements();
    }

    private static StaffUser user(Readable readable) {
        Columns row = new Columns(readable);
        return new StaffUser(
                row.number("id"),
                row.text("public_id"),
                row.number("tenant_id"),
                row.text("username"),
                StaffRole.valueOf(row.text("role")),
                row.timeOrNull("disabled_at"),
                row.time("created_at"));
    }
}
