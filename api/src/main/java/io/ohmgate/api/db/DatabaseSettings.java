package io.ohmgate.api.db;

import io.asyncer.r2dbc.mysql.constant.SslMode;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The database to use, whether it came with us or is the operator's own ({@code OHMGATE_DB_URL}, {@code OHMGATE_DB_USER},
 * {@code OHMGATE_DB_PASSWORD}; {@code OHMGATE_DB_MIGRATION_USER} and {@code _PASSWORD} for the owner of the tables).
 *
 * @param user the application's own user, who cannot change what is append-only
 * @param migration the owner of the tables; without one the application's user is the owner as well
 * @param embedded whether it came with us; then the rights of the application's user are ours to set
 * @param sslMode {@code sslMode} as io.asyncer has it, set by {@code ohmgate.db.ssl-mode}
 */
@ConfigurationProperties("ohmgate.db")
public record DatabaseSettings(
        String url,
        String user,
        String password,
        @Nullable Account migration,
        @DefaultValue("false") boolean embedded,
        @DefaultValue("PREFERRED") SslMode sslMode) {

    /** A user with its password. */
    public record Account(String user, String password) {
        @Override
        public String toString() {
            return "Account[" + user + "]";
        }
    }

    public DatabaseAddress address() {
        return DatabaseAddress.parse(url);
    }

    Account owner() {
        return migration != null ? migration : new Account(user, password);
    }

    boolean separatesOwner() {
        return migration != null && !migration.user().equals(user);
    }

    @Override
    public String toString() {
        return "DatabaseSettings[" + user + "]";
    }
}
