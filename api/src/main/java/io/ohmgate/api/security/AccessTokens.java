package io.ohmgate.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ohmgate.api.db.Columns;
import io.ohmgate.api.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Opaque tokens: 256 random bits, of which the database keeps the SHA-256. Staff tokens live 8 hours, and 30 minutes
 * unused; drivers' 30 days. Revoking one, or disabling its owner, is felt everywhere as soon as the cache forgets.
 */
@Component
public class AccessTokens {
    public static final Duration STAFF_LIFE = Duration.ofHours(8);
    public static final Duration STAFF_IDLE = Duration.ofMinutes(30);
    public static final Duration DRIVER_LIFE = Duration.ofDays(30);
    /** How long a revoked token may still be believed on another node: well within the 60 s of invariants F6. */
    static final Duration CACHE_LIFE = Duration.ofSeconds(10);

    static final Duration LATELY = Duration.ofSeconds(45);

    static final int CACHED_MAX = 50_000;
    /** Use is noted this coarsely, so that a busy token does not write a row with every request. */
    private static final Duration TOUCH_EVERY = Duration.ofSeconds(60);

    private static final int TOKEN_LENGTH_MAX = 64;
    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);
    private static final String ISSUE = """
        INSERT INTO access_token
          (token_hash, subject_kind, subject_id, tenant_id, created_at, expires_at, last_used_at)
        VALUES (:hash, :kind, :subject, :tenant, :now, :expires, :now)
        """;
    private static final String LIVE = """
        SELECT t.id, t.subject_kind, t.subject_id, t.tenant_id, t.last_used_at, s.username, s.role
          FROM access_token t
          LEFT JOIN staff_user s ON t.subject_kind = 'STAFF' AND s.id = t.subject_id
         WHERE t.revoked_at IS NULL AND t.expires_at > :now
           AND (t.subject_kind = 'DRIVER'
                OR (s.id IS NOT NULL AND s.disabled_at IS NULL AND t.last_used_at > :idle_since))
        """;

    private final Database db;
    private final RandomIds ids;
    private final InstantSource clock;
    private final Cache<TokenHash, Caller> known = Caffeine.newBuilder()
            .maximumSize(CACHED_MAX)
            .expireAfterWrite(CACHE_LIFE)
            .build();
    /**
     * Who was known lately, for when the database cannot be asked: a stop must not fail for that (invariants B4). With the
     * cache's own life it stays below the 60 s of F6.
     */
    private final Cache<TokenHash, Caller> lately = Caffeine.newBuilder()
            .maximumSize(CACHED_MAX)
            .expireAfterWrite(LATELY)
            .build();
    /** One question at a time for each token: a busy one must not ask a hundred times when the cache has forgotten it. */
    private final ConcurrentMap<TokenHash, Mono<Caller>> asked = new ConcurrentHashMap<>();

    private record Found(Caller caller, Instant lastUsedAt) {}

    AccessTokens(Database general, RandomIds ids, InstantSource clock) {
        this.db = general;
        this.ids = ids;
        this.clock = clock;
    }

    public Mono<IssuedToken> issueToStaff(long tenantId, long staffId) {
        return issue("STAFF", tenantId, staffId, ids.token("ogs_"), STAFF_LIFE);
    }

    public Mono<IssuedToken> issueToDriver(long tenantId, long driverId) {
        return issue("DRIVER", tenantId, driverId, ids.token("ogd_"), DRIVER_LIFE);
    }

    private Mono<IssuedToken> issue(String kind, long tenantId, long subjectId, String token, Duration life) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            Instant expires = now.plus(life);
            return db.sql()
                    .sql(ISSUE)
                    .bind("hash", TokenHash.of(token).bytes())
                    .bind("kind", kind)
                    .bind("subject", subjectId)
                    .bind("tenant", tenantId)
                    .bind("now", now)
                    .bind("expires", expires)
                    .then()
                    .thenReturn(new IssuedToken(token, expires));
        });
    }

    /** Who holds this token; empty if nobody does, or not any more. */
    public Mono<Caller> caller(String token) {
        if (token.isEmpty() || token.length() > TOKEN_LENGTH_MAX) {
            return Mono.empty();
        }
        TokenHash hash = TokenHash.of(token);
        Caller cached = known.getIfPresent(hash);
        if (cached != null) {
            return Mono.just(cached);
        }
        return Mono.defer(() -> asked.computeIfAbsent(hash, this::lookUp));
    }

    /** Shared by all who ask meanwhile, so none of them can cancel it. */
    private Mono<Caller> lookUp(TokenHash hash) {
        return find("t.token_hash = :key", hash.bytes())
                .map(found -> {
                    known.put(hash, found.caller());
                    lately.put(hash, found.caller());
                    touch(found);
                    return found.caller();
                })
                .switchIfEmpty(Mono.fromRunnable(() -> lately.invalidate(hash)))
                .onErrorResume(failure -> {
                    Caller remembered = lately.getIfPresent(hash);
                    return remembered == null ? Mono.error(failure) : Mono.just(remembered);
                })
                .doFinally(signal -> asked.remove(hash))
                .cache();
    }

    /** Whether the token behind a long connection still holds; to be asked at least once a minute. */
    public Mono<Boolean> holds(Caller caller) {
        return find("t.id = :key", caller.tokenId()).doOnNext(this::touch).hasElement();
    }

    /** Who holds the token with this id, as {@link WsTickets} need it. */
    Mono<Caller> callerOf(long tokenId) {
        return find("t.id = :key", tokenId).map(Found::caller);
    }

    private Mono<Found> find(String condition, Object key) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return db.sql()
                    .sql(LIVE + " AND " + condition)
                    .bind("key", key)
                    .bind("now", now)
                    .bind("idle_since", now.minus(STAFF_IDLE))
                    .map(row -> found(new Columns(row)))
                    .one();
        });
    }

    private static Found found(Columns row) {
        long tenant = row.number("tenant_id");
        long subject = row.number("subject_id");
        long token = row.number("id");
        Caller caller = row.text("subject_kind").equals("STAFF")
                ? new Caller.Staff(tenant, subject, row.text("username"), StaffRole.valueOf(row.text("role")), token)
                : new Caller.Driver(tenant, subject, token);
        return new Found(caller, row.time("last_used_at"));
    }

    private void touch(Found found) {
        Instant now = clock.instant();
        if (found.lastUsedAt().plus(TOUCH_EVERY).isAfter(now)) {
            return;
        }
        db.sql()
                .sql("UPDATE access_token SET last_used_at = :now WHERE id = :id AND last_used_at < :now")
                .bind("now", now)
                .bind("id", found.caller().tokenId())
                .then()
                .subscribe(
                        nothing -> {},
                        failure -> LOG.atDebug()
                                .addKeyValue("cause", failure.getClass().getSimpleName())
                                .log("the use of a token was not noted"));
    }

    public Mono<Void> revoke(Caller caller) {
        return db.sql()
                .sql("UPDATE access_token SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL")
                .bind("now", clock.instant())
                .bind("id", caller.tokenId())
                .then()
                .doOnSuccess(done -> forget(one -> one.tokenId() == caller.tokenId()));
    }

    /** Ends every token of a member of staff, here at once and on other nodes when their cache forgets. */
    public Mono<Void> revokeAllOfStaff(long staffId) {
        return db.sql()
                .sql("UPDATE access_token SET revoked_at = :now"
                        + " WHERE subject_kind = 'STAFF' AND subject_id = :id AND revoked_at IS NULL")
                .bind("now", clock.instant())
                .bind("id", staffId)
                .then()
                .doOnSuccess(done -> forget(one -> one instanceof Caller.Staff member && member.staffId() == staffId));
    }

    private void forget(Predicate<Caller> which) {
        known.asMap().values().removeIf(which);
        lately.asMap().values().removeIf(which);
    }
}
