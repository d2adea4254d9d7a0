package io.ohmgate.loadtest.product;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The product's database, read afterwards: what it says itself is not asked, only what it has kept. */
public final class Store implements AutoCloseable {
    private final Connection connection;

    Store(int port, String user, String password) {
        try {
            this.connection =
                    DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/ohmgate", user, password);
        } catch (SQLException refused) {
            throw new IllegalStateException("the product's database cannot be read", refused);
        }
    }

    public long number(String sql, Object... arguments) {
        List<List<String>> rows = rows(sql, arguments);
        String first = rows.isEmpty() ? null : rows.getFirst().getFirst();
        return first == null || first.isEmpty() ? 0 : Long.parseLong(first);
    }

    /** Name and number, as a {@code GROUP BY} gives them. */
    public Map<String, Long> numbers(String sql, Object... arguments) {
        Map<String, Long> numbers = new HashMap<>();
        rows(sql, arguments).forEach(row -> numbers.put(row.get(0), Long.parseLong(row.get(1))));
        return numbers;
    }

    public List<List<String>> rows(String sql, Object... arguments) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                List<List<String>> rows = new ArrayList<>();
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> row = new ArrayList<>(columns);
                    for (int i = 1; i <= columns; i++) {
                        String value = result.getString(i);
                        row.add(value == null ? "" : value);
                    }
                    rows.add(row);
                }
                return rows;
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            // It was only read.
        }
    }
}
