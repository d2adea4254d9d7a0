package io.ohmgate.api.testing;

import io.asyncer.r2dbc.mysql.constant.SslMode;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.db.DatabaseSettings;
import io.ohmgate.api.db.Detached;
import io.ohmgate.api.db.PoolLimits;
import io.ohmgate.api.db.Pools;
import io.ohmgate.api.db.SchemaMigration;
import io.r2dbc.pool.ConnectionPool;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import reactor.netty.resources.LoopResources;

/** One database of the shared server, for one test class. */
public record TestDatabase(int port, String schema) {
    private static final LoopResources LOOPS = LoopResources.create("test-db", 2, true);

    /** As a Spring context wants them. */
    public Map<String, String> properties() {
        return Map.of(
                "ohmgate.db.url", url(),
                "ohmgate.db.user", TestServers.APPLICATION.user(),
                "ohmgate.db.password", TestServers.APPLICATION.password(),
                "ohmgate.db.migration.user", TestServers.OWNER.user(),
                "ohmgate.db.migration.password", TestServers.OWNER.password(),
                "ohmgate.db.embedded", "true",
                "ohmgate.db.ssl-mode", "DISABLED");
    }

    public String url() {
        return "mysql://127.0.0.1:" + port + "/" + schema;
    }

    /** As the application, with the rights that the migrations have given it. */
    public DatabaseSettings settings() {
        return settings(TestServers.APPLICATION.user(), TestServers.APPLICATION.password());
    }

    /** As the owner of the tables, for tests that make tables of their own. */
    public DatabaseSettings ownerSettings() {
        return settings(TestServers.OWNER.user(), TestServers.OWNER.password());
    }

    private DatabaseSettings settings(String user, String password) {
        DatabaseSettings.Account owner =
                new DatabaseSettings.Account(TestServers.OWNER.user(), TestServers.OWNER.password());
        return new DatabaseSettings(url(), user, password, owner, true, SslMode.DISABLED);
    }

    /** A pool that the caller disposes of. */
    public static ConnectionPool pool(DatabaseSettings settings, PoolLimits limits) {
        return Pools.pool(settings, limits, LOOPS);
    }

    /** A database on such a pool; the random is seeded, so that a failure comes again. */
    public static Database database(PoolLimits limits, ConnectionPool pool) {
        return new Database(limits, pool, new Detached(), new Random(1));
    }

    /** Applies the product's migrations and the rights of the application's user. */
    public void migrate() {
        new SchemaMigration(settings(), () -> {}, false).start();
    }

    /** Statements as the owner, separated by {@code ;} at the end of a line. */
    public void run(String statements) {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:mariadb://127.0.0.1:" + port + "/" + schema + "?allowMultiQueries=true",
                        TestServers.OWNER.user(),
                        TestServers.OWNER.password());
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
