package io.ohmgate.api.calm;

import io.ohmgate.gateway.calm.LagProbes;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** A node with a blocked thread is not ready: what it takes in would wait (invariants GW4). It is not killed for it. */
final class LoopsHealth implements HealthIndicator {
    private final LagProbes probes;

    LoopsHealth(LagProbes probes) {
        this.probes = probes;
    }

    @Override
    public Health health() {
        return probes.anyBlocked()
                ? Health.outOfService().withDetail("blocked", probes.blocked()).build()
                : Health.up().build();
    }
}
