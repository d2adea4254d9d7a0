package io.ohmgate.api.wiring;

import io.ohmgate.api.cluster.ClusterPresence;
import io.ohmgate.gateway.cluster.ClusterSessions;
import io.ohmgate.gateway.cluster.NodeState;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.util.retry.Retry;

/** This node is known to the others before its first pile and until its last one has left. */
@Component
final class ClusterLifecycle implements SmartLifecycle {
    private static final int PHASE = GatewayLifecycle.PHASE - 512;
    private static final Duration JOIN_MAX = Duration.ofSeconds(60);

    private static final Duration LAST_WORD = Duration.ofSeconds(1);
    private static final Retry PATIENTLY = Retry.fixedDelay(30, Duration.ofMillis(500));

    private final ClusterPresence presence;
    private final ClusterSessions sessions;
    private final Disposable.Swap claiming = Disposables.swap();
    private volatile boolean running;

    ClusterLifecycle(ClusterPresence presence, ClusterSessions sessions) {
        this.presence = presence;
        this.sessions = sessions;
    }

    /** What a log or another node may show of this build. */
    static String version() {
        String version = ClusterLifecycle.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    @Override
    public void start() {
        // The starting thread may wait: nothing is served yet.
        sessions.open().retryWhen(PATIENTLY).then(presence.begin()).block(JOIN_MAX);
        claiming.update(sessions.start());
        running = true;
    }

    @Override
    public void stop(Runnable done) {
        running = false;
        sessions.close(LAST_WORD)
                .then(presence.end(NodeState.DOWN))
                .doFinally(signal -> {
                    claiming.dispose();
                    done.run();
                })
                .subscribe();
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
