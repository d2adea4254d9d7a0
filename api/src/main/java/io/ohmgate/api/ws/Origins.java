package io.ohmgate.api.ws;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * From which pages a browser may open a socket: those of this host, and those named one by one. Whoever sends no origin is
 * no browser, and the ticket decides.
 */
record Origins(List<String> allowed) {
    Origins {
        allowed = allowed.stream()
                .map(origin -> origin.strip().toLowerCase(Locale.ROOT))
                .filter(origin -> !origin.isEmpty())
                .toList();
        if (allowed.contains("*")) {
            throw new IllegalArgumentException("ohmgate.http.cors-origins takes exact origins, not *");
        }
    }

    boolean allow(HttpHeaders headers) {
        List<String> origins = headers.getOrEmpty(HttpHeaders.ORIGIN);
        if (origins.isEmpty()) {
            return true;
        }
        String origin = origins.getFirst().toLowerCase(Locale.ROOT);
        return origins.size() == 1 && (allowed.contains(origin) || isOf(headers.getFirst(HttpHeaders.HOST), origin));
    }

    private static boolean isOf(@Nullable String host, String origin) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException opaque) {
            return false;
        }
    }
}
