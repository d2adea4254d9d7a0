package io.ohmgate.api.wiring;

import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.calm.Level;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether piles may dial in: not while this node is at its end, for others have room. Neither MySQL nor Redis is asked:
 * sessions outlive their outages (invariants E10).
 */
@Component("pileTcp")
final class PileTcpHealth implements HealthIndicator {
    private final GatewayLifecycle gateway;
    private final GatewayParts parts;

    PileTcpHealth(GatewayLifecycle gateway, GatewayParts parts) {
        this.gateway = gateway;
        this.parts = parts;
    }

    @Override
    public Health health() {
        boolean open = gateway.takesPiles() && parts.calm.ownLevel() != Level.NO_NEW_STARTS;
        return open ? Health.up().build() : Health.outOfService().build();
    }
}
