package io.ohmgate.api.wiring;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether piles may dial in. Neither MySQL nor Redis is asked: sessions outlive their outages (invariants E10). */
@Component("pileTcp")
final class PileTcpHealth implements HealthIndicator {
    private final GatewayLifecycle gateway;

    PileTcpHealth(GatewayLifecycle gateway) {
        this.gateway = gateway;
    }

    @Override
    public Health health() {
        return gateway.isRunning() ? Health.up().build() : Health.outOfService().build();
    }
}
