package io.ohmgate.api.db;

import io.ohmgate.api.failure.StartupProblem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the database is. Any of the usual ways to write it is understood; options after {@code ?} are ours to choose. */
public record DatabaseAddress(String host, int port, String schema) {
    private static final int PORT_DEFAULT = 3306;
    private static final int PORT_MAX = 65535;
    private static final Pattern URL = Pattern.compile("(?:jdbc:|r2dbc:|r2dbcs:)?(?:mysql|mariadb)://"
            + "(?:[^@/?]*@)?(?<host>\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?"
            + "/(?<schema>[A-Za-z0-9_-]{1,64})(?:\\?.*)?");

    public static DatabaseAddress parse(String url) {
        Matcher matcher = URL.matcher(url.strip());
        if (!matcher.matches()) {
            throw StartupProblem.DATABASE_URL_INVALID.with(shapeOf(url));
        }
        String port = matcher.group("port");
        int number = port == null ? PORT_DEFAULT : Integer.parseInt(port);
        if (number < 1 || number > PORT_MAX) {
            throw StartupProblem.DATABASE_URL_INVALID.with("port " + number);
        }
        return new DatabaseAddress(matcher.group("host"), number, matcher.group("schema"));
    }

    /** What may be shown of a URL that may carry a password. */
    private static String shapeOf(String url) {
        int scheme = url.indexOf("://");
        return scheme < 0 ? "no ://" : url.substring(0, scheme) + "://…";
    }

    String jdbcUrl() {
        return "jdbc:mariadb://" + host + ":" + port + "/" + schema;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
