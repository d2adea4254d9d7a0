package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import reactor.core.publisher.Mono;

/** Programs for piles, and the one-time accounts they are fetched with. */
public final class FirmwareTables {
    private static final String SELECT =
            "SELECT id, tenant_id, name, version, kind, bytes, sha256, created_by, created_at FROM firmware_file";

    private static final String INSERT = """
        INSERT INTO firmware_file (tenant_id, name, version, kind, bytes, sha256, created_by, created_at)\
        """;

    private static final String INSERT_ACCOUNT = """
        INSERT INTO firmware_account (pile_no, tenant_id, username, password_hash, file_id, expires_at, used_at)\
        """;

    private static final String ACCOUNT_AGAIN = """
        ON DUPLICATE KEY UPDATE
               username = VALUES(username), password_hash = VALUES(password_hash), file_id = VALUES(file_id),
               expires_at = VALUES(expires_at), used_at = NULL\
        """;

    /** Used by being found: whoever comes second finds nothing. */
    private static final String USE = """
        UPDATE firmware_account SET used_at = :now
         WHERE username = :username AND password_hash = :hash AND used_at IS NULL AND expires_at > :now
        """;

    private static final String USED = """
        SELECT f.id, f.tenant_id, f.name, f.version, f.kind, f.bytes, f.sha256, f.created_by, f.created_at
          FROM firmware_account a
          JOIN firmware_file f ON f.id = a.file_id
         WHERE a.username = :username
        """;

    private final Database general;
    private final InstantSource clock;

    public FirmwareTables(Database general, InstantSource clock) {
        this.general = general;
        this.clock = clock;
    }

    public record FirmwareFile(
            long id,
            long tenantId,
            String name,
            String version,
            PileKind kind,
            long bytes,
            String sha256,
            String createdBy,
            Instant createdAt) {}

    /** @return {@link ConflictException} if the tenant has this version of the file */
    public Mono<FirmwareFile> add(
            Scope.Operator scope, String name, String version, PileKind kind, long bytes, String sha256) {
        Instant now = Columns.storable(clock.instant());
        Mono<FirmwareFile> work = Rows.of(INSERT)
                .add(scope.tenantId(), name, version, kind, bytes, sha256, scope.actor(), now)
                .insertForId(general.sql())
                .map(id ->
                        new FirmwareFile(id, scope.tenantId(), name, version, kind, bytes, sha256, scope.actor(), now))
                .onErrorMap(
                        DuplicateKeyException.class,
                        taken -> new ConflictException(ConflictException.Kind.FIRMWARE_VERSION_TAKEN));
        return general.detachedTransaction("add firmware", work);
    }

    public Mono<FirmwareFile> get(long tenantId, long id) {
        return general.sql()
                .sql(SELECT + " WHERE id = :id AND tenant_id = :tenantId")
                .bind("id", id)
                .bind("tenantId", tenantId)
                .map(FirmwareTables::read)
                .one();
    }

    /** The newest first. */
    public Mono<Page<FirmwareFile>> list(Scope.Operator scope, @Nullable String cursor, int limit) {
        return general.sql()
                .sql(SELECT + " WHERE tenant_id = :tenantId AND id < :before ORDER BY id DESC LIMIT :limit")
                .bind("tenantId", scope.tenantId())
                .bind("before", Page.number(cursor, Long.MAX_VALUE))
                .bind("limit", Page.checked(limit) + 1)
                .map(FirmwareTables::read)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, limit, last -> Long.toString(last.id())));
    }

    /** The pile's account from now on; the one it had holds no more. */
    public Mono<Void> putAccount(
            long tenantId, PileNo pileNo, String username, byte[] passwordHash, long fileId, Instant expiresAt) {
        return general.detachedTransaction(
                "issue firmware account",
                Rows.of(INSERT_ACCOUNT)
                        .add(pileNo.digits(), tenantId, username, passwordHash, fileId, expiresAt, null)
                        .insert(general.sql(), ACCOUNT_AGAIN)
                        .then());
    }

    /** The file that the account is for; empty if there is no such account, it is too old, or it was used before. */
    public Mono<FirmwareFile> useAccount(String username, byte[] passwordHash) {
        Mono<FirmwareFile> work = general.sql()
                .sql(USE)
                .bind("now", Columns.storable(clock.instant()))
                .bind("username", username)
                .bind("hash", passwordHash)
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .flatMap(used -> general.sql()
                        .sql(USED)
                        .bind("username", username)
                        .map(FirmwareTables::read)
                        .one());
        return general.detachedTransaction("use firmware account", work);
    }

    private static FirmwareFile read(Readable row) {
        return new FirmwareFile(
                Columns.number(row, "id"),
                Columns.number(row, "tenant_id"),
                Columns.text(row, "name"),
                Columns.text(row, "version"),
                Columns.constant(row, "kind", PileKind.class),
                Columns.number(row, "bytes"),
                Columns.text(row, "sha256"),
                Columns.text(row, "created_by"),
                Columns.instant(row, "created_at"));
    }
}
