package io.ohmgate.api.http;

import io.ohmgate.api.account.AuditLog;
import io.ohmgate.api.problem.RequestIds;
import java.net.InetSocketAddress;
import org.springframework.web.server.ServerWebExchange;

/** Where a request came from, by the connection itself; headers that claim otherwise are not believed. */
public final class Origin {
    private static final String UNKNOWN = "unknown";

    private Origin() {}

    public static String addressOf(ServerWebExchange exchange) {
        InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
        return remote == null || remote.getAddress() == null
                ? UNKNOWN
                : remote.getAddress().getHostAddress();
    }

    public static AuditLog.Source of(ServerWebExchange exchange) {
        return new AuditLog.Source(addressOf(exchange), RequestIds.of(exchange));
    }
}
