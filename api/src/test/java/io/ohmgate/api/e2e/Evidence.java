package io.ohmgate.api.e2e;

import io.ohmgate.api.db.DatabaseSettings;
import io.ohmgate.api.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The tables of a running product, read past it. */
final class Evidence implements AutoCloseable {
    private final Connection connection;

    private Evidence(Connection connection) {
        this.connection = connection;
    }

    static Evidence of(RunningProduct product, Path data) throws IOException, SQLException {
        String password =
                Files.readString(data.resolve("secrets").resolve("db-password")).strip();
        return new Evidence(DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + product.databasePort() + "/ohmgate", "ohmgate", password));
    }

    /** Of nodes on one of the tests' own databases. */
    static Evidence of(TestDatabase database) throws SQLException {
        DatabaseSettings settings = database.ownerSettings();
        return new Evidence(DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + database.port() + "/" + database.schema(),
                settings.user(),
                settings.password()));
    }

    /** Names with numbers, in the order of the query. */
    Map<String, Long> numbers(String query) throws SQLException {
        Map<String, Long> numbers = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                numbers.put(rows.getString(1), rows.getLong(2));
            }
        }
        return numbers;
    }

    Set<String> names(String query) throws SQLException {
        Set<String> names = new java.util.LinkedHashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    long number(String query) throws SQLException {
        return numbers("SELECT 'n', (" + query + ")").getOrDefault("n", 0L);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
