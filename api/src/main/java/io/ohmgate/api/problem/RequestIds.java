package io.ohmgate.api.problem;

import java.util.regex.Pattern;
import org.springframework.web.server.ServerWebExchange;

/** The id of a request: the caller's own, if it is harmless, else one of ours. Sent back as X-Request-Id. */
public final class RequestIds {
    public static final String HEADER = "X-Request-Id";
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    private RequestIds() {}

    public static String of(ServerWebExchange exchange) {
        String theirs = exchange.getRequest().getHeaders().getFirst(HEADER);
        return theirs != null && HARMLESS.matcher(theirs).matches()
                ? theirs
                : exchange.getRequest().getId();
    }
}
