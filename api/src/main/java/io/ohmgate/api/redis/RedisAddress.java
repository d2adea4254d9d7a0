package io.ohmgate.api.redis;

import io.ohmgate.api.failure.StartupProblem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is, in one of three forms, each with {@code rediss} in place of {@code redis} for TLS:
 *
 * <pre>
 * redis://[[user]:password@]host[:port][/db]
 * redis-sentinel://[[user]:password@]host[:port][,host[:port]…][/db][?sentinelPassword=…]#name
 * redis-cluster://[[user]:password@]host[:port][,host[:port]…]
 * </pre>
 *
 * User and password are those of the Redis servers; Sentinels that ask for a password of their own get it from the query.
 */
public record RedisAddress(
        Form form,
        List<Place> places,
        boolean tls,
        @Nullable String user,
        @Nullable String password,
        int database,
        @Nullable String master,
        @Nullable String sentinelPassword) {
    /** Sixteen databases are what a server has if nobody says otherwise; more digits than that are a mistake. */
    private static final Pattern WHOLE =
            Pattern.compile("(redis|rediss)(-sentinel|-cluster)?://(?:([^@/?#\\s]*)@)?([^@/?#\\s]+)"
                    + "(?:/(\\d{0,5}))?(?:\\?sentinelPassword=([^?#&\\s]+))?(?:#([A-Za-z0-9._-]+))?");

    private static final Pattern PLACE = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]\\s]+)(?::(\\d{1,5}))?");
    private static final int PORT_DEFAULT = 6379;
    private static final int SENTINEL_PORT_DEFAULT = 26379;
    private static final int PORT_MAX = 65_535;

    /** Seeds beyond this number help nobody: the others are found through the first that answers. */
    private static final int PLACES_MAX = 64;

    public RedisAddress {
        places = List.copyOf(places);
    }

    /** What stands behind the address. */
    public enum Form {
        /** One server, or a name that always leads to the right one. */
        SINGLE,
        /** Sentinels, which know who the master is. */
        SENTINEL,
        /** Some nodes of a Redis Cluster, which know the others. */
        CLUSTER
    }

    /** One server that can be dialled. */
    public record Place(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** Reads a URL; what is not understood is refused without repeating it, since it may hold a password. */
    public static RedisAddress parse(String url) {
        Matcher whole = WHOLE.matcher(url.strip());
        if (!whole.matches()) {
            throw StartupProblem.REDIS_URL_INVALID.with("URL");
        }
        Form form = form(whole.group(2));
        String database = whole.group(5);
        String master = whole.group(7);
        if ((form == Form.SENTINEL) != (master != null)
                || (form != Form.SENTINEL && whole.group(6) != null)
                || (form == Form.CLUSTER && number(database) != 0)) {
            throw StartupProblem.REDIS_URL_INVALID.with(whole.group(1) + String.valueOf(whole.group(2)) + "://…");
        }
        String userInfo = whole.group(3);
        int colon = userInfo == null ? -1 : userInfo.indexOf(':');
        return new RedisAddress(
                form,
                places(whole.group(4), form),
                whole.group(1).equals("rediss"),
                userInfo == null || colon < 1 ? null : decoded(userInfo.substring(0, colon)),
                userInfo == null ? null : decoded(userInfo.substring(colon + 1)),
                number(database),
                master,
                whole.group(6) == null ? null : decoded(whole.group(6)));
    }

    private static Form form(@Nullable String suffix) {
        return suffix == null ? Form.SINGLE : suffix.equals("-sentinel") ? Form.SENTINEL : Form.CLUSTER;
    }

    private static int number(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static List<Place> places(String text, Form form) {
        List<Place> places = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            Matcher place = PLACE.matcher(each);
            int port = form == Form.SENTINEL ? SENTINEL_PORT_DEFAULT : PORT_DEFAULT;
            if (!place.matches() || places.size() == PLACES_MAX) {
                throw StartupProblem.REDIS_URL_INVALID.with("URL");
            }
            port = place.group(2) == null ? port : Integer.parseInt(place.group(2));
            if (port == 0 || port > PORT_MAX) {
                throw StartupProblem.REDIS_URL_INVALID.with("URL");
            }
            places.add(new Place(place.group(1), port));
        }
        if (form == Form.SINGLE && places.size() > 1) {
            throw StartupProblem.REDIS_URL_INVALID.with("redis://…,…");
        }
        return places;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // The cause is left out: its message repeats a part of the password.
            throw StartupProblem.REDIS_URL_INVALID.with("URL");
        }
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return places.stream().map(Place::toString).collect(Collectors.joining(","));
    }
}
