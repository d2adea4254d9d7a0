package io.ohmgate.api.boot;

import io.ohmgate.api.failure.StartupProblem;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code redis://[[user]:password@]host[:port][/db]}, with {@code rediss} for TLS. */
record RedisAddress(
        String host,
        int port,
        boolean tls,
        @Nullable String user,
        @Nullable String password) {
    private static final int PORT_DEFAULT = 6379;

    static RedisAddress parse(String url) {
        try {
            URI uri = new URI(url.strip());
            String scheme = String.valueOf(uri.getScheme());
            if (uri.getHost() == null || !(scheme.equals("redis") || scheme.equals("rediss"))) {
                throw StartupProblem.REDIS_URL_INVALID.with(scheme + "://…");
            }
            int port = uri.getPort() < 0 ? PORT_DEFAULT : uri.getPort();
            String userInfo = uri.getRawUserInfo();
            int colon = userInfo == null ? -1 : userInfo.indexOf(':');
            return new RedisAddress(
                    uri.getHost(),
                    port,
                    scheme.equals("rediss"),
                    userInfo == null || colon < 1 ? null : decoded(userInfo.substring(0, colon)),
                    userInfo == null ? null : decoded(userInfo.substring(colon + 1)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            // The cause is left out: its message repeats the URL, password and all.
            throw StartupProblem.REDIS_URL_INVALID.with("URL");
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
