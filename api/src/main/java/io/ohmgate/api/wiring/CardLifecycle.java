package io.ohmgate.api.wiring;

import io.ohmgate.api.card.StartRulesOfStations;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.card.OfflineCards;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.util.retry.Retry;

/** What stations may promise is known before the first pile dials in; lists of cards are told from then on. */
@Component
final class CardLifecycle implements SmartLifecycle {
    private static final Duration LOAD_MAX = Duration.ofSeconds(60);
    private static final Retry PATIENTLY = Retry.fixedDelay(30, Duration.ofMillis(500));

    private final StartRulesOfStations stations;
    private final GatewayParts gateway;
    private final OfflineCards offline;
    private volatile boolean running;

    CardLifecycle(StartRulesOfStations stations, GatewayParts gateway, OfflineCards offline) {
        this.stations = stations;
        this.gateway = gateway;
        this.offline = offline;
    }

    @Override
    public void start() {
        // The starting thread may wait: nothing is served yet.
        stations.capacities().retryWhen(PATIENTLY).blockOptional(LOAD_MAX).ifPresent(gateway.capacities::replace);
        offline.start();
        running = true;
    }

    @Override
    public void stop() {
        offline.dispose();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Just before the piles are let in. */
    @Override
    public int getPhase() {
        return GatewayLifecycle.PHASE - 1;
    }
}
