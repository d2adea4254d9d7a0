package io.ohmgate.api.account;

import io.ohmgate.api.db.Columns;
import io.ohmgate.api.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Counts tries to log in. A try is written down before the password is looked at and then the tries are counted: of any
 * number at once, each sees all that were written before it, so none slips past the limit. A refused try is taken back,
 * or whoever hammers could keep the owner out for ever.
 */
@Component
public class LoginAttempts {
    private static final Duration KEEP = Duration.ofHours(24);
    private static final int ROWS_MAX = 64;
    private final Database db;
    private final InstantSource clock;
    private final LoginLimits limits;

    LoginAttempts(Database general, InstantSource clock, LoginLimits limits) {
        this.db = general;
        this.clock = clock;
        this.limits = limits;
    }

    /** A try that was written down; it counts as a failure until it is told otherwise. */
    public record Open(long id, Optional<Duration> lockedFor) {}

    public Mono<Open> begin(byte[] account, byte[] address) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return insert(account, address, now)
                    .flatMap(id -> Mono.zip(
                                    tries("account_hash", account, now.minus(limits.accountWindow())),
                                    tries("ip_hash", address, now.minus(limits.addressWindow())))
                            .map(tries -> limits.judge(tries.getT1(), tries.getT2(), now))
                            .flatMap(wait -> wait.isPresent()
                                    ? takeBack(id).thenReturn(new Open(id, wait))
                                    : Mono.just(new Open(id, wait))));
        });
    }

    public Mono<Void> end(Open attempt, boolean ok) {
        return db.sql()
                .sql("UPDATE login_attempt SET outcome = :outcome WHERE id = :id")
                .bind("outcome", (ok ? LoginLimits.Outcome.OK : LoginLimits.Outcome.FAILED).name())
                .bind("id", attempt.id())
                .then();
    }

    private Mono<Long> insert(byte[] account, byte[] address, Instant now) {
        return db.sql()
                .sql("INSERT INTO login_attempt (account_hash, ip_hash, outcome, at)"
                        + " VALUES (:account, :address, 'OPEN', :now)")
                .bind("account", account)
                .bind("address", address)
                .bind("now", now)
                .filter(statement -> statement.returnGeneratedValues("id"))
                .map(row -> new Columns(row).number("id"))
                .one();
    }

    private Mono<List<LoginLimits.Try>> tries(String column, byte[] hash, Instant since) {
        return db.sql()
                .sql("SELECT outcome, at FROM login_attempt WHERE " + column
                        + " = :hash AND at > :since ORDER BY id DESC LIMIT " + ROWS_MAX)
                .bind("hash", hash)
                .bind("since", since)
                .map(row -> {
                    Columns columns = new Columns(row);
                    return new LoginLimits.Try(
                            columns.time("at"), LoginLimits.Outcome.valueOf(columns.text("outcome")));
                })
                .all()
                .collectList();
    }

    private Mono<Void> takeBack(long id) {
        return db.sql()
                .sql("DELETE FROM login_attempt WHERE id = :id")
                .bind("id", id)
                .then();
    }

    Mono<Long> forgetOld() {
        return db.sql()
                .sql("DELETE FROM login_attempt WHERE at < :before LIMIT 10000")
                .bind("before", clock.instant().minus(KEEP))
                .fetch()
                .rowsUpdated();
    }
}
