package io.ohmgate.api.wiring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.store.PileHistory;
import io.ohmgate.gateway.GatewayParts;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;

/** The history of piles hears every event; its last batch is written before the pools close. */
@Configuration(proxyBeanMethods = false)
class PileHistoryConfiguration {
    @Bean(destroyMethod = "close")
    PileHistory pileHistory(
            @Qualifier("general") Database general,
            GatewayParts parts,
            GatewaySettings settings,
            Scheduler choreScheduler,
            MeterRegistry meters) {
        PileHistory history = new PileHistory(general, settings.node());
        FunctionCounter.builder("ohmgate.pile.history.forgotten", history, PileHistory::forgotten)
                .description("events of piles for which there was no room while the database was away")
                .register(meters);
        meters.gauge("ohmgate.pile.history.waiting", history, PileHistory::waiting);
        parts.pileEvents.add(history::tell);
        history.start(choreScheduler);
        return history;
    }
}
