package io.ohmgate.api.wiring;

import io.ohmgate.api.cluster.ClusterPresence;
import io.ohmgate.gateway.cluster.NodeState;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** This node is known to the others before its first pile and until its last one has left. */
@Component
final class ClusterLifecycle implements SmartLifecycle {
    private static final int PHASE = GatewayLifecycle.PHASE - 512;
    private static final Duration JOIN_MAX = Duration.ofSeconds(60);

    private final ClusterPresence presence;
    private volatile boolean running;

    ClusterLifecycle(ClusterPresence presence) {
        this.presence = presence;
    }

    /** What a log or another node may show of this build. */
    static String version() {
        String version = ClusterLifecycle.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    @Override
    public void start() {
        // The starting thread may wait: nothing is served yet.
        presence.begin().block(JOIN_MAX);
        running = true;
    }

    @Override
    public void stop(Runnable done) {
        running = false;
        presence.end(NodeState.DOWN).doFinally(signal -> done.run()).subscribe();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
