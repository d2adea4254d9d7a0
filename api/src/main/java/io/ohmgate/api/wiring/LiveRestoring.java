package io.ohmgate.api.wiring;

import io.ohmgate.api.redis.RedisConnections;
import io.ohmgate.gateway.GatewayParts;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.scheduler.Scheduler;

/** Live values that Redis has lost are written there again, from memory, in the publisher's own pace (invariants E6). */
@Component
final class LiveRestoring {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRestoring.class);

    private final GatewayParts parts;
    private final Scheduler timer;
    private final AtomicBoolean due = new AtomicBoolean();

    LiveRestoring(ObjectProvider<RedisConnections> redis, GatewayParts parts, Scheduler gatewayTimer) {
        this.parts = parts;
        this.timer = gatewayTimer;
        redis.ifAvailable(connections -> connections.onLoss(this::lost));
    }

    /** Told on Redis's own thread, and once for each master of a cluster. */
    private void lost() {
        if (due.compareAndSet(false, true)) {
            timer.schedule(() -> {
                due.set(false);
                LOG.atInfo().log("Redis has lost live values; all of this node's are written again");
                parts.publishAll();
            });
        }
    }
}
