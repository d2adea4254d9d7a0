package io.ohmgate.api.db;

import io.ohmgate.api.failure.StartupFailure;
import io.ohmgate.api.failure.StartupProblem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Brings the tables to this version's shape and gives the application its rights on them. It begins as soon as it exists,
 * beside the building of all other beans, and everything that runs (servers, pollers, runners) waits for it to be done: so no
 * bean may use the database in its constructor.
 */
public final class SchemaMigration implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaMigration.class);

    private final DatabaseSettings settings;
    private final boolean production;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    public SchemaMigration(DatabaseSettings settings, DatabaseArrival arrival, boolean production) {
        this.settings = settings;
        this.production = production;
        Thread.ofPlatform().daemon().name("migration").start(() -> complete(arrival));
    }

    private void complete(DatabaseArrival arrival) {
        try {
            arrival.await();
            migrate();
            done.complete(null);
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    private void migrate() {
        long began = System.nanoTime();
        OwnerConnection owner = new OwnerConnection(settings);
        String url = owner.workingUrl();
        try {
            try (Connection connection = owner.open(url)) {
                examine(connection);
            }
            int applied = flyway(url).migrate().migrationsExecuted;
            if (settings.embedded() && settings.separatesOwner()) {
                try (Connection connection = owner.open(url)) {
                    TableRights.grant(connection, settings.address().schema(), settings.user());
                }
            } else if (!settings.separatesOwner()) {
                LOG.atWarn()
                        .addKeyValue("user", settings.user())
                        .log("应用与表属主是同一数据库用户，只追加的表没有数据库级保护 / one database user owns the tables and"
                                + " runs the application: append-only tables are not protected by rights,"
                                + " set OHMGATE_DB_MIGRATION_USER");
            }
            LOG.atInfo()
                    .addKeyValue("migrations", applied)
                    .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
                    .log("database schema is up to date");
        } catch (FlywayException | SQLException e) {
            throw StartupProblem.MIGRATION_FAILED.causedBy(e, firstLine(e));
        }
    }

    private Flyway flyway(String url) {
        DatabaseSettings.Account owner = settings.owner();
        return Flyway.configure()
                .dataSource(url, owner.user(), owner.password())
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .cleanDisabled(true)
                .load();
    }

    private void examine(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT VERSION()")) {
            row.next();
            String version = row.getString(1);
            if (!ServerVersion.parse(version).isNewEnough()) {
                throw StartupProblem.DATABASE_TOO_OLD.with(settings.address(), version);
            }
        }
        if (production) {
            Durability.require(variables(connection));
        }
    }

    private static Map<String, String> variables(Connection connection) throws SQLException {
        String sql = "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('%s', '%s', '%s')"
                .formatted(Durability.FLUSH, Durability.BINLOG, Durability.SYNC);
        Map<String, String> variables = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                variables.put(rows.getString(1), rows.getString(2));
            }
        }
        return variables;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }

    /** Waits for the end of it; nothing that runs was started before. */
    @Override
    public void start() {
        try {
            done.join();
        } catch (CompletionException e) {
            @Nullable StartupFailure failure = StartupFailure.in(e);
            throw failure != null ? failure : e;
        }
    }

    @Override
    public void stop() {
        // A migration is not interrupted half way; after it there is nothing to stop.
    }

    @Override
    public boolean isRunning() {
        return done.isDone() && !done.isCompletedExceptionally();
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
