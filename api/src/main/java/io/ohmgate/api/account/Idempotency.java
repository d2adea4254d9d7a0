package io.ohmgate.api.account;

import io.ohmgate.api.db.Columns;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Answers a repeated request with its first answer. The key is written before the work begins and the answer after it;
 * a key whose work died with its process may be taken over when its lease is over, so the work itself must bear being
 * begun twice (orders and journals carry keys of their own). Who repeats a request whose work still runs, or died, waits
 * for the answer rather than being told to come back. Only definite answers are kept: after an accident the key is free
 * again.
 */
@Component
public class Idempotency {
    /** Longer than any work takes in a healthy process: what is older has most likely died with its process. */
    static final Duration LEASE = Duration.ofSeconds(10);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    /** Until the lease is over and the one that takes it over has worked for a moment. */
    private static final int LOOKS_MAX = 24;

    static final Duration KEEP = Duration.ofDays(2);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{8,64}");
    private final Database db;
    private final InstantSource clock;

    /** An answer as it was, or will be, sent. */
    public record Answer(int status, String mediaType, String body) {}

    /** What the caller asked for; the same key with another fingerprint is another request. */
    public record Request(String key, String fingerprint) {
        public static Request of(String key, String method, String path, byte[] body) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update((method + " " + path + "\n").getBytes(StandardCharsets.UTF_8));
                return new Request(key, HexFormat.of().formatHex(digest.digest(body)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("SHA-256 is not to be had", e);
            }
        }
    }

    private record Held(
            String fingerprint,
            long lease,
            Instant startedAt,
            @Nullable Long status,
            @Nullable String mediaType,
            @Nullable String body) {}

    Idempotency(Database general, InstantSource clock) {
        this.db = general;
        this.clock = clock;
    }

    /** Runs {@code work} unless it already ran. {@code work} fails with a problem only if nothing was left undecided. */
    public Mono<Answer> once(Caller caller, Request request, Mono<Answer> work) {
        if (!KEY.matcher(request.key()).matches()) {
            return Mono.error(ProblemException.of(ProblemCode.IDEMPOTENCY_KEY_INVALID));
        }
        return attempt(caller, request, work, LOOKS_MAX);
    }

    /** Each look runs to its end even if the client has gone; the waiting between two of them does not. */
    private Mono<Answer> attempt(Caller caller, Request request, Mono<Answer> work, int looksLeft) {
        return db.detached(claim(caller, request)
                        .then(Mono.defer(() -> run(caller, request, 0, work)))
                        .onErrorResume(DuplicateKeyException.class, taken -> repeated(caller, request, work)))
                .onErrorResume(
                        failure -> looksLeft > 0 && isInUse(failure),
                        inUse -> Mono.delay(LOOK_AGAIN)
                                .then(Mono.defer(() -> attempt(caller, request, work, looksLeft - 1))));
    }

    private static boolean isInUse(Throwable failure) {
        return failure instanceof ProblemException problem && problem.code() == ProblemCode.IDEMPOTENCY_KEY_IN_USE;
    }

    private Mono<Answer> run(Caller caller, Request request, long lease, Mono<Answer> work) {
        return work.onErrorResume(failure -> release(caller, request, lease).then(Mono.error(failure)))
                .flatMap(answer -> keep(caller, request, lease, answer).thenReturn(answer));
    }

    private Mono<Void> claim(Caller caller, Request request) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return db.sql()
                    .sql("INSERT INTO idempotency_key (tenant_id, caller, idem_key, fingerprint, lease, started_at,"
                            + " created_at) VALUES (:tenant, :caller, :key, :fingerprint, 0, :now, :now)")
                    .bind("tenant", caller.tenantId())
                    .bind("caller", caller.key())
                    .bind("key", request.key())
                    .bind("fingerprint", HexFormat.of().parseHex(request.fingerprint()))
                    .bind("now", now)
                    .then();
        });
    }

    private Mono<Answer> repeated(Caller caller, Request request, Mono<Answer> work) {
        return held(caller, request).flatMap(held -> {
            if (!held.fingerprint().equals(request.fingerprint())) {
                return Mono.error(ProblemException.of(ProblemCode.IDEMPOTENCY_KEY_REUSED));
            }
            if (held.status() != null && held.mediaType() != null && held.body() != null) {
                return Mono.just(new Answer(held.status().intValue(), held.mediaType(), held.body()));
            }
            if (held.startedAt().plus(LEASE).isAfter(clock.instant())) {
                return Mono.error(ProblemException.retryAfter(ProblemCode.IDEMPOTENCY_KEY_IN_USE, ASK_AGAIN));
            }
            return takeOver(caller, request, held.lease())
                    .flatMap(taken -> taken
                            ? run(caller, request, held.lease() + 1, work)
                            : Mono.error(ProblemException.retryAfter(ProblemCode.IDEMPOTENCY_KEY_IN_USE, ASK_AGAIN)));
        });
    }

    private Mono<Held> held(Caller caller, Request request) {
        return db.sql()
                .sql("SELECT fingerprint, lease, started_at, status, media_type, body FROM idempotency_key"
                        + " WHERE caller = :caller AND idem_key = :key")
                .bind("caller", caller.key())
                .bind("key", request.key())
                .map(readable -> {
                    Columns row = new Columns(readable);
                    return new Held(
                            row.hex("fingerprint"),
                            row.number("lease"),
                            row.time("started_at"),
                            row.numberOrNull("status"),
                            row.textOrNull("media_type"),
                            row.textOrNull("body"));
                })
                .one()
                .switchIfEmpty(
                        Mono.error(() -> ProblemException.retryAfter(ProblemCode.IDEMPOTENCY_KEY_IN_USE, ASK_AGAIN)));
    }

    private Mono<Boolean> takeOver(Caller caller, Request request, long lease) {
        return db.sql()
                .sql("UPDATE idempotency_key SET lease = lease + 1, started_at = :now"
                        + " WHERE caller = :caller AND idem_key = :key AND lease = :lease AND status IS NULL")
                .bind("now", clock.instant())
                .bind("caller", caller.key())
                .bind("key", request.key())
                .bind("lease", lease)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private Mono<Void> keep(Caller caller, Request request, long lease, Answer answer) {
        return db.sql()
                .sql("UPDATE idempotency_key SET status = :status, media_type = :type, body = :body"
                        + " WHERE caller = :caller AND idem_key = :key AND lease = :lease")
                .bind("status", answer.status())
                .bind("type", answer.mediaType())
                .bind("body", answer.body())
                .bind("caller", caller.key())
                .bind("key", request.key())
                .bind("lease", lease)
                .then();
    }

    private Mono<Void> release(Caller caller, Request request, long lease) {
        return db.sql()
                .sql("DELETE FROM idempotency_key WHERE caller = :caller AND idem_key = :key AND lease = :lease"
                        + " AND status IS NULL")
                .bind("caller", caller.key())
                .bind("key", request.key())
                .bind("lease", lease)
                .then();
    }

    Mono<Long> forgetOld() {
        return db.sql()
                .sql("DELETE FROM idempotency_key WHERE created_at < :before LIMIT 10000")
                .bind("before", clock.instant().minus(KEEP))
                .fetch()
                .rowsUpdated();
    }
}
