package io.ohmgate.api.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncer.r2dbc.mysql.constant.SslMode;
import io.ohmgate.api.failure.StartupFailure;
import io.ohmgate.api.failure.StartupProblem;
import io.ohmgate.api.testing.TestDatabase;
import io.ohmgate.api.testing.TestServers;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.R2dbcException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaMigrationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static TestDatabase schema;
    private static ConnectionPool pool;
    private static Database application;

    @BeforeAll
    static void migrate() {
        schema = TestServers.newDatabase();
        schema.migrate();
        pool = TestDatabase.pool(schema.settings(), PoolLimits.GENERAL);
        application = TestDatabase.database(PoolLimits.GENERAL, pool);
    }

    @AfterAll
    static void close() {
        pool.dispose();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE ledger_entry SET amount_fen = 0",
                "DELETE FROM ledger_entry",
                "UPDATE ledger_journal SET kind = 'X'",
                "UPDATE txn_record SET pile_no = '0'",
                "DELETE FROM order_event",
                "TRUNCATE TABLE ledger_entry",
                "DROP TABLE ledger_entry",
                "CREATE TABLE mine (id INT)",
                "DELETE FROM flyway_schema_history"
            })
    void theApplicationsUserIsDenied(String sql) {
        assertThatThrownBy(() -> application.sql().sql(sql).then().block(PATIENCE))
                .hasRootCauseInstanceOf(R2dbcException.class)
                .hasStackTraceContaining("denied");
    }

    @Test
    void theApplicationsUserAddsToTheLedgerAndReadsIt() {
        Long entries = application
                .sql()
                .sql("INSERT INTO ledger_entry (tenant_id, journal_id, account_id, amount_fen) VALUES (1, 1, 1, 5)")
                .then()
                .then(application
                        .sql()
                        .sql("SELECT COUNT(*) AS n FROM ledger_entry")
                        .map(row -> row.get("n", Long.class))
                        .one())
                .block(PATIENCE);
        assertThat(entries).isEqualTo(1);
    }

    @Test
    void migratingAgainChangesNothing() {
        schema.migrate();
        assertThat(application.sql().sql("SELECT 1").fetch().first().block(PATIENCE))
                .isNotNull();
    }

    @Test
    void aWrongPasswordIsNamed() {
        assertRefused(settings(schema.url(), "ohmgate_owner", "wrong"), StartupProblem.DATABASE_ACCESS_DENIED);
    }

    @Test
    void anUnknownDatabaseIsNamed() {
        // The owner may see no other database, so the server speaks of access and not of existence.
        assertRefused(
                settings(schema.url().replace(schema.schema(), "nowhere"), "ohmgate_owner", "test-owner"),
                StartupProblem.DATABASE_ACCESS_DENIED);
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        assertRefused(
                settings("mysql://127.0.0.1:" + TestServers.freePort() + "/x", "a", "b"),
                StartupProblem.DATABASE_UNREACHABLE);
    }

    private static DatabaseSettings settings(String url, String user, String password) {
        return new DatabaseSettings(url, user, password, null, false, SslMode.DISABLED);
    }

    private static void assertRefused(DatabaseSettings settings, StartupProblem problem) {
        SchemaMigration migration = new SchemaMigration(settings, () -> {}, false);
        assertThatThrownBy(migration::start)
                .isInstanceOfSatisfying(
                        StartupFailure.class,
                        failure -> assertThat(failure.problem()).isEqualTo(problem))
                .message()
                .startsWith(problem.code())
                .doesNotContain("\n")
                .doesNotContain("test-owner");
    }
}
