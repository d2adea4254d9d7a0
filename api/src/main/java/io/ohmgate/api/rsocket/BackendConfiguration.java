package io.ohmgate.api.rsocket;

import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.api.account.AuditLog;
import io.ohmgate.api.nodes.OrderRequests;
import io.ohmgate.api.push.Callers;
import io.ohmgate.api.push.OrderViews;
import io.ohmgate.api.push.Seats;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.cluster.NodeRole;
import io.ohmgate.gateway.cluster.NodeRoles;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.rsocket.context.RSocketServerBootstrap;
import org.springframework.boot.rsocket.server.RSocketServerFactory;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** Opens the port of back ends, in the place of Boot's own server, whose routes are methods found by reflection. Imported by whoever puts the gateway together. */
public class BackendConfiguration {
    @Bean
    RSocketServerFactory backendServer(
            @Value("${spring.rsocket.server.address:#{null}}") @Nullable String host,
            @Value("${spring.rsocket.server.port:7000}") int port,
            Callers callers,
            GatewayParts gateway,
            OrderRequests orders,
            NodeRoles roles,
            OrderViews views,
            AuditLog audit,
            JsonMapper json,
            MeterRegistry meters) {
        BackendParts parts = new BackendParts(
                callers,
                gateway.hub,
                new ServedOrderCommands(orders, views, gateway.liveGuns::find, gateway.calm, audit),
                json,
                new Seats(BackendLimits.CONNECTIONS_MAX, BackendLimits.CONNECTIONS_PER_USER_MAX),
                BackendLimits.BOOK);
        if (!roles.has(NodeRole.API)) {
            return acceptor -> new NoBackends();
        }
        BackendServer server = new BackendServer(host, port, parts);
        meters.gauge("ohmgate.rsocket.connections", server, BackendServer::connections);
        return acceptor -> server;
    }

    /** The acceptor that Boot asks for is never used: each connection has its own. */
    @Bean
    RSocketServerBootstrap rSocketServerBootstrap(RSocketServerFactory backendServer) {
        return new RSocketServerBootstrap(backendServer, SocketAcceptor.with(new RSocket() {}));
    }
}
