package io.ohmgate.api.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the application's user may do to each table. On the tables of evidence and money it may add and read: not even our own
 * mistake, nor an injected statement, changes what was once written there.
 */
public final class TableRights {
    /** Rows of these tables are never changed and never deleted. */
    public static final Set<String> APPEND_ONLY = Set.of(
            "audit_log",
            "charging_bill",
            "charging_bill_line",
            "driver_notice",
            "ledger_entry",
            "ledger_journal",
            "order_decision",
            "order_event",
            "firmware_campaign_event",
            "pile_operation_event",
            "pile_presence",
            "pile_tariff_held",
            "security_event",
            "work_order_event",
            "tariff_version",
            "txn_record",
            "txn_record_period");

    /** The migrations' own table is not the application's business. */
    private static final String HISTORY = "flyway_schema_history";

    private TableRights() {}

    /** Rights for every table there is, as the owner; repeating it changes nothing. */
    static void grant(Connection owner, String schema, String user) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            for (String table : tables(owner, schema)) {
                for (String sql : grants(schema, table, user)) {
                    statement.execute(sql);
                }
            }
        }
    }

    /** What an operator grants by hand on a server of his own; see docs/operations. */
    static List<String> grants(String schema, String table, String user) {
        String on = " ON `%s`.`%s` ".formatted(schema, table);
        String who = "'%s'@'127.0.0.1'".formatted(user);
        if (APPEND_ONLY.contains(table)) {
            // A table may have joined the list in a later version: first grant, so that the revoke finds something.
            return List.of("GRANT SELECT, INSERT" + on + "TO " + who, "REVOKE UPDATE, DELETE" + on + "FROM " + who);
        }
        return List.of("GRANT SELECT, INSERT, UPDATE, DELETE" + on + "TO " + who);
    }

    private static List<String> tables(Connection owner, String schema) throws SQLException {
        String sql = "SELECT table_name FROM information_schema.tables"
                + " WHERE table_schema = ? AND table_type = 'BASE TABLE' AND table_name <> ? ORDER BY table_name";
        try (PreparedStatement query = owner.prepareStatement(sql)) {
            query.setString(1, schema);
            query.setString(2, HISTORY);
            List<String> names = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        }
    }
}
