package io.ohmgate.api.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ohmgate.api.testing.TestDatabase;
import io.ohmgate.api.testing.TestServers;
import io.r2dbc.pool.ConnectionPool;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class DatabaseIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static TestDatabase schema;
    private static ConnectionPool pool;
    private static Database database;

    @BeforeAll
    static void open() {
        schema = TestServers.newDatabase();
        schema.run("CREATE TABLE purse (id INT PRIMARY KEY, fen BIGINT NOT NULL, seen DATETIME(3))");
        pool = TestDatabase.pool(schema.ownerSettings(), PoolLimits.GENERAL);
        database = TestDatabase.database(PoolLimits.GENERAL, pool);
    }

    @AfterAll
    static void close() {
        pool.dispose();
    }

    @BeforeEach
    void twoPurses() {
        schema.run("DELETE FROM purse; INSERT INTO purse VALUES (1, 100, NULL), (2, 100, NULL)");
    }

    @Test
    void aConnectionIsStrictReadCommittedAndInUtc() {
        String session = database.sql()
                .sql("SELECT CONCAT_WS(' ', @@session.time_zone, @@session.transaction_isolation,"
                        + " @@session.sql_mode, @@session.innodb_lock_wait_timeout, @@session.max_statement_time) AS s")
                .map(row -> row.get("s", String.class))
                .one()
                .block(PATIENCE);
        assertThat(session)
                .startsWith("+00:00 READ-COMMITTED STRICT_TRANS_TABLES")
                .endsWith(" 3 5.000000");
    }

    @Test
    void anInstantIsStoredInUtcWhateverTheMachinesZoneIs() {
        Instant at = Instant.parse("2026-03-01T05:14:15.987Z");
        String stored = database.sql()
                .sql("UPDATE purse SET seen = :at WHERE id = 1")
                .bind("at", at)
                .then()
                .then(database.sql()
                        .sql("SELECT CAST(seen AS CHAR) AS s FROM purse WHERE id = 1")
                        .map(row -> row.get("s", String.class))
                        .one())
                .block(PATIENCE);
        assertThat(stored).isEqualTo("2026-03-01 05:14:15.987");
    }

    @Test
    void anErrorRollsBack() {
        Mono<Void> work = take(1).then(Mono.error(new IllegalStateException("no")));
        assertThatThrownBy(() -> database.transaction("take", work).block(PATIENCE))
                .isInstanceOf(IllegalStateException.class);
        assertThat(fen(1)).isEqualTo(100);
    }

    @Test
    void aCancelRollsBackAndFreesTheRow() {
        Disposable caller =
                database.transaction("take", take(1).then(Mono.never())).subscribe();
        awaitAcquired(1);
        caller.dispose();
        awaitAcquired(0);
        database.transaction("take", take(1)).block(PATIENCE);
        assertThat(fen(1)).isEqualTo(99);
    }

    @Test
    void aCallerWhoGoesAwayDoesNotCancelDetachedWork() {
        Mono<Long> slow = take(1).then(pause(Duration.ofMillis(300))).then(take(1));
        Disposable caller = database.detachedTransaction("take twice", slow).subscribe();
        awaitAcquired(1);
        caller.dispose();
        awaitAcquired(0);
        assertThat(fen(1)).isEqualTo(98);
    }

    @Test
    void aDeadlockRepeatsTheWholeTransaction() {
        AtomicInteger begun = new AtomicInteger();
        Mono<Long> there = Mono.defer(() -> {
            begun.incrementAndGet();
            return take(1).then(pause(Duration.ofMillis(200))).then(take(2));
        });
        Mono<Long> back = Mono.defer(() -> {
            begun.incrementAndGet();
            return take(2).then(pause(Duration.ofMillis(200))).then(take(1));
        });
        Mono.zip(database.transaction("there", there), database.transaction("back", back))
                .block(PATIENCE);
        assertThat(begun).hasValue(3);
        assertThat(fen(1)).isEqualTo(98);
        assertThat(fen(2)).isEqualTo(98);
    }

    @Test
    void aTransactionThatTakesTooLongLosesItsConnectionAndIsRolledBack() {
        long began = System.nanoTime();
        Mono<Void> endless = take(1).then(Mono.never());
        assertThatThrownBy(() -> database.transaction("endless", endless).block(PATIENCE))
                .isInstanceOf(DatabaseFailure.OutcomeUnknown.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        awaitAcquired(0);
        database.transaction("take", take(1)).block(PATIENCE);
        assertThat(fen(1)).isEqualTo(99);
    }

    private static Mono<Long> take(int id) {
        return database.sql()
                .sql("UPDATE purse SET fen = fen - 1 WHERE id = :id AND fen >= 1")
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    private static Mono<Void> pause(Duration duration) {
        return Mono.delay(duration).then();
    }

    private static long fen(int id) {
        Long fen = database.sql()
                .sql("SELECT fen FROM purse WHERE id = :id")
                .bind("id", id)
                .map(row -> row.get("fen", Long.class))
                .one()
                .block(PATIENCE);
        return Objects.requireNonNull(fen);
    }

    private static void awaitAcquired(int count) {
        await().atMost(PATIENCE).until(() -> pool.getMetrics().orElseThrow().acquiredSize() == count);
    }
}
