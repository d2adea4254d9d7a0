package io.ohmgate.api.ws;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.WebsocketServerSpec;

/** Lets sockets in: from the right pages, and not more than there are seats. */
final class LiveSocketHandler implements WebHandler {
    private final SocketParts parts;
    private final Origins origins;
    private final WebSocketService upgrades = new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy(
            () -> WebsocketServerSpec.builder().maxFramePayloadLength(SocketLimits.MESSAGE_BYTES_MAX)));

    LiveSocketHandler(SocketParts parts, Origins origins) {
        this.parts = parts;
        this.origins = origins;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        if (!origins.allow(exchange.getRequest().getHeaders())) {
            return refuse(exchange, HttpStatus.FORBIDDEN);
        }
        Channel channel = channelOf(exchange.getRequest());
        if (channel == null
                || !parts.sockets().isRunning()
                || !parts.sockets().seats().enter()) {
            return refuse(exchange, HttpStatus.SERVICE_UNAVAILABLE);
        }
        return upgrades.handleRequest(exchange, session -> new LiveSocket(session, channel, parts).serve())
                .doFinally(signal -> parts.sockets().seats().leave());
    }

    private static Mono<Void> refuse(ServerWebExchange exchange, HttpStatus status) {
        exchange.getResponse().setStatusCode(status);
        return exchange.getResponse().setComplete();
    }

    /** The connection itself: only it can tell whether the other end reads. */
    private static @Nullable Channel channelOf(ServerHttpRequest request) {
        AtomicReference<@Nullable Channel> channel = new AtomicReference<>();
        HttpServerRequest connection = ServerHttpRequestDecorator.getNativeRequest(request);
        connection.withConnection(found -> channel.set(found.channel()));
        return channel.get();
    }
}
