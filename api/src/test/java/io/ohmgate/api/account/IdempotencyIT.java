package io.ohmgate.api.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ohmgate.api.account.Idempotency.Answer;
import io.ohmgate.api.account.Idempotency.Request;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.db.PoolLimits;
import io.ohmgate.api.db.SchemaMigration;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.testing.TestDatabase;
import io.ohmgate.api.testing.TestServers;
import io.r2dbc.pool.ConnectionPool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

class IdempotencyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");
    private static final Caller ME = new Caller.Driver(1, 7, 1);
    private static final Answer DONE = new Answer(202, "application/json", "{\"done\":true}");

    private static ConnectionPool pool;
    private static Database database;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final InstantSource clock = now::get;
    private Idempotency keys;
    private final AtomicInteger worked = new AtomicInteger();
    private final Mono<Answer> work = Mono.fromSupplier(() -> {
        worked.incrementAndGet();
        return DONE;
    });

    @BeforeAll
    static void open() {
        TestDatabase schema = TestServers.newDatabase();
        new SchemaMigration(schema.settings(), () -> {}, false).start();
        pool = TestDatabase.pool(schema.settings(), PoolLimits.GENERAL);
        database = TestDatabase.database(PoolLimits.GENERAL, pool);
        database.sql()
                .sql("SELECT 1")
                .then()
                .retryWhen(Retry.fixedDelay(30, Duration.ofMillis(200)))
                .block(PATIENCE);
    }

    @BeforeEach
    void begin() {
        keys = new Idempotency(database, clock);
    }

    @AfterAll
    static void close() {
        pool.dispose();
    }

    @Test
    void aRepetitionGetsTheFirstAnswerAndDoesNothing() {
        assertThat(once("repeated-0001", work)).isEqualTo(DONE);
        assertThat(once("repeated-0001", work)).isEqualTo(DONE);
        assertThat(worked).hasValue(1);
    }

    @Test
    void aRepetitionWhileTheFirstStillWorksWaitsForItsAnswer() {
        Mono<Answer> slow = Mono.delay(Duration.ofSeconds(2)).then(work);
        Mono<Answer> first = keys.once(ME, request("at-once-0001"), slow).cache();
        first.subscribe();
        await("at-once-0001");
        assertThat(once("at-once-0001", work)).isEqualTo(DONE);
        assertThat(first.block(PATIENCE)).isEqualTo(DONE);
        assertThat(worked).hasValue(1);
    }

    @Test
    void whatDiedWithItsProcessIsDoneByTheRepetitionWhenTheLeaseIsOver() {
        died("died-0001");
        now.set(NOON.plus(Idempotency.LEASE).plusMillis(1));
        assertThat(once("died-0001", work)).isEqualTo(DONE);
        assertThat(worked).hasValue(1);
    }

    @Test
    void aRepetitionIsToldToComeBackOnlyIfNobodyFinishesInTime() {
        died("stuck-0001");
        assertThatThrownBy(() -> once("stuck-0001", work))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.IDEMPOTENCY_KEY_IN_USE));
        assertThat(worked).hasValue(0);
    }

    @Test
    void theSameKeyForAnotherRequestIsRefused() {
        once("reused-0001", work);
        assertThatThrownBy(() -> keys.once(ME, Request.of("reused-0001", "POST", "/other", new byte[0]), work)
                        .block(PATIENCE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED));
    }

    @Test
    void afterAnAccidentTheKeyIsFreeAgain() {
        assertThatThrownBy(() -> once("accident-0001", Mono.error(new IllegalStateException("accident"))))
                .hasMessage("accident");
        assertThat(once("accident-0001", work)).isEqualTo(DONE);
    }

    private Answer once(String key, Mono<Answer> asked) {
        return Objects.requireNonNull(keys.once(ME, request(key), asked).block(PATIENCE));
    }

    private static Request request(String key) {
        return Request.of(key, "POST", "/charging-orders", new byte[0]);
    }

    /** A row as a process leaves it that was killed between its claim and its answer. */
    private void died(String key) {
        keys.once(ME, request(key), Mono.never()).subscribe();
        await(key);
    }

    private static void await(String key) {
        database.sql()
                .sql("SELECT 1 AS found FROM idempotency_key WHERE idem_key = :key")
                .bind("key", key)
                .map(row -> true)
                .one()
                .repeatWhenEmpty(100, empty -> empty.delayElements(Duration.ofMillis(50)))
                .block(PATIENCE);
    }
}
