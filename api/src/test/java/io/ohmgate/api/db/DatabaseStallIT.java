package io.ohmgate.api.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ohmgate.api.testing.Signals;
import io.ohmgate.api.testing.TestDatabase;
import io.ohmgate.api.testing.TestServers;
import io.r2dbc.pool.ConnectionPool;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/** A database that neither answers nor hangs up (invariants, fact 13): the kernel still takes its bytes. */
class DatabaseStallIT {
    private static final Duration STALL = Duration.ofSeconds(10);
    /** Waiting for a connection, then holding it, then the slack of a loaded machine. */
    private static final Duration FAILS_WITHIN =
            PoolLimits.ACQUIRE.plus(PoolLimits.CRITICAL.lease()).plusSeconds(2);

    private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(5);

    @Test
    @Timeout(value = 90, unit = TimeUnit.SECONDS)
    void callsFailInTimeAndThePoolIsWholeAgainSoonAfter() throws Exception {
        TestDatabase schema = TestServers.newDatabase();
        schema.run("CREATE TABLE tally (id INT PRIMARY KEY, n INT NOT NULL); INSERT INTO tally VALUES (1, 0)");
        ConnectionPool pool = TestDatabase.pool(schema.ownerSettings(), PoolLimits.CRITICAL);
        Database database = TestDatabase.database(PoolLimits.CRITICAL, pool);
        callAtOnce(database, PoolLimits.CRITICAL.size())
                .forEach(signal -> assertThat(signal.isOnError()).isFalse());

        Signals.stop(TestServers.mariaDb().pid());
        long stoppedAt = System.nanoTime();
        try {
            while (System.nanoTime() - stoppedAt < STALL.toNanos()) {
                long calledAt = System.nanoTime();
                List<Signal<Long>> answers = callAtOnce(database, PoolLimits.CRITICAL.size() + 5);
                assertThat(answers).allMatch(Signal::isOnError);
                assertThat(answers).allMatch(answer -> answer.getThrowable() instanceof DatabaseFailure);
                assertThat(Duration.ofNanos(System.nanoTime() - calledAt)).isLessThan(FAILS_WITHIN);
            }
        } finally {
            Signals.goOn(TestServers.mariaDb().pid());
        }

        long wentOnAt = System.nanoTime();
        Flux.defer(() -> Flux.fromIterable(callAtOnceMono(database, PoolLimits.CRITICAL.size())))
                .flatMap(call -> call)
                .then()
                .retry(50)
                .block(Duration.ofSeconds(30));
        assertThat(Duration.ofNanos(System.nanoTime() - wentOnAt)).isLessThan(RECOVERS_WITHIN);
        assertThat(pool.getMetrics().orElseThrow().allocatedSize()).isLessThanOrEqualTo(PoolLimits.CRITICAL.size());
        pool.dispose();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aStatementThatHangsOutsideATransactionGivesItsConnectionBackToo() throws Exception {
        TestDatabase schema = TestServers.newDatabase();
        ConnectionPool pool = TestDatabase.pool(schema.ownerSettings(), PoolLimits.CRITICAL);
        Database database = TestDatabase.database(PoolLimits.CRITICAL, pool);
        Mono<Long> one = database.sql().sql("SELECT 1").fetch().first().thenReturn(1L);
        one.block(Duration.ofSeconds(10));

        Signals.stop(TestServers.mariaDb().pid());
        try {
            assertThatThrownBy(() -> one.block(Duration.ofSeconds(10))).isNotInstanceOf(IllegalStateException.class);
            await().atMost(FAILS_WITHIN)
                    .until(() -> pool.getMetrics().orElseThrow().acquiredSize() == 0);
        } finally {
            Signals.goOn(TestServers.mariaDb().pid());
        }
        one.retry(20).block(RECOVERS_WITHIN);
        pool.dispose();
    }

    private static List<Signal<Long>> callAtOnce(Database database, int calls) {
        List<Signal<Long>> answers = Flux.fromIterable(callAtOnceMono(database, calls))
                .flatMap(Mono::materialize, calls)
                .collectList()
                .block(Duration.ofSeconds(30));
        return answers == null ? List.of() : answers;
    }

    private static List<Mono<Long>> callAtOnceMono(Database database, int calls) {
        Mono<Long> count = database.sql()
                .sql("UPDATE tally SET n = n + 1 WHERE id = 1")
                .fetch()
                .rowsUpdated();
        return Collections.nCopies(calls, database.transaction("count", count));
    }
}
