package io.ohmgate.api.db;

import io.ohmgate.api.failure.StartupFailure;
import io.ohmgate.api.failure.StartupProblem;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;

/** The blocking connection on which the schema is migrated; used before the application serves anyone. */
final class OwnerConnection {
    private static final String OPTIONS = "&connectTimeout=5000&socketTimeout=600000&allowPublicKeyRetrieval=true";
    private static final int ACCESS_DENIED = 1045;
    private static final int ACCESS_TO_SCHEMA_DENIED = 1044;
    private static final int SCHEMA_UNKNOWN = 1049;

    private final DatabaseSettings settings;

    OwnerConnection(DatabaseSettings settings) {
        this.settings = settings;
    }

    /** The URL that works, after having been tried. */
    String workingUrl() {
        String plain = url("disable");
        try {
            return switch (settings.sslMode()) {
                case DISABLED, TUNNEL -> tried(plain);
                case PREFERRED -> preferred(plain);
                case REQUIRED -> tried(url("trust"));
                case VERIFY_CA -> tried(url("verify-ca"));
                case VERIFY_IDENTITY -> tried(url("verify-full"));
            };
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private String preferred(String plain) throws SQLException {
        try {
            return tried(url("trust"));
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("ssl") || message.contains("handshake")) {
                return tried(plain);
            }
            throw e;
        }
    }

    private String url(String sslMode) {
        return settings.address().jdbcUrl() + "?sslMode=" + sslMode + OPTIONS;
    }

    private String tried(String url) throws SQLException {
        open(url).close();
        return url;
    }

    Connection open(String url) throws SQLException {
        DatabaseSettings.Account owner = settings.owner();
        return DriverManager.getConnection(url, owner.user(), owner.password());
    }

    private StartupFailure failure(SQLException e) {
        DatabaseAddress address = settings.address();
        return switch (e.getErrorCode()) {
            case ACCESS_DENIED, ACCESS_TO_SCHEMA_DENIED ->
                StartupProblem.DATABASE_ACCESS_DENIED.causedBy(
                        e, address, settings.owner().user());
            case SCHEMA_UNKNOWN -> StartupProblem.DATABASE_MISSING.causedBy(e, address, address.schema());
            default -> StartupProblem.DATABASE_UNREACHABLE.causedBy(e, address, reason(e));
        };
    }

    private static String reason(SQLException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }
}
